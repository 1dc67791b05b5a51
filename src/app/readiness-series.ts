import { kindOfFinding } from '../brief/finding-words.ts';
import { openCalendar, type TradingCalendar } from '../calendar/trading.ts';
import { addDays, cutoffDay } from '../calendar/week.ts';
import { phrases, printFigure } from '../language/index.ts';
import type { Analysis, SeriesAnalysis } from '../model/analysis.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import type { Finding, Verdict } from '../model/finding.ts';
import type { Override } from '../model/override.ts';
import type {
  FindingAction,
  ReadyFinding,
  ReadyMetal,
  ReadySeries,
  ReadyValue,
  Words,
} from '../model/readiness.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { IsoDate } from '../model/time.ts';
import { holds } from '../snapshot/gate.ts';
import { printedUnitOf } from '../units/print.ts';
import { both, printedLevel } from './both-languages.ts';
import { nextValue } from './next-value.ts';

/** What a week was found to be. */
export interface Look {
  readonly snapshot: Snapshot;
  readonly analysis: Analysis;
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly overrides: readonly Override[];
}

/** Every metal of the catalog with its read series, in the order they are printed. */
export function metalsOf(look: Look, findings: readonly Finding[]): ReadyMetal[] {
  const calendars = new Map(look.snapshot.calendars.map((spec) => [spec.venue, openCalendar(spec)]));
  const bySeries = new Map<string, Finding[]>();
  for (const one of findings)
    bySeries.set(one.series ?? '', [...(bySeries.get(one.series ?? '') ?? []), one]);
  return look.snapshot.metals.map((metal) => ({
    metal: metal.metal,
    name: metal.name,
    group: metal.group,
    series: metal.series.map((spec) => readySeries(spec, look, bySeries.get(spec.id) ?? [], calendars)),
  }));
}

/**
 * What no row of the table tells: of files and notes all there is, of the gate what is about no series that is read.
 */
export function findingsOf(
  look: Look,
  beside: readonly Finding[],
  gated: readonly Finding[],
): ReadyFinding[] {
  const read = new Set(look.snapshot.metals.flatMap(({ series }) => series.map(({ id }) => id)));
  const whole = gated.filter(({ series }) => series === undefined || !read.has(series));
  return [
    // A file with an error in it stops a build, whatever the gate says.
    ...beside.map((one) => ({ ...readyFinding(one, undefined, look), holds: one.severity === 'error' })),
    ...whole.map((one) => readyFinding(one, undefined, look)),
  ];
}

function readySeries(
  spec: SeriesSpec,
  look: Look,
  findings: readonly Finding[],
  calendars: ReadonlyMap<string, TradingCalendar>,
): ReadySeries {
  const { analysis, snapshot } = look;
  const one = analysis.series.get(spec.id);
  const last = lastOf(spec, one);
  const newest = newestDay(spec, snapshot);
  const change = one?.changes.week;
  const figure = change && analysis.figures.get(change.figure);
  return {
    id: spec.id,
    name: spec.short ?? spec.name,
    freshness: one?.freshness ?? 'never',
    verdict: look.verdicts[spec.id] ?? 'pass',
    ...(last === undefined ? {} : { last }),
    unit: both((language) => printedUnitOf(spec, language).label),
    change: both((language) => (figure ? printFigure(figure, spec, language).text : '')),
    tone: (figure && printFigure(figure, spec, 'en').tone) ?? '',
    ...(newest === undefined ? {} : { next: nextValue(spec, newest, calendars.get(spec.venue)) }),
    lag: spec.source.lag,
    findings: findings.map((finding) => readyFinding(finding, spec, look)),
    overrides: look.overrides
      .filter(({ series, date }) => series === spec.id && isNear(date, snapshot))
      .map(({ series, date, action, value, by, reason, expires }) => ({
        ...{ series, date, action, by, reason, expires },
        ...(value === undefined ? {} : { value }),
      })),
  };
}

/** The days an edition looks at one by one; what was answered for before them is history. */
function isNear(date: IsoDate, { week }: Snapshot): boolean {
  const saturday = cutoffDay(week);
  return date <= saturday && date >= addDays(saturday, -400);
}

function newestDay({ id }: SeriesSpec, { series }: Snapshot): IsoDate | undefined {
  return Object.hasOwn(series, id) ? series[id]?.dates.at(-1) : undefined;
}

function lastOf(spec: SeriesSpec, one: SeriesAnalysis | undefined): ReadyValue | undefined {
  const held = one?.withheldBy?.find(({ series }) => series === spec.id)?.withheld;
  if (held !== undefined) return readyValue(spec, held.date, held.value);
  const { last } = one ?? {};
  return last && { ...readyValue(spec, last.date, last.value), illustrative: last.illustrative };
}

function readyValue(spec: SeriesSpec, date: IsoDate, value: string): ReadyValue {
  return { date, value, printed: printedLevel(spec, value, date), illustrative: false };
}

function readyFinding(finding: Finding, spec: SeriesSpec | undefined, look: Look): ReadyFinding {
  const point =
    spec === undefined || finding.date === undefined ? undefined : pointOf(finding.date, spec, look);
  const action = actionOf(finding, point);
  return {
    ...finding,
    holds: holds(finding, look.snapshot),
    reason: reasonOf(finding, spec),
    action,
    ...(action === 'answer' && point !== undefined ? { value: point } : {}),
  };
}

/** What stands in the snapshot for that day: what would be accepted or taken out. */
function pointOf(date: IsoDate, spec: SeriesSpec, { snapshot }: Look): ReadyValue | undefined {
  const own = Object.hasOwn(snapshot.series, spec.id) ? snapshot.series[spec.id] : undefined;
  const value = own?.values[own.dates.indexOf(date)];
  return value === undefined ? undefined : readyValue(spec, date, value);
}

const WANTS_DATA = new Set([
  'W_DATA_STALE',
  'I_DATA_LATE',
  'I_DATA_NONE',
  'W_DATA_UNCHANGED',
  'E_WEEK_EMPTY',
]);

function actionOf({ code, severity }: Finding, point: ReadyValue | undefined): FindingAction {
  if (/^[WI]_OVERRIDE_/.test(code)) return 'end';
  if (point !== undefined && severity !== 'note') return 'answer';
  // A file that cannot be read, a row that cannot be kept: a better file is what helps.
  const isOfFile = /^[EW]_(?:DATA|XLSX|MAPPING|INBOX)_/.test(code);
  return WANTS_DATA.has(code) || (severity === 'error' && isOfFile) ? 'import' : 'none';
}

function reasonOf({ code, cause }: Finding, spec: SeriesSpec | undefined): Words {
  const kind = kindOfFinding({ code, ...(cause === undefined ? {} : { cause }) }, spec);
  if (kind === 'other') return { en: '', zh: '' };
  return both((language) =>
    phrases(language).withheld.reason(kind, kind === 'unit' || kind === 'range' ? cause : undefined),
  );
}
