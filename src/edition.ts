import { analyze } from './analysis/index.ts';
import { canonicalJson, type ManifestDraft, sha256 } from './archive/index.ts';
import { type Composition, compose } from './brief/index.ts';
import { drawChart } from './charts/index.ts';
import type { Brief } from './model/brief.ts';
import type { EditionFile } from './model/edition.ts';
import type { Finding } from './model/finding.ts';
import type { Language } from './model/language.ts';
import type { Snapshot } from './model/snapshot.ts';
import type { EditionId } from './model/time.ts';
import { programBuild } from './program.ts';
import {
  briefText,
  figuresText,
  fontRulesOf,
  fontVersions,
  type LetterTheme,
  letterPngs,
  type Press,
  printPdf,
  renderHtml,
  renderLetter,
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

/**
 * analyze ─▶ compose ─▶ charts ─▶ HTML ─▶ PDF: the files of an edition, from its snapshot alone. While the browser
 * prints one language the next is composed and drawn.
 */
export async function makeEdition(snapshot: Snapshot, shop: Workshop): Promise<Made> {
  const { edition, languages, theme, press, watch } = shop;
  const analysis = await watch.time('analyze', () => analyze(snapshot));
  const figures: Array<Composition['printed']> = [];
  const findings: Finding[] = [];
  const printing: Array<Promise<EditionFile[]>> = [];
  const written: Array<{ readonly composition: Composition; readonly html: string }> = [];
  const letters: EditionFile[] = [];
  // A failure waits for the prints under way: closing the browser under them would leave their timers running.
  const together = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      await Promise.allSettled(printing);
      throw error;
    }
  };
  for (const language of languages) {
    const composition = await watch.time('compose', () => compose(snapshot, analysis, language, edition));
    const html = await together(htmlOf(composition, snapshot, shop));
    const print = printed(composition.brief, html, snapshot, shop, findings);
    // Awaited below with the others; until then a failure must not count as unhandled.
    print.catch(() => undefined);
    printing.push(print);
    figures.push(composition.printed);
    written.push({ composition, html });
  }
  // While the last briefs print: the letters cost their readers' programs little, and us no time of our own.
  for (const { composition, html } of written) {
    if (theme.letter === undefined) break;
    figures.push(composition.letter.printed);
    letters.push(...(await together(letterOf(composition, html, theme.letter, shop))));
  }
  const renditions = await together(Promise.all(printing));
  const text = snapshotText(snapshot);
  return {
    files: [
      file('snapshot.json', text),
      file('figures.json', figuresText(figures)),
      file('templates.json', canonicalJson(Object.fromEntries(theme.files))),
      ...renditions.flat(),
      ...letters,
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
        program: programBuild(),
        templates: theme.hash,
        browser: await press.version(),
        fonts: fontVersions(),
      },
    },
  };
}

async function htmlOf(composition: Composition, snapshot: Snapshot, shop: Workshop): Promise<string> {
  const { theme, watch } = shop;
  const svgs = await watch.time('charts', async () => {
    const drawn = new Map<string, string>();
    for (const { id, spec } of composition.charts) drawn.set(id, await drawChart(spec, id));
    return drawn;
  });
  return watch.time('html', () => renderHtml(composition.brief, svgs, theme, snapshot.desk.paper));
}

/** The files of one language's letter. Its charts are drawn on their own: wider than on paper, without color of the dark. */
async function letterOf(
  { brief, letter }: Composition,
  html: string,
  theme: LetterTheme,
  { press, watch }: Workshop,
): Promise<EditionFile[]> {
  const drawings = await watch.time('charts', () =>
    Promise.all(letter.charts.map(async ({ id, spec, alt }) => ({ svg: await drawChart(spec, id), alt }))),
  );
  const pictures = await watch.time('pictures', () =>
    letterPngs(press, drawings, fontRulesOf(html), brief.language),
  );
  const mail = await watch.time('letter', () =>
    renderLetter(
      letter,
      pictures.map(({ picture }) => picture),
      theme,
    ),
  );
  const at = (name: string): string => `${brief.language}/${name}`;
  return [
    file(at('email.html'), mail.html),
    file(at('email.json'), mail.json),
    ...pictures.map(({ picture, bytes }) => ({ path: at(picture.file), bytes })),
  ];
}

async function printed(
  brief: Brief,
  html: string,
  snapshot: Snapshot,
  { press, watch }: Workshop,
  findings: Finding[],
): Promise<EditionFile[]> {
  const pdf = await watch.time('print', () =>
    printPdf(press, brief, html, {
      moment: snapshot.cutoff,
      paper: snapshot.desk.paper,
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
