import type { ImportPlan } from '../../app/upload-plan.ts';
import { AssayError } from '../../errors.ts';
import { filled } from '../filled.ts';
import { localMoment } from '../local-moment.ts';
import type { Answer, Route, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { countText } from '../shown.ts';
import { partsView } from './parts.ts';
import { isRead, planView } from './plan-view.ts';
import { WORDS } from './words.ts';

/** All files of one upload together. The desk's own limit for each, `data.maxBytes`, is told with the findings. */
const MOST_BYTES = 128 * 1024 * 1024;
/** As the audit trail and the form carry weeks: `2025-W24 2025-W23 +10`. */
const WEEKS = /^(?:\d{4}-W\d{2}(?: \d{4}-W\d{2}){0,7}(?: \+\d{1,5})?)?$/;

/** Upload, look, import: between the two the files wait in a place of their own. */
export function importRoutes(shop: Shop): Route[] {
  return [
    {
      method: 'POST',
      url: '/data/upload',
      access: 'analyst',
      action: 'data.upload',
      target: ({ files }) =>
        files
          .map(({ name }) => name)
          .join(', ')
          .slice(0, 200),
      files: { maxBytes: MOST_BYTES },
      perMinute: 12,
      handle: (visit) => upload(shop, visit),
    },
    {
      method: 'GET',
      url: '/data/import/:id',
      access: 'analyst',
      handle: async (visit) => {
        const plan = await shop.hands.run('uploadPlan', asked(visit), { stop: visit.gone });
        return planPage(shop, visit, plan);
      },
    },
    {
      method: 'POST',
      url: '/data/import/:id/mapping',
      access: 'analyst',
      action: 'data.map',
      target: uploadName,
      handle: async (visit) => {
        const mappings = visit.all('mapping').map((text) => text.replace(/\r\n?/g, '\n'));
        await shop.hands.run('uploadMap', { ...asked(visit), mappings }, { stop: visit.gone });
        return { redirect: `/data/import/${visit.params.id ?? ''}` };
      },
    },
    {
      method: 'POST',
      url: '/data/import/:id/discard',
      access: 'analyst',
      action: 'data.discard',
      target: uploadName,
      handle: async (visit) => {
        await shop.hands.run('uploadDrop', asked(visit));
        return { redirect: '/data', notice: WORDS[visit.language].plan.discarded };
      },
    },
    {
      method: 'POST',
      url: '/data/import/:id',
      access: 'analyst',
      action: 'data.import',
      target: ({ form }) => (WEEKS.test(form.weeks ?? '') ? (form.weeks ?? '') : ''),
      handle: (visit) => importNow(shop, visit),
    },
  ];
}

async function upload(shop: Shop, visit: Visit): Promise<Answer> {
  const { account, actor, files, language } = visit;
  if (files.length === 0 || account === undefined)
    return { redirect: '/data', notice: WORDS[language].drop.none };
  const request = {
    account: account.id,
    by: actor.name,
    files: files.map(({ path, name }) => ({ path, name })),
  };
  const { id } = await shop.hands.run('uploadTake', request, { stop: visit.gone });
  return { redirect: `/data/import/${id}` };
}

async function importNow(shop: Shop, visit: Visit): Promise<Answer> {
  const w = WORDS[visit.language];
  // What was begun is brought to its end, whether or not anybody still looks.
  const plan = await shop.hands.run('uploadImport', { ...asked(visit), weeks: visit.form.weeks ?? '' });
  if (!plan.sound) return planPage(shop, visit, plan);
  if (!isRead(plan)) return { redirect: '/data', notice: w.plan.doneNothing };
  const sum = (of: 'added' | 'revised'): string =>
    countText(plan.series.reduce((all, one) => all + one[of], 0));
  return {
    redirect: '/data',
    notice: filled(w.plan.done, { added: sum('added'), revised: sum('revised'), weeks: plan.weeksText }),
  };
}

async function planPage(shop: Shop, visit: Visit, plan: ImportPlan): Promise<Answer> {
  const w = WORDS[visit.language];
  const { timeZone } = (await shop.desk()).config;
  return {
    page: 'data-import',
    title: w.plan.title,
    view: {
      w,
      parts: partsView(undefined, visit.language),
      id: visit.params.id ?? '',
      asOf: filled(w.plan.asOf, { time: localMoment(plan.at, timeZone) }),
      ...planView(plan, visit.language),
    },
  };
}

function asked({ account, params }: Visit): { readonly account: number; readonly id: string } {
  if (account === undefined)
    throw new AssayError('permission', { code: 'E_HTTP_LOGIN', where: '', message: 'not signed in.' });
  return { account: account.id, id: params.id ?? '' };
}

/** Enough of it to tell one from another; all of it would open it. */
function uploadName({ params }: Visit): string {
  return (params.id ?? '').slice(0, 8);
}
