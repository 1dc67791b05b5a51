import { parseEditionId, readManifest, type Shelf, type Shelved } from '../../archive/index.ts';
import type { Around } from '../../language/index.ts';
import type { Manifest } from '../../model/edition.ts';
import type { Finding } from '../../model/finding.ts';
import { LANGUAGES, type Language } from '../../model/language.ts';
import { HTML_LANGUAGE, type View } from '../../render/view.ts';
import { aroundOf } from '../around.ts';
import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { bytesText, countText, findingView, worstFirst } from '../shown.ts';
import { headlineOf } from './edition-view.ts';
import { WORDS } from './words.ts';

/** What an edition is made of, and where to read it. */
export async function editionPage(shop: Shop, shelf: Shelf, visit: Visit): Promise<Answer> {
  return page(shop, shelf, visit, undefined);
}

/** The same after every file was compared with what was published. */
export async function verifiedPage(shop: Shop, shelf: Shelf, visit: Visit): Promise<Answer> {
  const { edition } = parseEditionId(visit.params.edition ?? '');
  return page(shop, shelf, visit, await shop.hands.run('verify', { edition }));
}

async function page(
  shop: Shop,
  shelf: Shelf,
  { params, language }: Visit,
  verified: readonly Finding[] | undefined,
): Promise<Answer> {
  const w = WORDS[language];
  const { edition, week } = parseEditionId(params.edition ?? '');
  const { paths } = await shop.desk();
  // With a manifest that does not hold nothing else is said of it, unless every file was just looked at.
  const manifest =
    verified === undefined || verified.length === 0
      ? await shelf.manifest(edition)
      : await readManifest(paths.reports, edition).catch(() => undefined);
  const all = await shelf.list();
  const at = all.findIndex((one) => one.edition === edition);
  const newest = all.find((one) => one.week === week);
  return {
    page: 'archive-edition',
    title: edition,
    view: {
      w,
      edition,
      headline: headlineOf(all[at] ?? { headlines: {} }, language),
      year: filled(w.edition.all, { year: week.slice(0, 4) }),
      yearHref: `/archive?year=${week.slice(0, 4)}`,
      // Newest first: what comes later stands before it.
      newer: neighbor(all[at - 1]),
      older: neighbor(all[at + 1]),
      superseded:
        newest === undefined || newest.edition === edition
          ? false
          : {
              text: filled(w.edition.superseded, { edition: newest.edition }),
              href: `/archive/${newest.edition}`,
            },
      others: all.filter((one) => one.week === week && one.edition !== edition).map((one) => neighbor(one)),
      isVerified: verified !== undefined,
      verified: (verified ?? []).map((one) => findingView(one, language)),
      manifest:
        manifest === undefined ? false : manifestView(manifest, language, await aroundOf(shop, language)),
    },
  };
}

function neighbor(one: Shelved | undefined): View | false {
  return one === undefined ? false : { edition: one.edition, href: `/archive/${one.edition}` };
}

const TONES = { pass: 'good', notes: 'quiet', hold: 'bad' } as const;

function manifestView(manifest: Manifest, language: Language, { at, series }: Around): View {
  const w = WORDS[language];
  const { edition, files, findings, inputs, versions, verdict } = manifest;
  const has = (path: string): boolean => Object.hasOwn(files, path);
  const file = (path: string): string => (has(path) ? `/archive/${edition}/file/${path}` : '');
  return {
    published: filled(w.edition.published, { time: at(manifest.publishedAt) }),
    tone: TONES[verdict],
    verdict: w.verdicts[verdict],
    checks: filled(w.edition.checks, { n: countText(manifest.checks) }),
    readings: LANGUAGES.filter((one) => manifest.languages.includes(one)).map((one) => ({
      label: w.languages[one],
      lang: HTML_LANGUAGE[one],
      page: file(`${one}/brief.html`),
      pdf: file(`${one}/brief.pdf`),
      letter: has(`${one}/email.html`) ? `/archive/${edition}/letter/${one}` : '',
    })),
    files: Object.entries(files)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, { sha256, bytes }]) => ({ path, href: file(path), size: bytesText(bytes), sha256 })),
    findings: worstFirst(findings).map((one) => findingView(one, language, series)),
    inputs: inputs.map((one) => ({ file: one.file, sha256: one.sha256 })),
    versions: [
      { name: w.edition.program, text: versions.program },
      { name: w.edition.browser, text: versions.browser },
      { name: w.edition.templates, text: versions.templates },
      ...Object.entries(versions.fonts).map(([name, text]) => ({ name, text })),
      { name: w.edition.snapshot, text: manifest.snapshot },
      { name: w.edition.manifest, text: manifest.manifest },
    ],
  };
}
