import { analyze } from './analysis/index.ts';
import { canonicalJson, type ManifestDraft, sha256 } from './archive/index.ts';
import { type Composition, compose, type LetterDraft } from './brief/index.ts';
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
  type Drawing,
  drawPictures,
  figuresText,
  fontVersions,
  type LetterTheme,
  type Press,
  picturesOf,
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
 * analyze ─▶ compose ─▶ charts ─▶ HTML ─▶ PDF, letter: the files of an edition, from its snapshot alone. While the
 * browser prints one language the next is composed and drawn.
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
  // Awaited at the end with the others; until then a failure must not count as unhandled.
  const start = (work: Promise<EditionFile[]>): void => {
    work.catch(() => undefined);
    printing.push(work);
  };
  for (const language of languages) {
    const composition = await watch.time('compose', () => compose(snapshot, analysis, language, edition));
    const html = await together(htmlOf(composition, snapshot, shop));
    start(printed(composition.brief, html, snapshot, shop, findings));
    figures.push(composition.printed);
    written.push({ composition, html });
  }
  // The letters are made while the last brief prints.
  for (const { composition, html } of written) {
    if (theme.letter === undefined) break;
    const drawings = await together(letterDrawings(composition.letter, watch));
    start(pictured(drawings, html, composition.brief.language, shop));
    letters.push(...(await together(mailed(composition.letter, drawings, theme.letter, watch))));
    figures.push(composition.letter.printed);
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
  const { desk, notes } = snapshot;
  return watch.time('html', () => renderHtml(composition.brief, svgs, theme, desk.paper, notes?.images));
}

function letterDrawings({ charts }: LetterDraft, watch: Stopwatch): Promise<Drawing[]> {
  return watch.time('charts', async () => {
    const drawings: Drawing[] = [];
    for (const { id, spec, alt } of charts) drawings.push({ svg: await drawChart(spec, id), alt });
    return drawings;
  });
}

async function pictured(
  drawings: readonly Drawing[],
  html: string,
  language: Language,
  { press, watch }: Workshop,
): Promise<EditionFile[]> {
  const names = picturesOf(drawings);
  const pngs = await watch.time('pictures', () => drawPictures(press, drawings, html, language));
  return pngs.map((bytes, at) => ({ path: `${language}/${names[at]?.file}`, bytes }));
}

async function mailed(
  letter: LetterDraft,
  drawings: readonly Drawing[],
  theme: LetterTheme,
  watch: Stopwatch,
): Promise<EditionFile[]> {
  const { html, json } = await watch.time('letter', () => renderLetter(letter, picturesOf(drawings), theme));
  const { language } = letter.head;
  return [file(`${language}/email.html`, html), file(`${language}/email.json`, json)];
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
