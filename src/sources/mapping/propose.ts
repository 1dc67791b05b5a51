import type { Catalog } from '../../model/catalog.ts';
import { parseUnit } from '../../units/unit.ts';
import type { TableRows } from '../table.ts';
import { rangesIn, seriesGuesser } from './guess-series.ts';
import { type NumberColumn, type Survey, survey } from './survey.ts';

export interface Proposal {
  /** For `data/mappings/`; whole once the series marked TODO are named. */
  readonly yaml: string;
  readonly notes: readonly string[];
}

/** A mapping for a table of unknown layout, as far as the table itself tells; undefined where it shows no dates or numbers. */
export async function proposeMapping(
  rows: TableRows,
  fileName: string,
  catalog: Catalog,
  options: { readonly sheet?: string; readonly encoding?: string; readonly delimiter?: string } = {},
): Promise<Proposal | undefined> {
  const found = await survey(rows);
  if (found === undefined) return undefined;
  const lines = [
    `# Proposed from ${fileName}: look at every line, then save it as data/mappings/${nameOf(fileName)}.yaml.`,
    `name: ${text(nameOf(fileName))}`,
    `file: ${text(patternOf(fileName))}`,
    ...(['encoding', 'delimiter', 'sheet'] as const).flatMap((key) => {
      const value = options[key];
      return value === undefined ? [] : [`${key}: ${text(value)}`];
    }),
    headerLine(found),
    dateLine(found),
    ...(found.repeats ? longLines(found, catalog) : wideLines(found, catalog)),
    ...listLine('missing', found.missing),
    ...listLine('strip', found.strip),
    ...(found.decimalComma ? [`thousands: '.'`, `decimal: ','`] : []),
    ...(found.thousands && !found.decimalComma ? [`thousands: ','`] : []),
    ...wordLines(found),
    'otherColumns: ignore',
  ];
  return { yaml: `${lines.join('\n')}\n`, notes: notesOf(found, lines) };
}

function text(value: string): string {
  return JSON.stringify(value);
}

/** `CMO-Historical-Data-Monthly_2025-12.xlsx` → `cmo-historical-data-monthly`. */
function nameOf(fileName: string): string {
  const stem = fileName.replace(/\.[^.]*$/, '').replace(/[-_. ]*\d[\d-_. ]*$/, '');
  const name = stem
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return name || 'mapping';
}

/** The next edition of a file differs in the date of its name. */
function patternOf(fileName: string): string {
  const pattern = fileName.replace(/\d{4}(?:[-_.]?\d{2}){0,2}/g, '*');
  return pattern.includes('*') ? pattern : pattern.replace(/(\.[^.]*)$/, '*$1');
}

function headerLine({ headerRow, headerRows, unitRow, names, date, numbers }: Survey): string {
  const column = date.column - 1;
  const seen = new Set<string>();
  const cells = [names[column] ?? '', ...numbers.map((one) => one.header)]
    .filter((name) => name !== '' && !seen.has(name) && seen.add(name))
    .slice(0, 2);
  const found = cells.length > 0 ? `cells: [${cells.map(text).join(', ')}]` : `row: ${headerRow}`;
  if (headerRows === 1) return `header: { ${found} }`;
  const naming = unitRow === 1 ? 2 : 1;
  const units = unitRow === undefined ? '' : `, units: ${unitRow}`;
  return `header: { ${found}, rows: ${headerRows}, names: [${naming}]${units} }`;
}

function dateLine({ date, names }: Survey): string {
  const pivot = /(?<!y)yy(?!y)/.test(date.format) ? `, pivot: ${date.pivot}` : '';
  const at = date.monthStarts ? ', at: month-end' : '';
  return `date: { column: ${columnOf(date.column, names)}, formats: [${text(date.format)}]${pivot}${at} }`;
}

const SUM = /合计|小计|总计|total|sum|average|平均/i;

/** Rows of words where dates stand: sums of others, and remarks. */
function wordLines({ date, names, dateWords }: Survey): string[] {
  const sums = dateWords.filter((word) => SUM.test(word) && word.length <= 20);
  const remarks = dateWords.filter((word) => !sums.includes(word));
  const column = columnOf(date.column, names);
  return [
    ...listLine('subtotals', sums),
    ...(remarks.length === 0
      ? []
      : [`skip: { where: [{ column: ${column}, matches: ${text('^\\D+$')} }] } # rows of words`]),
  ];
}

/** By its name; by its number where that would not tell it from others. */
function columnOf(column: number, names: readonly string[]): string {
  const name = names[column - 1] ?? '';
  return name !== '' && names.filter((one) => one === name).length === 1 ? text(name) : String(column);
}

const TODO = 'TODO which series?';

