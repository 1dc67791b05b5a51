import { createHash } from 'node:crypto';
import { type Problem, quoted } from '../errors.ts';
import type { Catalog } from '../model/catalog.ts';
import { type Mapping, mappingOf, mappingSchema } from '../model/mapping.ts';
import { fieldProblems } from './field-problems.ts';
import { mappingProblems, unknownSeries } from './mapping-problems.ts';
import { type Checked, type SourceFile, soundOf } from './source-file.ts';
import { yamlFilesIn } from './yaml-files.ts';

/** Folders that may hold mappings; either may be absent. */
interface Folders {
  readonly own: string;
  readonly builtIn: string;
}

/**
 * Every mapping a desk has: its own, and the built-in ones that none of its own replaces by name. Throws AssayError
 * `config` with the problems of all files together. A built-in mapping of a series the desk's catalog does not have is
 * left out.
 */
export async function readMappings({ own, builtIn }: Folders, catalog: Catalog): Promise<Mapping[]> {
  const [ours, shipped] = await Promise.all([
    own === builtIn ? [] : yamlFilesIn(own, { optional: true }),
    yamlFilesIn(builtIn, { optional: true }),
  ]);
  return soundOf({ ours, shipped }, placedIn, (files) => check(files, catalog));
}

interface Files {
  readonly ours: readonly SourceFile[];
  readonly shipped: readonly SourceFile[];
}

async function placedIn({ ours, shipped }: Files): Promise<Files> {
  const placed = (all: readonly SourceFile[]) => Promise.all(all.map((one) => one.placed()));
  return { ours: await placed(ours), shipped: await placed(shipped) };
}

function check(files: Files, catalog: Catalog): Checked<Mapping[]> {
  const problems: Problem[] = [];
  const ours = mappingsIn(files.ours, catalog, problems, 'own');
  const shipped = mappingsIn(files.shipped, catalog, problems, 'built-in');
  if (problems.length > 0) return { problems };
  const names = new Set(ours.map((one) => one.name));
  return { value: [...ours, ...shipped.filter((one) => !names.has(one.name))] };
}

function mappingsIn(
  files: readonly SourceFile[],
  catalog: Catalog,
  problems: Problem[],
  whose: 'own' | 'built-in',
): Mapping[] {
  const first = new Map<string, string>();
  return files.flatMap((source) => {
    const read = mappingIn(source, catalog, problems, whose);
    if (read === undefined) return [];
    const before = first.get(read.name);
    if (before !== undefined) {
      const message = `${quoted(read.name)} is already the name of ${before}. Expected each name once; rename one.`;
      problems.push({ code: 'E_CONFIG_TWICE', where: source.where(['name']), message });
    }
    first.set(read.name, source.label);
    return [read];
  });
}

function mappingIn(
  source: SourceFile,
  catalog: Catalog,
  problems: Problem[],
  whose: 'own' | 'built-in',
): Mapping | undefined {
  const before = problems.length;
  problems.push(...source.problems, ...forbiddenKeys(source));
  if (problems.length > before) return undefined;
  const parsed = mappingSchema.safeParse(source.value);
  if (!parsed.success) {
    problems.push(...fieldProblems(mappingSchema, parsed.error, source));
    return undefined;
  }
  problems.push(...mappingProblems(parsed.data, source));
  const unknown = unknownSeries(parsed.data, source, catalog);
  if (whose === 'built-in' && unknown.length > 0) return undefined;
  problems.push(...unknown);
  if (problems.length > before) return undefined;
  return mappingOf(parsed.data, createHash('sha256').update(JSON.stringify(source.value)).digest('hex'));
}

const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

/** Keys that would not be data but change what a map is. */
function forbiddenKeys(source: SourceFile): Problem[] {
  const problems: Problem[] = [];
  const visit = (value: unknown, path: PropertyKey[]): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const here = [...path, Array.isArray(value) ? Number(key) : key];
      if (FORBIDDEN.includes(key)) {
        const message = `the key ${quoted(key)} is not allowed. Use another name.`;
        problems.push({ code: 'E_DATA_KEY', where: source.whereKey(here), message });
      }
      visit(inner, here);
    }
  };
  visit(source.value, []);
  return problems;
}
