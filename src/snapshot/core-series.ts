import type { MetalSpec } from '../model/catalog.ts';

/** What the paragraphs of core metals name, and the parts of what they name. */
export function coreSeries(metals: readonly MetalSpec[]): ReadonlySet<string> {
  const derived = new Map(metals.flatMap((metal) => metal.derived).map((spec) => [spec.id, spec]));
  const core = new Set<string>();
  const add = (id: string): void => {
    if (core.has(id)) return;
    core.add(id);
    const spec = derived.get(id);
    for (const part of [...(spec?.of ?? []), ...(spec?.fx === undefined ? [] : [spec.fx])]) add(part);
  };
  for (const metal of metals) if (metal.core) for (const id of metal.paragraph) add(id);
  return core;
}
