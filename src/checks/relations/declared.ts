import type { DerivedSpec, RelationSpec } from '../../model/catalog.ts';
import type { CheckContext } from '../check.ts';

/** Every relation of a desk: those declared, and the band of each derived series, which is one. */
export function relationsOf(context: CheckContext): readonly RelationSpec[] {
  return [...context.relations, ...[...context.derived.values()].flatMap((spec) => ofBand(spec) ?? [])];
}

function ofBand(spec: DerivedSpec): RelationSpec | undefined {
  const { id, name, of, band, scale, fx, unit } = spec;
  if (band === undefined || spec.formula === 'sum') return undefined;
  const common = { id, name, of, band };
  if (spec.formula === 'difference') return { ...common, kind: 'difference', unit };
  // A parity is the ratio of the two prices without VAT, in one currency.
  const parity = spec.formula === 'parity';
  return {
    ...common,
    kind: 'ratio',
    ...(parity ? { likely: 'VAT, the rate of another day, or closes hours apart on a wild day?' } : {}),
    ...(scale === undefined ? {} : { scale }),
    ...(fx === undefined ? {} : { fx }),
  };
}
