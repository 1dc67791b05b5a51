import { endOfMonth, realDate } from '../calendar/week.ts';
import { quoted } from '../errors.ts';
import type { Catalog } from '../model/catalog.ts';
import type { Finding } from '../model/finding.ts';
import { type Observation, type RawRow, STATUSES, type Status } from '../model/observation.ts';
import type { IsoDate } from '../model/time.ts';
import { nearest } from '../nearest.ts';
import type { RawFile } from '../sources/index.ts';
import { decimal, plain, plainText } from '../units/decimal.ts';
import { EXCUSED } from './closed-days.ts';
import { dateProblem } from './date-problem.ts';
import { keyCheck } from './key-check.ts';
import { numberProblem, numberText } from './number-problem.ts';
import { inRange, rangeProblem } from './range-problem.ts';
import { type SeriesCheck, seriesChecks } from './series-check.ts';
import { Tally } from './tally.ts';

export interface Validated {
  readonly observations: readonly Observation[];
  /** In the order of the file. With an error among them nothing of the file may be kept. */
  readonly findings: readonly Finding[];
}

export interface ValidateOptions {
  /** Series that may be zero or negative although they are prices. */
  readonly allowNegative: readonly string[];
  /** The report's date: nothing observed may be later. */
  readonly today: IsoDate;
}

/** The oldest price series anyone keeps begins in 1833; an earlier year is a slip of the pen. */
const OLDEST = '1800-01-01';
const KNOWN_STATUSES: ReadonlySet<string> = new Set(STATUSES);
/** What an agency thinks a price is; a row without a status says so through its series. */
const ASSESSED_QUOTES: ReadonlySet<string> = new Set(['mid', 'low', 'high', 'avg']);
/**
 * Rows as their source gave them against the catalog: dates, numbers, units, ranges, keys. All that is wrong with
 * the file is found, not the first. Pure.
 */
export function validate(file: RawFile, catalog: Catalog, options: ValidateOptions): Validated {
  const tally = new Tally();
  const checkOf = seriesChecks(catalog, options.allowNegative);
  const dates = dateChecker(options.today);
  const keys = keyCheck(tally);
  const observations: Observation[] = [];
  for (const row of file.rows) {
    const check = checkOf(row.series);
    if (!check) unknownSeries(row, catalog, tally);
    const status = statusOf(row, ASSESSED_QUOTES.has(check?.spec.quote ?? ''), tally);
    const late = status === 'provisional' && check?.spec.frequency === 'monthly';
    const dateFound = late ? dates.provisional(row.date) : dates.observed(row.date);
    if (dateFound) tally.add(row, 'date', dateFound.code, dateFound.message);
    const number = numberText(row.value);
    if (number === undefined) tally.add(row, 'value', 'E_DATA_NUMBER', numberProblem(row.value));
    if (!check || dateFound || number === undefined || status === undefined) continue;
    const value = canonicalValue(row, number, check, tally);
    if (value === undefined) continue;
    const observation = { series: row.series, date: row.date, value, status, place: row.place };
    if (keys.isNews(row, observation, check.spec)) observations.push(observation);
    if (check.wasClosed(row.date) && !EXCUSED.has(status)) closedVenue(row, check, tally);
  }
  return { observations, findings: [...file.findings, ...tally.findings()] };
}

/** The value in the series' own unit, or undefined after saying what is wrong. */
function canonicalValue(row: RawRow, number: string, check: SeriesCheck, tally: Tally): string | undefined {
  const { spec } = check;
  const conversion = check.conversionFrom(row.unit);
  if (conversion === 'unknown' || conversion === 'unfit') {
    const problem = conversion === 'unknown' ? 'is not a known unit' : `does not fit ${quoted(spec.name.en)}`;
    tally.addGroup(`unit ${spec.id} ${row.unit}`, row, 'unit', 'E_DATA_UNIT', (more) => {
      const expected = `expected ${quoted(spec.unit)} or a unit that converts to it`;
      return `unit ${quoted(row.unit ?? '')} ${problem} (${spec.id}); ${expected}${more}.`;
    });
    return undefined;
  }
  const value = conversion === 'identity' ? plainText(number) : plain(conversion(decimal(number)));
  if (inRange(Number(value), spec, check.mayBeNegative)) return value;
  tally.add(row, 'value', 'E_DATA_RANGE', rangeProblem(decimal(value), row.value, spec), spec.id);
  return undefined;
}

function unknownSeries(row: RawRow, catalog: Catalog, tally: Tally): void {
  tally.addGroup(`series ${row.series}`, row, 'series', 'E_DATA_SERIES', (more) => {
    if (row.series === '') return `the series id is missing${more}. Expected one of data/metals/*.yaml.`;
    const near = nearest(row.series, catalog.series.keys());
    const derived = catalog.derived.has(row.series);
    const hint = near
      ? `Did you mean ${quoted(near)}?`
      : derived
        ? 'It is computed from other series; remove its rows.'
        : 'Add it to data/metals/*.yaml, or remove its rows.';
    return `unknown series ${quoted(row.series)}${more}. ${hint}`;
  });
}

function statusOf(row: RawRow, assessed: boolean, tally: Tally): Status | undefined {
  const { status } = row;
  if (status === undefined) return assessed ? 'assessed' : 'traded';
  if (!isStatus(status)) {
    const near = nearest(status, STATUSES);
    const hint = near ? ` Did you mean ${quoted(near)}?` : '';
    tally.add(
      row,
      'status',
      'E_DATA_STATUS',
      `unknown status ${quoted(status)}.${hint} Expected ${STATUSES.join(', ')}.`,
    );
    return undefined;
  }
  if (status === 'missing') {
    const message = `status "missing" beside the value ${quoted(row.value)}. Leave the value empty, or give another status.`;
    tally.add(row, 'status', 'E_DATA_STATUS', message);
    return undefined;
  }
  return status;
}

function isStatus(text: string): text is Status {
  return KNOWN_STATUSES.has(text);
}

function closedVenue(row: RawRow, check: SeriesCheck, tally: Tally): void {
  tally.addGroup(
    `closed ${check.spec.id}`,
    row,
    'date',
    'W_DATA_HOLIDAY',
    (more) =>
      `${check.venue.name} was closed on ${row.date} but ${quoted(check.spec.name.en)} has a price${more}.`,
    check.spec.id,
  );
}

interface DateFound {
  readonly code: string;
  readonly message: string;
}

/** A file repeats its dates once a series: each is looked at once. */
function dateChecker(
  today: IsoDate,
): Record<'observed' | 'provisional', (text: string) => DateFound | undefined> {
  const monthEnd = endOfMonth(today);
  const remembering = (latest: IsoDate) => {
    const known = new Map<string, DateFound | undefined>();
    return (text: string): DateFound | undefined => {
      if (known.has(text)) return known.get(text);
      const found = checkDate(text, latest, today);
      known.set(text, found);
      return found;
    };
  };
  return { observed: remembering(today), provisional: remembering(monthEnd) };
}

function checkDate(text: string, latest: IsoDate, today: IsoDate): DateFound | undefined {
  if (realDate(text) === undefined) return { code: 'E_DATA_DATE', message: dateProblem(text) };
  if (text < OLDEST) {
    return { code: 'E_DATA_DATE', message: `${quoted(text)} is before ${OLDEST}. Check the year.` };
  }
  if (text <= latest) return undefined;
  return {
    code: 'E_DATA_FUTURE',
    message: `${text} is after the report date ${today}. Check the year and month.`,
  };
}
