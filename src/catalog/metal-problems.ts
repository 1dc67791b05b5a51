import { isTimeZone } from '../calendar/time-zone.ts';
import { type Problem, quoted } from '../errors.ts';
import type { ChartLine, DerivedSpec, MetalSpec, RelationSpec, SeriesSpec } from '../model/catalog.ts';
import { LANGUAGES } from '../model/language.ts';
import { nearest } from '../nearest.ts';
import { parseUnit } from '../units/unit.ts';
import type { Names } from './names.ts';
import type { Read } from './read-catalog.ts';
import { relationProblems } from './relation-problems.ts';
import type { Path } from './yaml.ts';

type Wrong = (code: string, path: Path, message: string) => void;

/** What a metal's file says that the units, the calendars or the other metals do not bear out: E_CATALOG_…. */
export function metalProblems({ spec, source }: Read<MetalSpec>, names: Names): Problem[] {
  const problems: Problem[] = [];
  const wrong: Wrong = (code, path, message) => {
    problems.push({ code, where: source.where(path), message });
  };
  const chartable = names.series && names.derived && [...names.series, ...names.derived];
  spec.series.forEach((one, at) => {
    checkSeries(one, ['series', at], names.venues, wrong);
  });
  spec.derived.forEach((one, at) => {
    checkDerived(one, ['derived', at], names.series, wrong);
  });
  spec.relations?.forEach((one, at) => {
    checkRelation(one, ['relations', at], names, wrong);
  });
  checkIds(spec.paragraph, ['paragraph'], 'paragraph', chartable, wrong);
  spec.charts.forEach((one, at) => {
    checkChart(one, ['charts', at], chartable, wrong);
  });
  return problems;
}

function checkSeries(one: SeriesSpec, path: Path, venues: readonly string[] | undefined, wrong: Wrong): void {
  checkUnits(one, path, wrong);
  const [low, high] = one.range;
  if (low >= high) {
    wrong(
      'E_CATALOG_RANGE',
      [...path, 'range'],
      `${one.id}.range runs from ${low} to ${high}. Expected the lower bound first.`,
    );
  }
  const zone = one.source.publication?.zone;
  if (zone !== undefined && !isTimeZone(zone)) {
    wrong(
      'E_CATALOG_ZONE',
      [...path, 'source', 'publication', 'zone'],
      `${quoted(zone)} is not a time zone. Expected a name like Europe/London.`,
    );
  }
  if (venues && !venues.includes(one.venue)) {
    wrong(
      'E_CATALOG_VENUE',
      [...path, 'venue'],
      `${one.id} names the unknown venue ${quoted(one.venue)}.${meant(one.venue, venues)} Expected one of ${venues.toSorted().join(', ')}, or a new file in calendars/.`,
    );
  }
}

function checkUnits(one: SeriesSpec | DerivedSpec, path: Path, wrong: Wrong): void {
  const unit = parseUnit(one.unit);
  if (unit?.canonical !== one.unit || unit.vat) {
    const advice = unit?.vat
      ? `Leave the tax out of the unit and write vat: ${unit.vat}.`
      : unit
        ? `Write ${quoted(unit.canonical)}, the spelling the program uses.`
        : 'Expected one like USD/t, CNY/t, kt or "%".';
    wrong('E_CATALOG_UNIT', [...path, 'unit'], `${one.id}.unit is ${quoted(one.unit)}. ${advice}`);
  }
  for (const language of LANGUAGES) {
    const text = one.printUnit?.[language];
    if (text === undefined) continue;
    const printed = parseUnit(text);
    if (printed && (!unit || printed.quantity === unit.quantity)) continue;
    wrong(
      'E_CATALOG_UNIT',
      [...path, 'printUnit', language],
      `${one.id} is stored in ${quoted(one.unit)} and cannot be printed in ${quoted(text)}. Expected another unit of the same quantity.`,
    );
  }
}

function checkDerived(
  one: DerivedSpec,
  path: Path,
  series: readonly string[] | undefined,
  wrong: Wrong,
): void {
  checkUnits(one, path, wrong);
  checkIds(one.of, [...path, 'of'], one.id, series, wrong);
  if (one.fx !== undefined) checkIds([one.fx], [...path, 'fx'], one.id, series, wrong);
  if (one.formula !== 'sum' && one.of.length !== 2) {
    wrong(
      'E_CATALOG_FORMULA',
      [...path, 'of'],
      `${one.id} is a ${one.formula} of ${one.of.length} series. Expected two.`,
    );
  }
  if (one.formula === 'parity' && one.fx === undefined) {
    wrong(
      'E_CATALOG_FORMULA',
      path,
      `${one.id} is a parity without "fx". Expected the exchange rate's series, like usdcny.`,
    );
  }
  if (one.scale !== undefined && one.formula !== 'ratio') {
    wrong(
      'E_CATALOG_FORMULA',
      [...path, 'scale'],
      `${one.id} is a ${one.formula} with a scale. Expected "scale" on a ratio only.`,
    );
  }
  if (one.band && one.band[0] >= one.band[1]) {
    wrong(
      'E_CATALOG_RANGE',
      [...path, 'band'],
      `${one.id}.band runs from ${one.band[0]} to ${one.band[1]}. Expected the lower bound first.`,
    );
  }
}

function checkRelation(one: RelationSpec, path: Path, names: Names, wrong: Wrong): void {
  checkIds(one.of, [...path, 'of'], one.id, names.series, wrong);
  for (const field of ['total', 'fx'] as const) {
    const id = one[field];
    if (id !== undefined) checkIds([id], [...path, field], one.id, names.series, wrong);
  }
  relationProblems(one, path, names, wrong);
}

function checkChart(one: ChartLine, path: Path, known: readonly string[] | undefined, wrong: Wrong): void {
  const chart = `chart ${one.id}`;
  checkIds(one.series, [...path, 'series'], chart, known, wrong);
  checkIds(one.right ?? [], [...path, 'right'], chart, known, wrong);
  checkIds(one.instead ?? [], [...path, 'instead'], chart, known, wrong);
  if (one.right && one.kind !== 'line') {
    wrong(
      'E_CATALOG_CHART',
      [...path, 'right'],
      `${chart} has a second axis but is of kind ${one.kind}. Expected "right" on a line chart only.`,
    );
  }
}

/** Fields that name one id, and not a list of them. */
const ONE_ID: ReadonlySet<string> = new Set(['fx', 'total']);

function checkIds(
  ids: readonly string[],
  path: Path,
  owner: string,
  known: readonly string[] | undefined,
  wrong: Wrong,
): void {
  if (!known) return;
  ids.forEach((id, at) => {
    if (known.includes(id)) return;
    const place = ONE_ID.has(String(path.at(-1))) ? path : [...path, at];
    wrong(
      'E_CATALOG_SERIES',
      place,
      `${owner} names the unknown series ${quoted(id)}.${meant(id, known)} Expected an id of data/metals/*.yaml.`,
    );
  });
}

function meant(word: string, known: readonly string[]): string {
  const candidate = nearest(word, known);
  return candidate === undefined ? '' : ` Did you mean ${quoted(candidate)}?`;
}
