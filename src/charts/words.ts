import { dayOfNumber } from '../calendar/day.ts';
import { type AltSeries, type ChartWord, chartNumber } from '../language/chart.ts';
import type { ChartBlock } from '../model/brief.ts';
import type { IsoDate } from '../model/time.ts';
import type { Job } from './job.ts';
import { asOf, type Track, type Window } from './track.ts';

type Block = Omit<ChartBlock, 'title'>;

/** What the words of a chart are made from. */
export interface Wording {
  readonly tracks: readonly Track[];
  readonly subtitle: string;
  readonly alt: string;
  readonly illustrative: boolean;
  readonly asOf?: IsoDate;
}

export function blockOf(job: Job, kind: ChartWord, wording: Wording): Block {
  const { tracks } = wording;
  return {
    id: job.line.id,
    kind,
    subtitle: wording.subtitle,
    source: job.words.source(
      sourceNames(
        job,
        tracks.map((track) => track.id),
      ),
      wording.asOf ?? asOf(tracks),
      wording.illustrative,
    ),
    alt: wording.alt,
    illustrative: wording.illustrative,
    width: job.width,
    series: tracks.map((track) => track.id),
  };
}

/** A block without a picture, and the reason in its place. */
export function missingBlock(job: Job, reason: 'missing' | 'few'): Block {
  const ids = [...job.line.series, ...(job.line.right ?? [])];
  const known = ids.flatMap((id) => job.analysis.series.get(id) ?? []);
  const names = ids.map((id) => nameOf(job, id));
  const since = known
    .flatMap((series) => series.last?.date ?? series.weekly.at(-1)?.date ?? [])
    .sort()
    .at(-1);
  const missing = reason === 'few' ? job.words.tooFew(names) : job.words.missing(names, since);
  return {
    id: job.line.id,
    kind: job.line.kind,
    subtitle: job.words.list(names),
    source: '',
    alt: missing,
    illustrative: false,
    width: job.width,
    series: ids,
    missing,
  };
}

/** From the catalog: a series that was never observed may not be in the analysis. */
function nameOf(job: Job, id: string): string {
  const specs = job.snapshot?.metals.flatMap((metal) => [...metal.series, ...metal.derived]);
  const spec = job.analysis.series.get(id)?.spec ?? specs?.find((each) => each.id === id);
  return (spec?.short ?? spec?.name)?.[job.language] ?? id;
}

/** Sources of series, of the parts for derived ones; each once, in order. */
export function sourceNames(job: Job, ids: readonly string[]): string[] {
  const names = new Set<string>();
  const visit = (id: string, depth: number): void => {
    const spec = job.analysis.series.get(id)?.spec;
    if (spec === undefined || depth > 4) return;
    if ('formula' in spec) {
      for (const part of [...spec.of, ...(spec.fx === undefined ? [] : [spec.fx])]) visit(part, depth + 1);
    } else {
      names.add(spec.source.name[job.language]);
    }
  };
  for (const id of ids) visit(id, 0);
  return [...names];
}

export function rhythmOf(job: Job, tracks: readonly Track[]): string {
  return job.words.rhythm(tracks.every((track) => track.monthly) ? 'monthly' : 'weekly');
}

/** Measure, unit, rhythm: `LME copper 3M close, USD/t, weekly`; none of them twice. `whole` names what several make up. */
export function subtitleOf(job: Job, tracks: readonly Track[], whole?: string): string {
  const name = whole ?? (tracks.length === 1 ? (tracks[0]?.name ?? '') : '');
  const unit = tracks[0]?.unit.label ?? '';
  return job.words.measure(
    [
      name,
      name.toLowerCase().includes(unit.toLowerCase()) ? '' : unit,
      job.words.saysRhythm(name) ? '' : rhythmOf(job, tracks),
    ].filter((part) => part !== ''),
  );
}

export function altOf(job: Job, kind: ChartWord, tracks: readonly Track[], window: Window): string {
  return job.words.alt(
    kind,
    dayOfNumber(Math.min(...tracks.map((track) => track.points[0]?.day ?? window.to))),
    asOf(tracks),
    rhythmOf(job, tracks),
    tracks.map(altSeries),
    tracks.some((track) => track.illustrative),
  );
}

function altSeries(track: Track): AltSeries {
  const values = track.points.map((point) => point.value);
  return {
    name: track.name,
    unit: track.unit.label,
    last: track.lastText,
    low: chartNumber(Math.min(...values), track.decimals),
    high: chartNumber(Math.max(...values), track.decimals),
  };
}
