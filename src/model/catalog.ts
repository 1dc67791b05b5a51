import { z } from 'zod';
import { bilingualSchema, LANGUAGES } from './language.ts';
import { mailSchema } from './mail.ts';
import { scheduleSchema } from './schedule.ts';
import { studioSchema } from './studio.ts';

const id = z.string().regex(/^[a-z][a-z0-9_]*$/, 'ids are lower case letters, digits and _');
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const SERIES_KINDS = [
  'price',
  'premium',
  'spread',
  'fee',
  'stock',
  'oprate',
  'etf',
  'position',
  'rate',
  'fx',
  'trade',
  'tender',
  'output',
  'index',
] as const;

/** How a change of the series is said: per cent, in its own unit, in percentage points, in basis points. */
export const CHANGE_KINDS = ['pct', 'abs', 'pp', 'bp'] as const;

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const clock = {
  /** What clocks in `zone` show, `17:50`. */
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day like "17:50"'),
  zone: z.string(),
};

/**
 * When the value of a date is published: so many days, or sessions of the venue, after it; on the first such weekday
 * after it; on a day of the month after the date's, or on the n-th session of that month.
 */
export const publicationSchema = z.discriminatedUnion(
  'by',
  [
    z.strictObject({ by: z.literal('day'), after: z.int().min(0).max(31), ...clock }),
    z.strictObject({ by: z.literal('session'), after: z.int().min(0).max(20), ...clock }),
    z.strictObject({ by: z.literal('weekday'), on: z.enum(WEEKDAYS), ...clock }),
    z.strictObject({
      by: z.literal('month'),
      day: z.int().min(1).max(28),
      /** Months without a release: what would come then comes with the next. */
      skip: z.array(z.int().min(1).max(12)).max(3).optional(),
      ...clock,
    }),
    z.strictObject({ by: z.literal('month-session'), nth: z.int().min(1).max(15), ...clock }),
  ],
  { error: 'one of day, session, weekday, month, month-session' },
);
export type PublicationSpec = z.infer<typeof publicationSchema>;

/** One measured quantity at one venue and basis, with one unit. Stored in `data/metals/<metal>.yaml`. */
const seriesSchema = z.strictObject({
  id,
  kind: z.enum(SERIES_KINDS),
  name: bilingualSchema,
  /** Shorter name for tables and chart labels; the full name when absent. */
  short: bilingualSchema.optional(),
  /** Canonical unit values are stored in, as `units/` spells it: `USD/t`, `CNY/t`, `t`, `%`. */
  unit: z.string(),
  /** Unit printed where it differs from the stored one: `{ zh: 万元/吨 }`. */
  printUnit: z.partialRecord(z.enum(LANGUAGES), z.string()).optional(),
  /** Digits after the point, per language, in the printed unit. */
  decimals: z.strictObject({ en: z.int().min(0).max(6), zh: z.int().min(0).max(6) }),
  vat: z.enum(['incl', 'excl', 'exempt', 'na']),
  quote: z.enum(['close', 'settle', 'official', 'mid', 'low', 'high', 'avg', 'count']),
  /** Grade, place, incoterm: what a reader must know to compare. */
  basis: bilingualSchema.optional(),
  /** Trading calendar (`data/calendars/<venue>.yaml`) whose last session of the week is compared. */
  venue: id,
  frequency: z.enum(['daily', 'weekly', 'twice-weekly', 'monthly']),
  change: z.enum(CHANGE_KINDS),
  source: z.strictObject({
    name: bilingualSchema,
    licence: z.enum(['open', 'published', 'restricted']),
    /** When it is known, in words: "Fridays after the close". */
    lag: bilingualSchema,
    /** The same as data. Absent: a value is known on its day. */
    publication: publicationSchema.optional(),
  }),
  staleAfterDays: z.int().positive(),
  /** Widest plausible band in the canonical unit; outside it a value is refused. */
  range: z.tuple([z.number(), z.number()]),
  /** Weekly move above which the reader is warned, in the unit of `change`. */
  warnMove: z.number().positive(),
  /** 1 when a rise is good for the metal's price, -1 when bad (stocks), 0 when neither. */
  polarity: z.union([z.literal(1), z.literal(0), z.literal(-1)]),
  /** Left out of the dashboard and inventory tables; used by charts and sentences only. */
  background: z.boolean().optional(),
});
export type SeriesSpec = z.infer<typeof seriesSchema>;