function wideLines({ numbers, names }: Survey, catalog: Catalog): string[] {
  const named = seriesGuesser(catalog);
  const meant = numbers.map((one) => named(one.header, one.unit));
  // Two columns cannot both be one series: then it is neither of them.
  const guess: typeof named = (header, unit) => {
    const id = named(header, unit);
    return meant.filter((one) => one === id).length > 1 ? undefined : id;
  };
  const ranges = rangesIn(numbers.map((one) => one.header));
  const inRanges = new Set(ranges.flatMap((one) => [one.low, one.high, one.mean]));
  const line = (series: string | undefined, rest: string) =>
    series === undefined ? `#  - { series: TODO, ${rest} } # ${TODO}` : `  - { series: ${series}, ${rest} }`;
  return [
    'columns:',
    ...ranges.map(({ name, low, high, mean }) => {
      const column = numbers.find((one) => one.header === low);
      const printed = mean === undefined ? '' : `, mean: ${text(mean)}`;
      const series = guess(name, column?.unit);
      return line(
        series,
        `low: ${text(low)}, high: ${text(high)}${printed}${unitOf(series, column, catalog)}`,
      );
    }),
    ...numbers.flatMap((one) => {
      const { column, header, unit } = one;
      if (inRanges.has(header)) return [];
      const series = guess(header, unit);
      return [line(series, `column: ${columnOf(column, names)}${unitOf(series, one, catalog)}`)];
    }),
  ];
}

/** The unit as printed; the series' own where the numbers could be in it; else somebody has to say it. */
function unitOf(series: string | undefined, column: NumberColumn | undefined, catalog: Catalog): string {
  if (column?.unit !== undefined) return `, unit: ${text(column.unit)}`;
  const own = catalog.series.get(series ?? '');
  const [low, high] = own?.range ?? [0, 0];
  const sample = column?.sample ?? Number.NaN;
  return `, unit: ${own && sample >= low && sample <= high ? text(own.unit) : 'TODO'}`;
}

const VALUE = /^(?:收盘价|结算价|价格|均价|close|settle(?:ment)?|price|value)$/i;
const SIZES = [/^(?:持仓量|open interest)$/i, /^(?:成交量|volume)$/i];

function longLines({ numbers, names, words }: Survey, catalog: Catalog): string[] {
  const guess = seriesGuesser(catalog);
  const units = [...words].find(([, set]) => [...set].every((word) => parseUnit(word) !== undefined))?.[0];
  const [column, values] =
    [...words].filter(([at, set]) => set.size > 1 && at !== units).sort((a, b) => a[1].size - b[1].size)[0] ??
    [];
  const value = numbers.find((one) => VALUE.test(one.header)) ?? numbers[0];
  const size = SIZES.flatMap((shape) => numbers.filter((one) => shape.test(one.header)))[0];
  return [
    'series:',
    `  column: ${text(names[(column ?? 1) - 1] ?? '')}`,
    '  values:',
    ...[...(values ?? [])].map((word) => {
      const series = guess(word, value?.unit);
      return series === undefined ? `#    ${text(word)}: TODO # ${TODO}` : `    ${text(word)}: ${series}`;
    }),
    '  others: ignore',
    `value: ${text(value?.header ?? '')}`,
    ...(value?.unit !== undefined
      ? [`unit: ${text(value.unit)}`]
      : units === undefined
        ? []
        : [`unitColumn: ${columnOf(units, names)}`]),
    ...(size === undefined ? [] : [`pick: { max: ${text(size.header)} }`]),
  ];
}

function listLine(key: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`${key}: [${values.map(text).join(', ')}]`];
}

function notesOf(
  { date, numbers, otherDates, repeats, unitRow }: Survey,
  lines: readonly string[],
): string[] {
  const open = lines.filter((line) => line.includes(TODO)).length;
  const unitless = numbers.filter((one) => one.unit === undefined).length;
  return [
    ...(open > 0 ? [`${open} of its columns or names are not known: name their series.`] : []),
    ...(repeats && !lines.some((line) => /^unit(?:Column)?:/.test(line))
      ? ['it shows no unit: add "unit", or values are taken to be in the unit of their series.']
      : []),
    ...(otherDates.length > 0
      ? [
          `it has dates in ${otherDates.length + 1} columns, like tables side by side: give each its own "date" and "columns" under "blocks".`,
        ]
      : []),
    ...(unitless > 0 && unitRow === undefined && !repeats
      ? [`${unitless} of its columns show no unit: say it where it is marked TODO, and look at the others.`]
      : []),
    ...(date.ambiguous ? [`its dates could be day/month or month/day: ${date.format} is assumed.`] : []),
  ];
}
