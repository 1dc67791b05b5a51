import { type Problem, quoted } from '../errors.ts';
import type { CalendarSpec, MetalSpec } from '../model/catalog.ts';
import type { Read } from './read-catalog.ts';
import type { SourceFile } from './source-file.ts';
import type { Path } from './yaml.ts';

interface Named {
  readonly what: string;
  readonly id: string;
  readonly source: SourceFile;
  readonly path: Path;
}

/** Ids given to two things, within a file or in two. Series and derived series share one set of ids. */
export function twiceProblems(
  metals: readonly Read<MetalSpec>[],
  calendars: readonly Read<CalendarSpec>[],
): Problem[] {
  const named = (
    what: string,
    pick: (metal: MetalSpec) => ReadonlyArray<{ id: string }>,
    list = what,
  ): Named[] =>
    metals.flatMap(({ spec, source }) =>
      pick(spec).map(({ id }, at) => ({ what, id, source, path: [list, at, 'id'] })),
    );
  return [
    ...twins(metals.map(({ spec, source }) => ({ what: 'metal', id: spec.metal, source, path: ['metal'] }))),
    ...twins([
      ...named('series', ({ series }) => series),
      ...named('series', ({ derived }) => derived, 'derived'),
    ]),
    ...twins(named('chart', ({ charts }) => charts, 'charts')),
    ...twins(named('relation', ({ relations }) => relations ?? [], 'relations')),
    ...twins(
      calendars.map(({ spec, source }) => ({ what: 'venue', id: spec.venue, source, path: ['venue'] })),
    ),
  ];
}

function twins(all: readonly Named[]): Problem[] {
  const first = new Map<string, Named>();
  return all.flatMap((one) => {
    const earlier = first.get(one.id);
    if (earlier === undefined) {
      first.set(one.id, one);
      return [];
    }
    return [
      {
        code: 'E_CATALOG_TWICE',
        where: one.source.where(one.path),
        message: `${one.what} ${quoted(one.id)} is already at ${earlier.source.where(earlier.path)}. Give one of them another id.`,
      },
    ];
  });
}
