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
import { fieldProblems } from './field-problems.ts';
import { metalProblems } from './metal-problems.ts';
import { namesIn } from './names.ts';
import { labelOf } from './read-source.ts';
import { type Checked, type SourceFile, soundOf } from './source-file.ts';
import { twiceProblems } from './twice-problems.ts';
import { yamlFilesIn } from './yaml-files.ts';

/** A file and what it says once it keeps to its schema. */
export interface Read<T> {
  readonly source: SourceFile;
  readonly spec: T;
}

interface Folders {
  readonly metals: readonly SourceFile[];
  readonly calendars: readonly SourceFile[];
}

/**
 * Reads every metal and calendar of a desk and checks them against each other.
 * Throws AssayError `config` with the problems of all files together, each at `file:line:column`;
 * `missing` when a folder does not exist.
 */
export async function readCatalog(roots: { metals: string; calendars: string }): Promise<Catalog> {
  const [metals, calendars] = await Promise.all([sourcesIn(roots.metals), sourcesIn(roots.calendars)]);
  return soundOf({ metals, calendars }, placedIn, check);
}

async function placedIn(files: Folders): Promise<Folders> {
  const placed = (all: readonly SourceFile[]) => Promise.all(all.map((one) => one.placed()));
  return { metals: await placed(files.metals), calendars: await placed(files.calendars) };
}

function check(files: Folders): Checked<Catalog> {
  const problems: Problem[] = [];
  const metals = keeping(files.metals, metalSchema, problems);
  const calendars = keeping(files.calendars, calendarSchema, problems);
  problems.push(...twiceProblems(metals, calendars));
  problems.push(...calendars.flatMap(calendarProblems));
  const names = namesIn(files.metals, files.calendars);
  problems.push(...metals.flatMap((metal) => metalProblems(metal, names)));
  if (problems.length > 0) return { problems };
  const value = catalogOf(
    metals.map(({ spec }) => spec),
    calendars.map(({ spec }) => spec),
  );
  return { value };
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
  const files = await yamlFilesIn(folder);
  if (files.length === 0) {
    throw new AssayError('config', {
      code: 'E_CATALOG_EMPTY',
      where: labelOf(folder, 1),
      message:
        'no .yaml file in this folder. Expected one for each metal or venue. Remove the folder to use the built-in ones.',
    });
  }
  return files;
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
