import { z } from 'zod';
import { statusSchema } from './observation.ts';

const id = z.string().regex(/^[a-z][a-z0-9_]*$/, 'ids are lower case letters, digits and _');

/** A column by its header, or by its number from 1 where headers repeat or are missing. */
const ref = z.union([z.string().min(1), z.int().positive()], {
  error: 'a header, or the number of a column from 1',
});
export type ColumnRef = z.infer<typeof ref>;

/** Where a row's date stands and how it is written: one cell, or one for each of year, month and day. */
const dateSchema = z.strictObject({
  column: ref.optional(),
  year: ref.optional(),
  month: ref.optional(),
  day: ref.optional(),
  /** Tried in order: `yyyy-MM-dd`, `d-MMM-yyyy`, `d. MMMM yyyy`, `yyyy'M'MM`, `MMM-yy`, `excel`, `excel1904`. */
  formats: z.array(z.string().min(1)).min(1).default(['yyyy-MM-dd']),
  /** Two-digit years from here on are 19xx, those below 20xx. */
  pivot: z.int().min(0).max(99).default(50),
  /** A month's figure is dated by its last day; this says so of files that print its first. */
  at: z.enum(['day', 'month-end']).optional(),
});

/** A column that is a series, or the low and high of one. */
const columnSchema = z.strictObject({
  series: id,
  column: ref.optional(),
  low: ref.optional(),
  high: ref.optional(),
  /** The mean as printed beside low and high: one warning says on how many rows it is not the mid. */
  mean: ref.optional(),
  /** Of low, high and mean: which is the series' value. */
  store: z.enum(['mid', 'mean']).default('mid'),
  unit: z.string().optional(),
  /** Some editions of the file lack it. */
  optional: z.boolean().default(false),
});
export type MappedColumn = z.infer<typeof columnSchema>;

/** A file with one value a row and a column that says what it is of. */
const seriesColumnSchema = z.strictObject({
  column: ref,
  /** What the cell says → series. */
  values: z.record(z.string(), id),
  others: z.enum(['error', 'ignore']).default('error'),
});

/** A table of the file: its dates and what is read beside them. Several may lie side by side. */
const blockShape = {
  date: dateSchema.optional(),
  columns: z.array(columnSchema).min(1).optional(),
  series: seriesColumnSchema.optional(),
  value: ref.optional(),
  unit: z.string().optional(),
  unitColumn: ref.optional(),
};
const blockSchema = z.strictObject(blockShape);
export type MappedBlock = z.infer<typeof blockSchema>;

/** What a row's cell must say; all that is given must hold. */
const conditionSchema = z.strictObject({
  column: ref,
  equals: z.string().optional(),
  in: z.array(z.string()).min(1).optional(),
  matches: z.string().optional(),
});
export type RowCondition = z.infer<typeof conditionSchema>;

const headerSchema = z.strictObject({
  /** Number of the (first) header row, from 1. */
  row: z.int().positive().optional(),
  /** Or the first row that has all these cells. */
  cells: z.array(z.string().min(1)).min(1).optional(),
  /** How many rows the header has; their texts are joined by a blank. */
  rows: z.int().positive().max(10).default(1),
  /** Which of them make the names, counted from 1; all but the one with the units when absent. */
  names: z.array(z.int().positive()).min(1).optional(),
  /** Which of them holds the units, `($/mt)`. */
  units: z.int().positive().optional(),
  /** An empty cell of an upper header row continues the one at its left, as merged cells do. */
  fill: z.boolean().default(false),
});

/** A row identity the publisher promises: `column` = sum of `plus` − sum of `minus`. */
const identitySchema = z.strictObject({
  column: ref,
  plus: z.array(ref).min(1),
  minus: z.array(ref).default([]),
  tolerance: z.number().nonnegative().default(0),
});
export type RowIdentity = z.infer<typeof identitySchema>;

/** `data/mappings/<name>.yaml`: how a file that is not in the desk's own form is read. */
export const mappingSchema = z.strictObject({
  name: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u, 'ids are letters, digits, - and _'),
  /** Which files, by name: `*` any letters, `?` one. */
  file: z.string().min(1),
  encoding: z.enum(['utf-8', 'utf-16', 'gb18030']).optional(),
  delimiter: z.string().length(1).optional(),
  /** Of a workbook: name, or number from 1. The only visible one when absent. */
  sheet: z
    .union([z.string().min(1), z.int().positive()], { error: 'the name of a sheet, or its number from 1' })
    .optional(),
  header: headerSchema.prefault({ row: 1 }),
  ...blockShape,
  blocks: z.array(blockSchema).min(1).optional(),
  where: z.array(conditionSchema).default([]),
  skip: z
    .strictObject({
      rows: z.array(z.int().positive()).default([]),
      where: z.array(conditionSchema).default([]),
    })
    .prefault({}),
  /** The table ends before the first row of which this is true. */
  stop: conditionSchema.optional(),
  /** A row with a cell that is one of these words is a sum of others: 小计, Total. */
  subtotals: z.array(z.string().min(1)).default([]),
  /** Of several rows of one date and series only that with the most (or least) in a column. */
  pick: z.strictObject({ max: ref.optional(), min: ref.optional() }).optional(),
  /** Cells that mean "no quotation", besides empty ones and dashes. */
  missing: z.array(z.string().min(1)).default([]),
  thousands: z.enum([',', '.', ' ', "'"]).optional(),
  decimal: z.enum(['.', ',']).default('.'),
  /** Taken off either end of a number: `$`, `%`. */
  strip: z.array(z.string().min(1)).default([]),
  status: statusSchema.optional(),
  verify: z.array(identitySchema).default([]),
  /** A publisher's own file: what it changes later is its revision, not our correction. */
  release: z.boolean().default(false),
  /** Numbers that a workbook's formulas gave when it was last saved: they may be old, so each file has to say so. */
  formulas: z.enum(['refused', 'stored']).default('refused'),
  ignore: z.array(ref).default([]),
  /** Columns named nowhere: said in a note, or not. */
  otherColumns: z.enum(['note', 'ignore']).default('note'),
});
type MappingFile = z.infer<typeof mappingSchema>;

/** A mapping as read: its tables in one list, and its identity, which decides whether a file was read with it before. */
export interface Mapping extends Omit<MappingFile, keyof MappedBlock | 'blocks'> {
  readonly blocks: readonly MappedBlock[];
  /** Hash of the file's text. */
  readonly sha256: string;
}

/** The mapping a file of the desk says. */
export function mappingOf(file: MappingFile, sha256: string): Mapping {
  const { date, columns, series, value, unit, unitColumn, blocks, ...rest } = file;
  const single: MappedBlock = { date, columns, series, value, unit, unitColumn };
  return { ...rest, sha256, blocks: blocks ?? [single] };
}