/**
 * A series computed from others, date by date, on days where all parts have a value (a sum: week by week).
 * ratio: a ÷ (b × scale). difference: a − b, both in `unit`. parity: a ÷ (b × fx × (1 + VAT of the day)).
 * sum: all parts in `unit`, one value a week: the last that each part has in the ISO week, in weeks in which these lie
 * at most three days apart; dated by the latest of them.
 */
const derivedSchema = z.strictObject({
  id,
  formula: z.enum(['ratio', 'difference', 'parity', 'sum']),
  of: z.array(id).min(2),
  scale: z.number().positive().optional(),
  /** FX series of `parity`. */
  fx: id.optional(),
  name: bilingualSchema,
  short: bilingualSchema.optional(),
  unit: z.string(),
  printUnit: z.partialRecord(z.enum(LANGUAGES), z.string()).optional(),
  decimals: z.strictObject({ en: z.int(), zh: z.int() }),
  change: z.enum(CHANGE_KINDS),
  /** Band outside which the relation is doubtful. */
  band: z.tuple([z.number(), z.number()]).optional(),
  /** Left out of the tables; used by charts only. */
  background: z.boolean().optional(),
});
export type DerivedSpec = z.infer<typeof derivedSchema>;

const RELATION_KINDS = ['ratio', 'difference', 'same', 'atMost', 'identity'] as const;

/**
 * What must hold between series, checked on the days of the week on which all have a value. Units, VAT by date and,
 * through `fx`, currencies are brought together first, prices per tonne or per mtu, so that it does not matter which
 * unit a series is stored in. A ratio between a tonne and a mtu has the factor between them in `scale`.
 * ratio: a ÷ (b × scale) within `band`. difference: a − b within `band`, in `unit`. same: two sources of one quantity,
 * apart by at most `within` per cent. atMost: a ≤ b. identity: `total` = the sum of `of`, to `tolerance` in `unit`.
 * The band of a derived series is such a relation already and is not declared again.
 */
const relationSchema = z.strictObject({
  id,
  kind: z.enum(RELATION_KINDS),
  name: bilingualSchema,
  of: z.array(id).min(2),
  total: id.optional(),
  band: z.tuple([z.number(), z.number()]).optional(),
  within: z.number().positive().optional(),
  tolerance: z.number().nonnegative().optional(),
  unit: z.string().optional(),
  scale: z.number().positive().optional(),
  /** CNY for one USD, where currencies differ. */
  fx: id.optional(),
  /** What it costs to break it; absent: identities and `atMost` hold an edition, the others warn. */
  severity: z.enum(['error', 'warning']).optional(),
  /** What is usually wrong where it does not hold, as a question: "COMEX in short tons?". */
  likely: z.string().optional(),
});
export type RelationSpec = z.infer<typeof relationSchema>;

export const CHART_KINDS = [
  'line',
  'seasonal',
  'stacked',
  'movers',
  'compare',
  'spread',
  'ratio',
  'scatter',
] as const;

/** One line under `charts:` of a metal's file. */
const chartLineSchema = z.strictObject({
  id,
  kind: z.enum(CHART_KINDS),
  /** Series or derived ids, on the left axis. */
  series: z.array(id).min(1),
  /** Second axis, `line` only. */
  right: z.array(id).optional(),
  /** Open real series charted instead where the first rest on illustrative history. */
  instead: z.array(id).optional(),
  years: z.number().positive().max(12).optional(),
  /** Where it is printed; the metal's own section when absent. */
  place: z.enum(['metal', 'inventories', 'macro', 'overview']).optional(),
});
export type ChartLine = z.infer<typeof chartLineSchema>;

export const METAL_GROUPS = ['bulk', 'minor', 'energy', 'macro'] as const;
export type MetalGroup = (typeof METAL_GROUPS)[number];

