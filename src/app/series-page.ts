import { localDay } from '../calendar/clock.ts';
import { chartFor } from '../charts/index.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, quoted } from '../errors.ts';
import type { ChartLine, RelationSpec, SeriesSpec } from '../model/catalog.ts';
import { cellPlace, isSheet } from '../model/cell-place.ts';
import type { Finding } from '../model/finding.ts';
import type { Language } from '../model/language.ts';
import type { Vintage } from '../model/observation.ts';
import type { Override, Withheld } from '../model/override.ts';
import type { Instant, IsoDate, WeekId } from '../model/time.ts';
import { nearest } from '../nearest.ts';
import { openStoreAsIs } from '../store/index.ts';
import { keptDesk } from './kept-desk.ts';
import { type WarmWeek, warmDrawing, warmWeek } from './warm-desk.ts';

export interface SeriesPage {
  readonly spec: SeriesSpec & { readonly metal: string };
  readonly metalName: Readonly<Record<Language, string>>;
  /** The week that would be built now; '' where there is no data for any. */
  readonly week: WeekId | '';
  /** An SVG with colors as the page's variables; '' where there is nothing to draw, and `missing` says why. */
  readonly chart: string;
  /** The same for a phone. */
  readonly narrow: string;
  readonly missing: string;
  readonly subtitle: string;
  readonly alt: string;
  /** Newest first. */
  readonly observations: readonly SeenValue[];
  /** Of all. */
  readonly count: number;
  readonly first: IsoDate | '';
  /** Newest change first. */
  readonly revisions: readonly SeenRevision[];
  readonly revised: number;
  readonly withheld: readonly Withheld[];
  readonly findings: readonly Finding[];
  readonly overrides: ReadonlyArray<Override & { readonly where: string; readonly isOver: boolean }>;
  readonly relations: readonly RelationSpec[];
  readonly derived: ReadonlyArray<{
    readonly id: string;
    readonly name: Readonly<Record<Language, string>>;
    readonly unit: string;
    readonly band: readonly [number, number] | undefined;
  }>;
  /** Whether values at and below zero are allowed. */
  readonly mayBeNegative: boolean;
}

interface SeenValue {
  readonly date: IsoDate;
  readonly value: string;
  readonly status: string;
  readonly knownAt: Instant;
  readonly place: string;
}

interface SeenRevision extends SeenValue {
  readonly before: string;
  readonly kind: 'source' | 'correction';
  readonly reason: string;
}

const MOST_VALUES = 60;
const MOST_REVISIONS = 40;
const YEARS = 5;

/**
 * What a desk knows of one series, its chart in one language. Throws AssayError missing E_DATA_SERIES for one the
 * catalog does not have.
 */
export async function seriesPage(
  folder: string,
  request: { readonly id: string; readonly language: Language },
  effects: Effects,
): Promise<SeriesPage> {
  const desk = await keptDesk(folder);
  const spec = desk.catalog.series.get(request.id);
  if (spec === undefined) throw unknown(request.id, desk);
  const week = await weekOf(desk, effects);
  const snapshot = week?.snapshot;
  const { id } = spec;
  const store = await openStoreAsIs(desk.paths.store);
  try {
    const observations = await store.observations({ series: [id] });
    const revisions = changesIn(await store.revisions(id));
    const metals = desk.catalog.metals;
    return {
      spec,
      metalName: metals.find(({ metal }) => metal === spec.metal)?.name ?? { en: spec.metal, zh: spec.metal },
      week: snapshot?.week ?? '',
      ...(await drawn(spec, week, request.language)),
      observations: observations.slice(-MOST_VALUES).reverse().map(seen),
      count: observations.length,
      first: observations[0]?.date ?? '',
      revisions: revisions.slice(0, MOST_REVISIONS),
      revised: revisions.length,
      withheld: snapshot?.withheld?.[id] ?? [],
      findings: snapshot?.findings.filter((one) => one.series === id) ?? [],
      overrides: desk.overrides
        .filter((one) => one.series === id)
        .map((one) => ({ ...one, isOver: one.expires < localDay(effects.now(), desk.config.timeZone) })),
      relations: metals
        .flatMap(({ relations }) => relations ?? [])
        .filter(({ of, total, fx }) => of.includes(id) || total === id || fx === id),
      derived: metals
        .flatMap(({ derived }) => derived)
        .filter(({ of, fx }) => of.includes(id) || fx === id)
        .map((one) => ({ id: one.id, name: one.name, unit: one.unit, band: one.band })),
      mayBeNegative: desk.config.data.allowNegative.includes(id),
    };
  } finally {
    await store.close();
  }
}

/** The week that would be built now; undefined where none has data. */
async function weekOf(desk: Desk, effects: Effects): Promise<WarmWeek | undefined> {
  try {
    return await warmWeek(desk, undefined, effects);
  } catch (error) {
    if (!(error instanceof AssayError) || error.exit !== 'data') throw error;
    return undefined;
  }
}

async function drawn(
  { id }: SeriesSpec,
  week: WarmWeek | undefined,
  language: Language,
): Promise<Pick<SeriesPage, 'chart' | 'narrow' | 'missing' | 'subtitle' | 'alt'>> {
  if (week === undefined) return { chart: '', narrow: '', missing: '', subtitle: '', alt: '' };
  const line: ChartLine = { id: 'series', kind: 'line', series: [id], years: YEARS };
  const { block, spec } = chartFor(line, week.snapshot, week.analysis, language, 'full');
  const { subtitle, alt, missing = '' } = block;
  if (spec === undefined) return { chart: '', narrow: '', missing, subtitle, alt };
  const half = chartFor(line, week.snapshot, week.analysis, language, 'half').spec;
  const chart = await warmDrawing(spec, id);
  return { chart, narrow: half === undefined ? chart : await warmDrawing(half, id), missing, subtitle, alt };
}

function unknown(id: string, { catalog }: Desk): AssayError {
  const near = nearest(id, catalog.series.keys());
  const hint = near === undefined ? '' : ` Did you mean ${quoted(near)}?`;
  return new AssayError('missing', {
    code: 'E_DATA_SERIES',
    where: 'data/metals',
    message: `unknown series ${quoted(id)}.${hint} Expected an id of data/metals/*.yaml.`,
  });
}

function seen({ date, value, status, knownAt, place }: Vintage): SeenValue {
  const where = isSheet(place.file) ? cellPlace(place) : `${place.file}:${place.row}`;
  return { date, value, status, knownAt, place: where };
}

/** Each change of a value beside what it was before; the first vintage of a date is no change. */
function changesIn(vintages: readonly Vintage[]): SeenRevision[] {
  return vintages
    .flatMap((one, at): SeenRevision[] => {
      const before = vintages[at - 1];
      if (one.revision === undefined || before?.date !== one.date) return [];
      return [{ ...seen(one), before: before.value, kind: one.revision, reason: one.reason ?? '' }];
    })
    .sort((a, b) => (a.knownAt === b.knownAt ? (a.date < b.date ? 1 : -1) : a.knownAt < b.knownAt ? 1 : -1));
}
