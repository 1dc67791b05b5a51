import { addDays } from '../calendar/week.ts';
import type { PlacedOverride } from '../catalog/index.ts';
import { type CheckContext, contextOf, runChecks } from '../checks/index.ts';
import type { Finding } from '../model/finding.ts';
import type { Override, Withheld } from '../model/override.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { IsoDate } from '../model/time.ts';
import {
  acceptedNote,
  excludedNote,
  expiredWarning,
  longWarning,
  type Touching,
  unusedNote,
} from './override-findings.ts';
import { DAILY_DAYS } from './thin.ts';

/** What the desk says of single values, and the day on which it is asked: overrides end by the build's calendar. */
export interface Screening {
  readonly overrides: readonly PlacedOverride[];
  readonly today: IsoDate;
}

/** Nobody answers for a value longer than this without looking at it again. */
const LONGEST_DAYS = 366;

/**
 * Runs every check over a frozen week and settles what becomes of each value they object to: somebody accepts it,
 * somebody excludes it, or it is withheld. All of it travels in the snapshot, so that a replay asks nothing again.
 */
export function screen(snapshot: Snapshot, { overrides, today }: Screening): Snapshot {
  const frozen = contextOf(snapshot);
  const touching = overrides.flatMap((override) => touchingOf(override, frozen));
  const over = touching.filter(({ override, point }) => override.expires < today && point !== undefined);
  const standing = touching.filter(({ override }) => override.expires >= today);
  const excluded = standing.filter((one) => one.override.action === 'exclude' && covers(one));
  const out = byDay(excluded.flatMap(excludedEntry));

  // What is taken out is no neighbor for the others to be compared with, what is accepted is one.
  const accepting = standing.filter((one) => one.override.action === 'accept' && covers(one));
  const settled = excluded.length + accepting.length > 0;
  const decided = { ...snapshot, withheld: out, overrides: accepting.map(plainOverride) };
  const { findings, checks } = runChecks(settled ? contextOf(decided) : frozen);
  const found = [...snapshot.findings, ...findings].filter(
    (one) => !excluded.some((each) => isOn(one, each)),
  );

  const objections = (each: Touching) => found.filter((one) => one.severity !== 'note' && isOn(one, each));
  const accepted = accepting.filter((each) => objections(each).length > 0);
  const open = found.filter((one) => one.severity === 'note' || !accepted.some((each) => isOn(one, each)));
  const unused = standing.filter((each) => !excluded.includes(each) && !accepted.includes(each));
  const withheld = byDay([...entriesOf(out), ...open.flatMap((one) => heldEntry(one, frozen))]);
  const said = [...accepted, ...excluded, ...over].map(plainOverride);
  return {
    ...snapshot,
    checks,
    findings: [
      ...open,
      ...over.map(expiredWarning),
      ...standing.filter(({ override }) => override.expires > addDays(today, LONGEST_DAYS)).map(longWarning),
      ...accepted.map((each) => acceptedNote(each, objections(each))),
      ...excluded.map(excludedNote),
      ...unused.map(unusedNote),
    ],
    ...(said.length === 0 ? {} : { overrides: said }),
    ...(Object.keys(withheld).length === 0 ? {} : { withheld }),
  };
}

/** The override with the value it speaks of; nothing where the week does not reach that day. */
function touchingOf(override: PlacedOverride, { subjects, saturday }: CheckContext): Touching[] {
  const points = subjects.get(override.series)?.points ?? [];
  const point = points.find((one) => one.date === override.date);
  if (point !== undefined) return [{ override, point }];
  // Further back an absent value says nothing: only the last one of each week is kept there.
  const reached = override.date <= saturday && override.date >= addDays(saturday, -DAILY_DAYS);
  return reached ? [{ override }] : [];
}

function plainOverride({ override: { where: _where, ...plain } }: Touching): Override {
  return plain;
}

/** Whether it speaks of the very value that is there: another one that came later is not covered. */
function covers({ override, point }: Touching): boolean {
  if (point === undefined) return false;
  // As YAML reads a number: a converted value may have more digits than that.
  return override.value === undefined || Number(point.text) === override.value;
}

function isOn(finding: Finding, { override }: Touching): boolean {
  return finding.series === override.series && finding.date === override.date;
}

type Entry = readonly [series: string, value: Withheld];

function excludedEntry({ override, point }: Touching): Entry[] {
  if (point === undefined) return [];
  const { series, date, by, reason } = override;
  return [[series, { date, value: point.text, code: 'OVERRIDE', by, reason }]];
}

/** The value an error is about. An error about no single value holds the edition and withholds nothing. */
function heldEntry({ severity, series, date, code, cause }: Finding, { subjects }: CheckContext): Entry[] {
  if (severity !== 'error' || series === undefined || date === undefined) return [];
  const point = subjects.get(series)?.points.find((one) => one.date === date);
  if (point === undefined) return [];
  return [[series, { date, value: point.text, code, ...(cause === undefined ? {} : { cause }) }]];
}

function entriesOf(withheld: Readonly<Record<string, readonly Withheld[]>>): Entry[] {
  return Object.entries(withheld).flatMap(([series, values]) =>
    values.map((value): Entry => [series, value]),
  );
}

/** By series and day, one entry a day: of several errors the one whose cause is known says most. */
function byDay(entries: readonly Entry[]): Record<string, Withheld[]> {
  const telling = [...entries].sort(
    ([a, x], [b, y]) =>
      order(a, b) || order(x.date, y.date) || Number(x.cause === undefined) - Number(y.cause === undefined),
  );
  const withheld: Record<string, Withheld[]> = {};
  for (const [series, value] of telling) {
    const own = withheld[series] ?? [];
    if (own.at(-1)?.date !== value.date) own.push(value);
    withheld[series] = own;
  }
  return withheld;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
