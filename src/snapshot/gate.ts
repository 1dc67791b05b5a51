import { addDays, weekOf, weekStart } from '../calendar/week.ts';
import { AssayError } from '../errors.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import type { Finding, Verdict } from '../model/finding.ts';
import type { Snapshot, SnapshotSeries } from '../model/snapshot.ts';
import type { IsoDate } from '../model/time.ts';

export interface Gated {
  readonly verdict: Verdict;
  /** How many checks were run; a gate that saw nothing holds. */
  readonly checks: number;
  readonly findings: Finding[];
}

/**
 * The last look before an edition is made: is there anything of this week, and is every value that goes into it one
 * the catalog allows? `pass`, `notes` (readers are told) or `hold`. Pure.
 */
export function gate(snapshot: Snapshot): Gated {
  const specs = snapshot.metals.flatMap((metal) => metal.series);
  const findings: Finding[] = [...snapshot.findings];
  let checks = 0;
  let fresh = 0;
  let newest = '';
  for (const spec of specs) {
    const own = Object.hasOwn(snapshot.series, spec.id) ? snapshot.series[spec.id] : undefined;
    // Whether it has a value this week is a check of its own, also of a series without any.
    checks += 1;
    const last = own?.dates[own.dates.length - 1];
    if (!own || last === undefined) continue;
    if (last >= weekStart(snapshot.week)) fresh += 1;
    if (last > newest) newest = last;
    checks += own.values.length;
    findings.push(...implausible(spec, own, snapshot));
  }
  if (checks === 0) findings.push(nothingChecked());
  else if (fresh === 0) findings.push(emptyWeek(snapshot, newest));
  const held = findings.some((finding) => finding.severity === 'error');
  return { verdict: held ? 'hold' : findings.length > 0 ? 'notes' : 'pass', checks, findings };
}

/** The gate's word for a manifest. Throws AssayError data with every finding that holds the edition. */
export function passOrHold(snapshot: Snapshot): Gated {
  const gated = gate(snapshot);
  if (gated.verdict === 'hold') {
    throw new AssayError(
      'data',
      gated.findings.filter((finding) => finding.severity === 'error'),
    );
  }
  return gated;
}

/** The gate's word and what was noticed later, while the pages were made. */
export function noted(gated: Gated, more: readonly Finding[]): Gated {
  return more.length === 0 ? gated : { ...gated, verdict: 'notes', findings: [...gated.findings, ...more] };
}

/** Values that were let in by an earlier catalog and that today's refuses. */
function implausible(spec: SeriesSpec, own: SnapshotSeries, snapshot: Snapshot): Finding[] {
  const [low, high] = spec.range;
  const lowest = snapshot.desk.data.allowNegative.includes(spec.id) ? Math.min(low, -high) : low;
  const isOutside = (value: string): boolean => {
    const number = Number(value);
    return !(number >= lowest && number <= high);
  };
  const first = own.values.findIndex(isOutside);
  if (first < 0) return [];
  const others = own.values.filter(isOutside).length - 1;
  const more = others > 0 ? ` (and on ${others} more ${others === 1 ? 'day' : 'days'})` : '';
  return [
    {
      code: 'E_DATA_RANGE',
      severity: 'error',
      where: spec.id,
      message: `${own.values[first]} of ${own.dates[first]}${more} is outside ${low} to ${high} ${spec.unit}, the range of ${JSON.stringify(spec.name.en)}. Correct the value, or the range in the catalog.`,
      series: spec.id,
    },
  ];
}

function nothingChecked(): Finding {
  return {
    code: 'E_GATE_NOTHING',
    severity: 'error',
    where: 'data/metals',
    message: 'the catalog has no series: nothing was checked. Expected at least one metal with a series.',
  };
}

function emptyWeek(snapshot: Snapshot, newest: IsoDate | ''): Finding {
  const until = addDays(snapshot.weekEnding, 1);
  const have =
    newest === '' ? 'There is none before it either.' : `The newest week that has data is ${weekOf(newest)}.`;
  return {
    code: 'E_WEEK_EMPTY',
    severity: 'error',
    where: snapshot.week,
    message: `no series has an observation from ${weekStart(snapshot.week)} to ${until}. ${have}`,
  };
}