/** `data/metals/<metal>.yaml`: one metal, its series in table order, its charts in print order. */
export const metalSchema = z.strictObject({
  metal: id,
  name: bilingualSchema,
  symbol: z.string().optional(),
  group: z.enum(METAL_GROUPS),
  /** Place within its group. */
  order: z.int(),
  /** One of the seven a brief always reports; a neighbor appears only when it has data. */
  core: z.boolean(),
  /** Series ids in the order the paragraph speaks of them. */
  paragraph: z.array(id),
  series: z.array(seriesSchema),
  derived: z.array(derivedSchema).default([]),
  relations: z.array(relationSchema).optional(),
  charts: z.array(chartLineSchema).default([]),
});
export type MetalSpec = z.infer<typeof metalSchema>;

/** `data/calendars/<venue>.yaml`: the weekdays on which a venue was closed, the weekend days on which it was not. */
export const calendarSchema = z.strictObject({
  venue: id,
  name: bilingualSchema,
  timeZone: z.string(),
  coveredFrom: isoDate,
  coveredThrough: isoDate,
  /** Weekdays without a session; `date: why`. */
  closed: z.record(isoDate, z.string()),
  /** Saturdays and Sundays that were worked; `date: why`. Price agencies quote then, exchanges never do. */
  worked: z.record(isoDate, z.string()).optional(),
});
export type CalendarSpec = z.infer<typeof calendarSchema>;

/** One entry of a desk's `data/holidays.yaml`: what the calendars it names do not know yet. */
export const holidaysSchema = z.strictObject({
  calendars: z.array(id).min(1),
  /** The last day of the time whose closed days are all known with these. */
  through: isoDate.optional(),
  closed: z.record(isoDate, z.string()).default({}),
  worked: z.record(isoDate, z.string()).default({}),
});
export type Holidays = z.infer<typeof holidaysSchema>;

export const SECTIONS = [
  'dashboard',
  'inventories',
  'macro',
  'bulk',
  'minor',
  'energy',
  'method',
  'data-notes',
  'disclaimer',
] as const;
export type SectionName = (typeof SECTIONS)[number];

/** What `data/desk.yaml` says of the brief: all of it becomes part of the edition. */
export const deskSchema = z.strictObject({
  version: z.literal(1).default(1),
  name: bilingualSchema,
  title: bilingualSchema,
  languages: z.array(z.enum(LANGUAGES)).min(1),
  timeZone: z.string(),
  paper: z.enum(['A4', 'Letter']).default('A4'),
  sections: z.array(z.enum(SECTIONS)).min(1),
  /** Number of the issue whose week is `firstIssue.week`; later weeks count on from it. */
  firstIssue: z.strictObject({ week: z.string(), number: z.int() }).optional(),
  data: z
    .strictObject({
      allowNegative: z.array(id).default([]),
      maxBytes: z.int().positive().default(67_108_864),
    })
    .prefault({}),
  /** What holds an edition: any held value, or only one of a series that a core metal's paragraph rests on. */
  gate: z.strictObject({ hold: z.enum(['any', 'core']).default('any') }).prefault({}),
});
export type DeskConfig = z.infer<typeof deskSchema>;

/** What comes before an edition is published: nothing, an editor's approval, or that of one who wrote nothing of it. */
const RELEASES = ['none', 'approval', 'two-person'] as const;
export type Release = (typeof RELEASES)[number];

/** `data/desk.yaml` whole. How the brief is mailed and when it is made is no part of it. */
export const deskFileSchema = deskSchema.extend({
  mail: mailSchema.optional(),
  schedule: scheduleSchema.optional(),
  release: z.enum(RELEASES).default('none'),
  studio: studioSchema.prefault({}),
});
export type DeskFile = z.infer<typeof deskFileSchema>;

/** Everything the desk's files say, read once, cross-checked, with lookups. Built by `catalog/`. */
export interface Catalog {
  readonly metals: readonly MetalSpec[];
  readonly calendars: ReadonlyMap<string, CalendarSpec>;
  readonly series: ReadonlyMap<string, SeriesSpec & { readonly metal: string }>;
  readonly derived: ReadonlyMap<string, DerivedSpec & { readonly metal: string }>;
}
