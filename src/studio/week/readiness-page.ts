import { addDays } from '../../calendar/week.ts';
import { AssayError } from '../../errors.ts';
import { placeSaid, problemSaid } from '../../language/index.ts';
import type { Override } from '../../model/override.ts';
import type { Readiness, ReadyFinding, ReadyMetal, ReadySeries, WaitingFile } from '../../model/readiness.ts';
import type { View } from '../../render/view.ts';
import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { countText } from '../shown.ts';
import { type Bench, benchOf, headOf, type Tone, weekIn, weekName } from './parts.ts';
import type { WeekWords } from './words.ts';

/** `/`: the week that is to be made next. */
export function currentWeek(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    try {
      const { week } = await shop.week.readiness();
      return { redirect: `/week/${week}` };
    } catch (error) {
      if (!(error instanceof AssayError) || error.problems[0]?.code !== 'E_WEEK_EMPTY') throw error;
      const { words } = (await benchOf(shop, visit)).say;
      const view = { heading: words.none, line: words.noneHow, link: words.noneDo };
      return { page: 'week-none', title: words.thisWeek, view };
    }
  };
}

/** `/week?week=2025-W24`, of the little form that asks for another. */
export function otherWeek(visit: Visit): Promise<Answer> {
  const week = weekIn({ params: { week: visit.query.week?.trim().toUpperCase() ?? '' } });
  return Promise.resolve({ redirect: `/week/${week}` });
}

/** `/week/:week`: what is there, what is not, and what can be done about it. */
export function readinessPage(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const week = weekIn(visit);
    const bench = await benchOf(shop, visit);
    const readiness = await shop.week.readiness(week);
    const now = shop.effects.now().toISOString();
    // Of a week that is over, what came due after its cutoff was never awaited.
    const awaited = now < readiness.cutoff ? now : readiness.cutoff;
    const isAll = visit.query.show === 'all';
    const { words } = bench.say;
    const room: Room = { bench, readiness, awaited };
    const metals = (isAll ? readiness.metals : heldFirst(readiness.metals))
      .map((metal) => metalView(metal, isAll, room))
      .filter(({ series }) => series.length > 0);
    const never = neverCount(readiness);
    return {
      page: 'week',
      title: weekName(week, bench.say),
      view: {
        head: await headOf(shop, bench, readiness, ''),
        asOf: filled(words.asOf, { at: bench.at(readiness.at) }),
        whole: {
          title: words.aboutWeek,
          findings: readiness.findings.map((finding) => findingView(finding, room)),
        },
        inbox: {
          title: words.inbox,
          hint: words.inboxHint,
          files: readiness.inbox.map((file) => fileView(file, bench.say)),
        },
        filter: [
          { href: `/week/${week}`, label: words.attention, isCurrent: !isAll },
          { href: `/week/${week}?show=all`, label: words.all, isCurrent: isAll },
        ],
        columns: [
          { label: words.series, style: '' },
          { label: words.value, style: 'num' },
          { label: words.date, style: '' },
          { label: words.change, style: 'num' },
          { label: words.state, style: '' },
          { label: words.next, style: '' },
        ],
        metals,
        calm:
          metals.length > 0 ? '' : readiness.verdict === 'hold' ? words.attentionAbove : words.attentionNone,
        calmNext: { href: `/week/${week}/notes`, label: words.attentionNext },
        never: isAll || never === 0 ? '' : filled(words.neverSome, { count: never }),
      },
    };
  };
}

/** What holds the edition is what somebody has come for. */
function heldFirst(metals: readonly ReadyMetal[]): ReadyMetal[] {
  const isHeld = ({ series }: ReadyMetal): boolean =>
    series.some(({ findings }) => findings.some(({ holds }) => holds));
  return [...metals.filter(isHeld), ...metals.filter((metal) => !isHeld(metal))];
}

interface Room {
  readonly bench: Bench;
  readonly readiness: Readiness;
  /** What was due by then is missed. */
  readonly awaited: string;
}

function metalView(
  metal: ReadyMetal,
  isAll: boolean,
  room: Room,
): { readonly name: string; readonly series: readonly View[] } {
  const series = metal.series.filter((one) => isAll || wantsSomebody(one, room));
  return { name: metal.name[room.bench.language], series: series.map((one) => seriesView(one, room)) };
}

/** Not what has never had a value, nor what its source has not yet published. */
function wantsSomebody(one: ReadySeries, { awaited }: Room): boolean {
  if (one.overrides.length > 0 || one.freshness === 'withheld' || one.freshness === 'stale') return true;
  if (one.findings.some(({ severity }) => severity !== 'note')) return true;
  return one.freshness === 'late' && isOverdue(one, awaited);
}

function isOverdue({ next }: ReadySeries, awaited: string): boolean {
  return next !== undefined && next.at !== '' && next.at <= awaited;
}

function neverCount({ metals }: Readiness): number {
  return metals.flatMap(({ series }) => series).filter(({ freshness }) => freshness === 'never').length;
}

const TONES: Readonly<Record<keyof WeekWords['fresh'], Tone>> = {
  fresh: 'good',
  late: 'warn',
  due: 'quiet',
  stale: 'bad',
  closed: 'quiet',
  never: 'quiet',
  withheld: 'bad',
  excluded: 'warn',
};

