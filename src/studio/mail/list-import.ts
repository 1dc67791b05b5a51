import type { ListLookedAt } from '../../app/uploaded-list.ts';
import type { Language } from '../../model/language.ts';
import type { View } from '../../render/view.ts';
import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { countText, findingView } from '../shown.ts';
import { benchOf, nameOf, page } from './parts.ts';
import type { MailWords } from './words.ts';

/** A hundred thousand people with all that can be said of them. */
export const LIST_BYTES = 64 * 1024 * 1024;
const FINDINGS = 20;

/** `/mail/subscribers/import`: the choice of a file. */
export function importPage(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const { say } = await benchOf(shop, visit);
    return { page: 'mail-import', title: say.words.importList, view: page(say, { looked: false }) };
  };
}

/** What the file would do, or, of one that was looked at, what it has done. */
export function importList(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const { say } = await benchOf(shop, visit);
    const { form, files } = visit;
    const [file] = files;
    const token = form.token ?? '';
    if (file === undefined && token === '')
      return { redirect: '/mail/subscribers/import', notice: say.words.chooseFile };
    const asked = {
      list: (form.list ?? '').trim(),
      resubscribe: (form.resubscribe ?? '').trim(),
      by: nameOf(visit),
    };
    const given = file === undefined ? { path: '', token, name: form.name ?? '' } : { ...file, token: '' };
    const { path, name } = given;
    const keep = file === undefined;
    const looked = await shop.hands.run(
      'list',
      { ...asked, path, token: given.token, name, keep },
      { stop: visit.gone },
    );
    if (looked.kept) {
      const { added = 0, changed = 0, resubscribed = 0 } = looked.counts ?? {};
      const count = countText(added + changed + resubscribed);
      return { redirect: '/mail/subscribers', notice: filled(say.words.importDone, { count }) };
    }
    const view = {
      ...lookedView(looked, say, visit.language),
      list: asked.list,
      resubscribe: asked.resubscribe,
    };
    return { page: 'mail-import', title: say.words.importList, view: page(say, { looked: view }) };
  };
}

function lookedView(looked: ListLookedAt, { words }: MailWords, language: Language): View {
  const { counts, errors, findings } = looked;
  const rows: ReadonlyArray<readonly [string, number]> =
    counts === undefined
      ? []
      : [
          [words.new, counts.added],
          [words.altered, counts.changed],
          [words.same, counts.same],
          [words.returned, counts.resubscribed],
          [words.kept, counts.unsubscribed],
          [words.keptBounced, counts.bounced],
          [words.twice, counts.duplicates],
        ];
  return {
    heading: filled(words.looked, { file: looked.file }),
    name: looked.file,
    token: looked.token,
    counts: rows.map(([label, count]) => ({ label, count: countText(count) })),
    errors: errors === 0 ? '' : filled(words.errors, { count: countText(errors) }),
    findings: findings
      .filter(({ severity }) => severity !== 'note')
      .slice(0, FINDINGS)
      .map((one) => findingView(one, language)),
  };
}
