import { z } from 'zod';
import { realDate } from '../calendar/week.ts';
import { AssayError, type Problem, quoted } from '../errors.ts';
import type { Catalog } from '../model/catalog.ts';
import { type Override, overrideSchema } from '../model/override.ts';
import { nearest } from '../nearest.ts';
import { fieldProblems } from './field-problems.ts';
import { labelOf, readSource } from './read-source.ts';
import type { SourceFile } from './source-file.ts';

/** An override and where it stands: `data/overrides.yaml:3:3`. */
export interface PlacedOverride extends Override {
  readonly where: string;
}

const listSchema = z.array(overrideSchema);

/**
 * Reads `data/overrides.yaml`, a list; an empty file is an empty list. Throws AssayError `config` with every problem
 * in it, `missing` when there is no such file.
 */
export async function readOverrides(file: string, catalog: Catalog): Promise<PlacedOverride[]> {
  const read = await readSource(file, labelOf(file, 1));
  // Each override is told with its place, also where nothing is wrong; an empty list has none.
  const source = listSchema.safeParse(read.value ?? []).data?.length === 0 ? read : await read.placed();
  const problems = [...source.problems];
  const parsed = listSchema.safeParse(source.value ?? []);
  if (problems.length === 0) {
    if (parsed.success) problems.push(...overrideProblems(parsed.data, source, catalog));
    else problems.push(...fieldProblems(listSchema, parsed.error, source));
  }
  if (problems.length > 0 || !parsed.success) throw new AssayError('config', problems);
  return parsed.data.map((override, at) => ({ ...override, where: source.where([at]) }));
}

function overrideProblems(list: readonly Override[], source: SourceFile, catalog: Catalog): Problem[] {
  const first = new Map<string, number>();
  return list.flatMap((one, at) => {
    const problems: Problem[] = [];
    const wrong = (code: string, field: keyof Override, message: string): void => {
      problems.push({ code, where: source.where([at, field]), message });
    };
    if (!catalog.series.has(one.series))
      wrong('E_OVERRIDE_SERIES', 'series', unknownSeries(one.series, catalog));
    for (const field of ['date', 'expires'] as const) {
      if (realDate(one[field]) === undefined)
        wrong('E_OVERRIDE_DATE', field, `${field} ${one[field]} does not exist. Expected a real date.`);
    }
    const real = realDate(one.date) !== undefined && realDate(one.expires) !== undefined;
    if (real && one.expires < one.date) {
      const message = `expires ${one.expires} is before the value's own day ${one.date}. Expected the last day on which it shall count.`;
      wrong('E_OVERRIDE_DATE', 'expires', message);
    }
    if (one.action === 'accept' && one.value === undefined) {
      const message = `accepts ${quoted(one.series)} of ${one.date} without saying which value. Expected value: and the number in the unit of the series.`;
      wrong('E_OVERRIDE_VALUE', 'action', message);
    }
    for (const field of ['by', 'reason'] as const) {
      if (one[field].trim() === '')
        wrong('E_OVERRIDE_NAME', field, `${field} is blank. Expected who answers for it and why.`);
    }
    const key = `${one.series} ${one.date}`;
    const twin = first.get(key);
    if (twin === undefined) first.set(key, at);
    else
      wrong(
        'E_OVERRIDE_TWICE',
        'series',
        `${quoted(one.series)} of ${one.date} is already at ${source.where([twin])}. Remove one of the two.`,
      );
    return problems;
  });
}

function unknownSeries(id: string, catalog: Catalog): string {
  const derived = catalog.derived.get(id);
  if (derived !== undefined)
    return `${quoted(id)} is computed from ${derived.of.join(', ')}. Expected one of these: what is read can be answered for.`;
  const candidate = nearest(id, catalog.series.keys());
  const meant = candidate === undefined ? '' : ` Did you mean ${quoted(candidate)}?`;
  return `unknown series ${quoted(id)}.${meant} Expected an id of data/metals.`;
}