function seriesView(one: ReadySeries, room: Room): View {
  const { bench } = room;
  const { language } = bench;
  const state = stateOf(one, room);
  return {
    id: one.id,
    href: `/data/series/${one.id}`,
    name: one.name[language],
    value: one.last?.printed[language] ?? '',
    illustrative: one.last?.illustrative ? bench.say.words.illustrative : '',
    unit: one.last === undefined ? '' : one.unit[language],
    date: one.last?.date ?? '',
    change: one.change[language],
    tone: one.tone === 'flat' ? '' : one.tone,
    state: { tone: TONES[state], text: bench.say.fresh[state] },
    next: nextWords(one, room),
    lag: one.lag[language],
    questions: questionsOf(one, room),
    overrides: one.overrides.map((override) => overrideView(override, one, room)),
  };
}

/** What is said of one value makes one question, whatever many checks object to it. */
function questionsOf({ findings }: ReadySeries, room: Room): View[] {
  const byValue = new Map<string, ReadyFinding[]>();
  for (const one of findings) {
    // What only says again that there is no value has said it in its row.
    if (SAID_BY_STATE.has(one.code) || /^[WI]_OVERRIDE_/.test(one.code)) continue;
    const key = one.value === undefined ? '' : (one.date ?? '');
    byValue.set(key, [...(byValue.get(key) ?? []), one]);
  }
  return [...byValue.values()].map((own) => ({
    // The first says what the others say again of its neighbors.
    findings: own.map((finding, at) => ({
      ...findingView(finding, room),
      ...(at > 0 ? { isOpen: false } : {}),
    })),
    answer: own[0] === undefined ? false : answerView(own[0], room),
  }));
}

const SAID_BY_STATE = new Set(['I_DATA_NONE', 'I_DATA_LATE', 'I_DATA_CLOSED', 'W_DATA_STALE']);

function stateOf(one: ReadySeries, { awaited, readiness }: Room): keyof WeekWords['fresh'] {
  if (one.freshness === 'late' && !isOverdue(one, awaited)) return 'due';
  const isOut = one.overrides.some(
    ({ action, date, expires }) =>
      action === 'exclude' && date === one.last?.date && expires >= readiness.today,
  );
  return one.freshness === 'withheld' && isOut ? 'excluded' : one.freshness;
}

function nextWords({ next, freshness }: ReadySeries, { bench, awaited }: Room): string {
  if (next === undefined) return '';
  const { words } = bench.say;
  if (next.at === '') return filled(words.expectedDay, { date: next.date });
  const isMissed = freshness !== 'fresh' && next.at <= awaited;
  return filled(isMissed ? words.overdue : words.expected, { at: bench.at(next.at) });
}

const SEVERITIES: Readonly<Record<ReadyFinding['severity'], Tone>> = {
  error: 'bad',
  warning: 'warn',
  note: 'quiet',
};

function findingView(finding: ReadyFinding, { bench }: Room): View {
  const { language, say } = bench;
  const { words } = say;
  const { code, severity, where, series } = finding;
  const { text, exact } = problemSaid(finding, language);
  const reason = finding.reason[language] || (Object.hasOwn(say.codes, code) ? say.codes[code] : '') || '';
  const weight = finding.holds ? words.holds : severity === 'note' ? words.remark : words.warns;
  const isMore = text !== reason && reason !== '';
  return {
    code,
    state: { tone: SEVERITIES[severity], text: weight },
    reason: reason === '' ? text : reason,
    where: placeSaid(where, language),
    says: isMore || exact !== '' ? { text: isMore ? text : '', exact } : false,
    saysLabel: words.checkSays,
    isOpen: finding.holds || series === undefined,
    import: finding.action === 'import' ? words.import : '',
  };
}

function answerView(
  { value, series = '', date = '' }: ReadyFinding,
  { bench, readiness }: Room,
): View | false {
  if (value === undefined) return false;
  const { words } = bench.say;
  const printed = value.printed[bench.language];
  const { today } = readiness;
  return {
    base: `/week/${readiness.week}`,
    series,
    date,
    value: value.value,
    title: filled(words.decide, { value: printed, date: bench.day(date) }),
    reasonLabel: words.reason,
    reasonHint: words.reasonHint,
    expiresLabel: words.expires,
    expires: latest(date, today),
    first: date > today ? date : today,
    accept: filled(words.accept, { value: printed }),
    exclude: words.exclude,
    field: `${series}-${date}`.replace(/[^a-z0-9-]+/g, '-'),
  };
}

/** As long as `app/overrides.ts` allows. */
const MOST_DAYS = 60;

function latest(date: string, today: string): string {
  return addDays(date > today ? date : today, MOST_DAYS);
}

function overrideView(override: Override, one: ReadySeries, { bench, readiness }: Room): View {
  const { words } = bench.say;
  const { action, by, reason, expires, date, series } = override;
  const text = action === 'accept' ? words.accepted : words.excluded;
  const isOver = expires < readiness.today;
  const finding = one.findings.find(({ code, date: of }) => /^[WI]_OVERRIDE_/.test(code) && of === date);
  const unused = finding !== undefined && /UNUSED|EXPIRED/.test(finding.code);
  return {
    date: bench.day(date),
    text: filled(text, { by, reason, expires: bench.day(expires) }),
    state: {
      tone: isOver || unused ? 'warn' : 'quiet',
      text: unused
        ? (bench.say.codes[finding.code] ?? '')
        : (bench.say.codes[`I_OVERRIDE_${action === 'accept' ? 'ACCEPTED' : 'EXCLUDED'}`] ?? ''),
    },
    end: { base: `/week/${readiness.week}`, series, date, label: words.end },
  };
}

function fileView({ file, rows, added, revised, problems }: WaitingFile, { words }: WeekWords): View {
  return {
    file,
    line: filled(words.inboxFile, {
      rows: countText(rows),
      added: countText(added),
      revised: countText(revised),
    }),
    problems: problems === 0 ? '' : filled(words.inboxProblems, { count: problems }),
  };
}
