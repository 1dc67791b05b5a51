import { analyze } from './analysis/index.ts';
import { canonicalJson, type ManifestDraft, sha256 } from './archive/index.ts';
import { type Composition, compose } from './brief/index.ts';
import { drawChart } from './charts/index.ts';
import type { EditionFile } from './model/edition.ts';
import type { Finding } from './model/finding.ts';
import type { Language } from './model/language.ts';
import type { Snapshot } from './model/snapshot.ts';
import type { EditionId } from './model/time.ts';
import { programVersion } from './program.ts';
import {
  briefText,
  figuresText,
  fontVersions,
  type Press,
  printPdf,
  renderHtml,
  type Theme,
} from './render/index.ts';
import { snapshotText } from './snapshot/freeze.ts';
import type { Stopwatch } from './stopwatch.ts';

/** What makes an edition of a snapshot; the snapshot, the templates and the browser decide every byte. */
export interface Workshop {
  readonly edition: EditionId;
  readonly languages: readonly Language[];
  readonly theme: Theme;
  readonly press: Press;
  readonly watch: Stopwatch;
}

export interface Made {
  readonly files: readonly EditionFile[];
  /** What was noticed on the page, such as words too wide for their column. */
  readonly findings: readonly Finding[];
  /** Everything of the manifest that the gate does not say. */
  readonly manifest: Omit<ManifestDraft, 'verdict' | 'checks' | 'findings'>;
}

/** analyze ─▶ compose ─▶ charts ─▶ HTML ─▶ PDF: the files of an edition, from its snapshot alone. */
export async function makeEdition(snapshot: Snapshot, shop: Workshop): Promise<Made> {
  const { edition, languages, theme, press, watch } = shop;
  const analysis = await watch.time('analyze', () => analyze(snapshot));
  const compositions = await watch.time('compose', () =>
    languages.map((language) => compose(snapshot, analysis, language, edition)),
  );
  const findings: Finding[] = [];
  const renditions = await Promise.all(
    compositions.map((composition) => render(composition, snapshot, shop, findings)),
  );
  const text = snapshotText(snapshot);
  return {
    files: [
      file('snapshot.json', text),
      file('figures.json', figuresText(compositions.map((one) => one.printed))),
      file('templates.json', canonicalJson(Object.fromEntries(theme.files))),
      ...renditions.flat(),
    ],
    findings: findings.sort((a, b) => (a.where < b.where ? -1 : 1)),
    manifest: {
      schema: 1,
      edition,
      week: snapshot.week,
      languages: [...languages],
      snapshot: sha256(text),
      inputs: snapshot.inputs,
      versions: {
        program: programVersion(),
        templates: theme.hash,
        browser: await press.version(),
        fonts: fontVersions(),
      },
    },
  };
}

async function render(
  { brief, charts }: Composition,
  snapshot: Snapshot,
  shop: Workshop,
  findings: Finding[],
): Promise<EditionFile[]> {
  const { theme, press, watch } = shop;
  const { paper } = snapshot.desk;
  const svgs = new Map<string, string>();
  await watch.time('charts', async () => {
    for (const { id, spec } of charts) svgs.set(id, await drawChart(spec, id));
  });
  const html = await watch.time('html', () => renderHtml(brief, svgs, theme, paper));
  const pdf = await watch.time('print', () =>
    printPdf(press, brief, html, {
      moment: snapshot.cutoff,
      paper,
      report: (finding) => findings.push(finding),
    }),
  );
  return [
    file(`${brief.language}/brief.html`, html),
    { path: `${brief.language}/brief.pdf`, bytes: pdf },
    file(`${brief.language}/brief.json`, briefText(brief)),
  ];
}

function file(path: string, text: string): EditionFile {
  return { path, bytes: new TextEncoder().encode(text) };
}
