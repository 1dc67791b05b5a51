import { csvLine } from '../../csv-line.ts';
import { type Around, problemSaid, reasonSaid, type Said } from '../../language/index.ts';
import { ROLES } from '../../model/account.ts';
import type { Language } from '../../model/language.ts';
import type { AuditEvent, AuditQuery, AuditTrail } from '../../store/office/index.ts';
import { aroundOf } from '../around.ts';
import { WORDS as FRAME_WORDS } from '../frame/words.ts';
import { localMoment } from '../local-moment.ts';
import type { Answer, Route, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { ACTIONS } from './actions.ts';
import { WORDS } from './words.ts';

const A_PAGE = 100;
const BATCH = 1_000;
/** Lines of a download. Who needs more narrows it down, or asks the database. */
const MOST_LINES = 100_000;

const STATES: Readonly<Record<AuditEvent['outcome'], string>> = {
  asked: 'quiet',
  noted: 'quiet',
  done: 'good',
  refused: 'bad',
};

export function auditRoutes(shop: Shop): Route[] {
  const { audit } = shop.office;
  return [
    { method: 'GET', url: '/audit', access: 'admin', handle: (visit) => page(visit, shop) },
    {
      method: 'GET',
      url: '/audit/export',
      access: 'admin',
      perMinute: 6,
      handle: async (visit) => ({
        body: linesOf(audit, searched(visit)),
        type: 'text/csv; charset=utf-8',
        headers: { 'content-disposition': 'attachment; filename="audit.csv"' },
      }),
    },
  ];
}

async function page(visit: Visit, shop: Shop): Promise<Answer> {
  const words = WORDS[visit.language];
  const { timeZone } = (await shop.desk()).config;
  const around = await aroundOf(shop, visit.language);
  const query = searched(visit);
  const found = await shop.office.audit.list({ ...query, limit: A_PAGE + 1 });
  const events = found.slice(0, A_PAGE);
  const last = events.at(-1);
  const { actor = '', action = '', target = '' } = query;
  const narrowed = addressOf({ actor, action, target });
  return {
    page: 'audit',
    title: words.title,
    view: {
      words,
      typed: { actor, action, target },
      isNarrowed: narrowed !== '',
      actions: Object.entries(ACTIONS[visit.language]).map(([code, label]) => ({ code, label })),
      events: events.map((one) => ({
        at: localMoment(one.at, timeZone),
        exact: one.at,
        actor: words.others[one.actor.name] ?? one.actor.name,
        role: Object.hasOwn(words.others, one.actor.name)
          ? ''
          : FRAME_WORDS[visit.language].roles[one.actor.role],
        from: placeOf(one.actor.from, visit.language, around),
        action: ACTIONS[visit.language][one.action] ?? '',
        code: one.action,
        target: one.target,
        state: STATES[one.outcome],
        outcome: words.outcomes[one.outcome],
        detail: detailSaid(one.detail, visit.language, around),
      })),
      newest: query.before === undefined ? '' : `/audit${narrowed}`,
      older:
        found.length > events.length && last !== undefined
          ? `/audit${addressOf({ actor, action, target, before: String(last.id) })}`
          : '',
      csv: `/audit/export${narrowed}`,
    },
  };
}

/** An address, the command line, or whose file it is. */
function placeOf(from: string, language: Language, around: Around): string {
  const { text, exact } = reasonSaid(from, language, around);
  return text || exact;
}

/** A refusal's code, a role, the first admin's mark, or somebody's own words. */
function detailSaid(detail: string, language: Language, around: Around): Said {
  if (/^[EW]_[A-Z_]+$/.test(detail)) {
    const { text } = problemSaid({ code: detail, message: '' }, language);
    return { text: `${text} ${detail}`.trim(), exact: '' };
  }
  const role = ROLES.find((one) => one === detail);
  if (role !== undefined) return { text: FRAME_WORDS[language].roles[role], exact: '' };
  if (detail === 'first admin') return { text: WORDS[language].firstAdmin, exact: '' };
  return reasonSaid(detail, language, around);
}

/** What is looked for; a field that was left empty looks for nothing. */
function searched({ query }: Visit): AuditQuery {
  const { actor = '', action = '', target = '', before = '' } = query;
  return {
    ...(actor.trim() === '' ? {} : { actor: actor.trim() }),
    ...(action.trim() === '' ? {} : { action: action.trim() }),
    ...(target.trim() === '' ? {} : { target: target.trim() }),
    ...(/^[1-9]\d{0,14}$/.test(before) ? { before: Number(before) } : {}),
  };
}

function addressOf(fields: Readonly<Record<string, string>>): string {
  const given = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''));
  return given.size === 0 ? '' : `?${given}`;
}

async function* linesOf(audit: AuditTrail, query: AuditQuery): AsyncGenerator<string> {
  // By this mark spreadsheets know the Chinese in it.
  yield `\ufeff${csvLine(['id', 'at', 'actor', 'role', 'from', 'action', 'target', 'outcome', 'detail'])}\r\n`;
  let before = query.before;
  for (let lines = 0; lines < MOST_LINES; lines += BATCH) {
    const batch = await audit.list({ ...query, ...(before === undefined ? {} : { before }), limit: BATCH });
    yield batch.map((one) => `${csvLine(cellsOf(one))}\r\n`).join('');
    before = batch.at(-1)?.id;
    if (batch.length < BATCH || before === undefined) return;
  }
}

function cellsOf({ id, at, actor, action, target, outcome, detail }: AuditEvent): string[] {
  return [String(id), at, actor.name, actor.role, actor.from, action, target, outcome, detail];
}
