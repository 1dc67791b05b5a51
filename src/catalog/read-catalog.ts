import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { AssayError, type Problem } from '../errors.ts';
import {
  type CalendarSpec,
  type Catalog,
  calendarSchema,
  METAL_GROUPS,
  type MetalSpec,
  metalSchema,
} from '../model/catalog.ts';
import { calendarProblems } from './calendar-problems.ts';
import { fieldProblems, valueAt } from './field-problems.ts';
import { metalProblems } from './metal-problems.ts';
import { labelOf, readSource, type SourceFile, unreadable } from './source-file.ts';
import { twiceProblems } from './twice-problems.ts';

/** A file and what it says once it keeps to its schema. */
export interface Read<T> {
  readonly source: SourceFile;
  readonly spec: T;
}

/**
 * Reads every metal and calendar of a desk and checks them against each other.
 * Throws AssayError `config` with the problems of all files together, each at `file:line:column`;
 * `missing` when a folder does not exist.
 */
export async function readCatalog(roots: { metals: string; calendars: string }): Promise<Catalog> {
  const [metalFiles, calendarFiles] = await Promise.all([
    sourcesIn(roots.metals),
    sourcesIn(roots.calendars),
  ]);
  const problems: Problem[] = [];
  const metals = keeping(metalFiles, metalSchema, problems);
  const calendars = keeping(calendarFiles, calendarSchema, problems);
  for (const [root, files] of [
    [roots.metals, metalFiles] as const,
    [roots.calendars, calendarFiles] as const,
  ]) {
    if (files.length > 0) continue;
    problems.push({
      code: 'E_CATALOG_EMPTY',
      where: labelOf(root, 1),
      message:
        'no .yaml file in it. Expected one for each metal or venue. Without the folder, the built-in ones are used.',
    });
  }
  problems.push(...twiceProblems(metals, calendars));
  problems.push(...calendars.flatMap(calendarProblems));
  const names = namesIn(metalFiles, calendarFiles);
  problems.push(...metals.flatMap((metal) => metalProblems(metal, names)));
  if (problems.length > 0) throw new AssayError('config', problems);
  return catalogOf(
    metals.map(({ spec }) => spec),
    calendars.map(({ spec }) => spec),
  );
}

function catalogOf(metals: readonly MetalSpec[], calendars: readonly CalendarSpec[]): Catalog {
  const place = (metal: MetalSpec) => METAL_GROUPS.indexOf(metal.group) * 1000 + metal.order;
  const ordered = metals.toSorted((a, b) => place(a) - place(b) || (a.metal < b.metal ? -1 : 1));
  return {
    metals: ordered,
    calendars: new Map(calendars.map((calendar) => [calendar.venue, calendar])),
    series: new Map(
      ordered.flatMap((metal) =>
        metal.series.map((one) => [one.id, { ...one, metal: metal.metal }] as const),
      ),
    ),
    derived: new Map(
      ordered.flatMap((metal) =>
        metal.derived.map((one) => [one.id, { ...one, metal: metal.metal }] as const),
      ),
    ),
  };
}

async function sourcesIn(folder: string): Promise<SourceFile[]> {
  const entries = await readdir(folder).catch((cause: unknown) => {
    throw unreadable(cause, labelOf(folder, 1));
  });
  const names = entries.filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.')).sort();
  return Promise.all(
    names.map((name) => {
      const file = join(folder, name);
      return readSource(file, labelOf(file, 2));
    }),
  );
}

function keeping<T>(files: readonly SourceFile[], schema: z.ZodType<T>, problems: Problem[]): Read<T>[] {
  return files.flatMap((source) => {
    problems.push(...source.problems);
    if (source.problems.length > 0) return [];
    const parsed = schema.safeParse(source.value);
    if (parsed.success) return [{ source, spec: parsed.data }];
    problems.push(...fieldProblems(schema, parsed.error, source));
    return [];
  });
}

/** What may be named, by any file. Undefined where a file is too broken to tell: then no name is called unknown. */
export interface Names {
  readonly series?: readonly string[];
  readonly derived?: readonly string[];
  readonly venues?: readonly string[];
}

function namesIn(metals: readonly SourceFile[], calendars: readonly SourceFile[]): Names {
  const ids = (list: string) =>
    metals.flatMap((file) => {
      const entries = valueAt(file.value, [list]);
      return Array.isArray(entries) ? entries.map((entry) => String(valueAt(entry, ['id']))) : [];
    });
  const telling = (files: readonly SourceFile[]) => files.every((file) => file.value !== undefined);
  return {
    ...(telling(metals) ? { series: ids('series'), derived: ids('derived') } : {}),
    ...(telling(calendars)
      ? { venues: calendars.map((file) => String(valueAt(file.value, ['venue']))) }
      : {}),
  };
}
