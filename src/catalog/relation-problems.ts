import { quoted } from '../errors.ts';
import type { RelationSpec } from '../model/catalog.ts';
import { parseUnit } from '../units/unit.ts';
import type { Names } from './names.ts';
import type { Path } from './yaml.ts';

type Wrong = (code: string, path: Path, message: string) => void;

type Field = 'total' | 'band' | 'within' | 'tolerance' | 'unit' | 'scale' | 'fx';

/** What each kind of relation must say, and what it may. */
const FIELDS: Readonly<
  Record<RelationSpec['kind'], { readonly needs: readonly Field[]; readonly may: readonly Field[] }>
> = {
  ratio: { needs: ['band'], may: ['scale', 'fx'] },
  difference: { needs: ['band', 'unit'], may: ['fx'] },
  same: { needs: ['within'], may: ['fx'] },
  atMost: { needs: [], may: [] },
  identity: { needs: ['total', 'tolerance', 'unit'], may: [] },
};

const ALL: readonly Field[] = ['total', 'band', 'within', 'tolerance', 'unit', 'scale', 'fx'];

/** What a relation leaves out, or says that its kind has no use for, or compares that cannot be compared. */
export function relationProblems(one: RelationSpec, path: Path, names: Names, wrong: Wrong): void {
  const { needs, may } = FIELDS[one.kind];
  for (const field of ALL) {
    const has = one[field] !== undefined;
    if (has === needs.includes(field) || (has && may.includes(field))) continue;
    wrong(
      'E_CATALOG_RELATION',
      has ? [...path, field] : path,
      has
        ? `${one.id} is of kind ${one.kind} and has "${field}". Expected ${[...needs, ...may].join(', ') || 'none of these fields'}.`
        : `${one.id} is of kind ${one.kind} without "${field}". Expected it beside "of".`,
    );
  }
  if (one.kind !== 'identity' && one.of.length !== 2) {
    const count = one.of.length;
    wrong(
      'E_CATALOG_RELATION',
      [...path, 'of'],
      `${one.id} is of kind ${one.kind} and names ${count} series. Expected two.`,
    );
  }
  if (one.band && one.band[0] >= one.band[1]) {
    const [low, high] = one.band;
    wrong(
      'E_CATALOG_RANGE',
      [...path, 'band'],
      `${one.id}.band runs from ${low} to ${high}. Expected the lower bound first.`,
    );
  }
  checkUnits(one, path, names, wrong);
}

function checkUnits(one: RelationSpec, path: Path, { units }: Names, wrong: Wrong): void {
  const own = one.unit === undefined ? undefined : dimensionOf(one.unit);
  if (one.unit !== undefined && own === undefined) {
    wrong(
      'E_CATALOG_UNIT',
      [...path, 'unit'],
      `${one.id}.unit is ${quoted(one.unit)}. Expected one like USD/t, CNY/t, kt or "%".`,
    );
  }
  const ids = one.total === undefined ? one.of : [one.total, ...one.of];
  const parts = ids.flatMap((id) => {
    const unit = units?.get(id);
    const dimension = unit === undefined ? undefined : dimensionOf(unit);
    // A unit nobody knows is told of at its series.
    return unit === undefined || dimension === undefined ? [] : [{ id, unit, ...dimension }];
  });
  const [first] = parts;
  const foreign = parts.find(({ currency }) => currency !== first?.currency);
  if (first && foreign && one.fx === undefined) {
    wrong(
      'E_CATALOG_RELATION',
      path,
      `${one.id} compares ${first.id} in ${quoted(first.unit)} with ${foreign.id} in ${quoted(foreign.unit)}. Expected "fx", the exchange rate's series, like usdcny.`,
    );
  }
  if (one.kind === 'ratio') return;
  const odd = parts.find(({ measures }) => measures !== first?.measures);
  const unfit = own && parts.find(({ measures }) => measures !== own.measures);
  if (first && odd) {
    wrong(
      'E_CATALOG_RELATION',
      [...path, 'of'],
      `${one.id} compares ${first.id} in ${quoted(first.unit)} with ${odd.id} in ${quoted(odd.unit)}. Expected units of one quantity.`,
    );
  } else if (unfit) {
    wrong(
      'E_CATALOG_RELATION',
      [...path, 'unit'],
      `${one.id}.unit is ${quoted(one.unit ?? '')} but ${unfit.id} is in ${quoted(unfit.unit)}. Expected a unit of the same quantity.`,
    );
  }
}

/** The currency and what is measured or priced, `mass` for a price per tonne. */
function dimensionOf(text: string): { currency?: string | undefined; measures: string } | undefined {
  const quantity = parseUnit(text)?.quantity;
  if (quantity === undefined) return undefined;
  const priced = /^([A-Z]{3}) per (.+)$/.exec(quantity);
  return priced ? { currency: priced[1], measures: `price per ${priced[2]}` } : { measures: quantity };
}
