import type { ChangeKind, SeriesAnalysis } from '../model/analysis.ts';
import type { DerivedSpec, SeriesSpec } from '../model/catalog.ts';
import type { History } from './history.ts';

/** A series or derived series as the metrics see it: what it is, how it behaves, what was read. */
export interface Subject {
  readonly id: string;
  readonly metal: string;
  readonly spec: SeriesSpec | DerivedSpec;
  /** Kind of the series; a derived sum of stocks is a `stock`, other derived series are `derived`. */
  readonly kind: SeriesSpec['kind'] | 'derived';
  readonly frequency: SeriesSpec['frequency'];
  readonly venue: string;
  readonly change: ChangeKind;
  readonly staleAfterDays: number;
  /** English name of the source, or of the parts' sources. */
  readonly source: string;
  readonly check: 'passed' | 'warned';
  readonly history: History;
  /** Values that keep this week's from the page, its own or its parts'; then nothing of it is printed. */
  readonly withheldBy: NonNullable<SeriesAnalysis['withheldBy']>;
}

export function observedSubject(
  metal: string,
  spec: SeriesSpec,
  history: History,
  check: Subject['check'],
  withheldBy: Subject['withheldBy'] = [],
): Subject {
  return {
    id: spec.id,
    metal,
    spec,
    kind: spec.kind,
    frequency: spec.frequency,
    venue: spec.venue,
    change: spec.change,
    staleAfterDays: spec.staleAfterDays,
    source: spec.source.name.en,
    check,
    history,
    withheldBy,
  };
}

/**
 * A derived series goes by the venue of its first part; it is daily unless all its parts keep another rhythm. A sum
 * has one value a week, unless all its parts are monthly.
 */
export function derivedSubject(
  metal: string,
  spec: DerivedSpec,
  parts: readonly [Subject, ...Subject[]],
  history: History,
  fx?: Subject,
): Subject {
  const stocks = spec.formula === 'sum' && parts.every((part) => isStock(part));
  return {
    id: spec.id,
    metal,
    spec,
    kind: stocks ? 'stock' : 'derived',
    frequency: frequencyOf(spec, parts),
    venue: parts[0].venue,
    change: spec.change,
    staleAfterDays: Math.max(...parts.map((part) => part.staleAfterDays)),
    source: [...new Set(parts.map((part) => part.source))].join(', '),
    check: parts.some((part) => part.check === 'warned') ? 'warned' : 'passed',
    history,
    withheldBy: wasEver(parts)
      ? unique([...parts, ...(fx ? [fx] : [])].flatMap((part) => part.withheldBy))
      : [],
  };
}

/** Whether all parts have values: without one of them there is nothing to withhold. */
function wasEver(parts: readonly Subject[]): boolean {
  return parts.every(({ history }) => history.days.length + history.withheldDays.length > 0);
}

/** Two parts may rest on one withheld value. */
function unique(all: Subject['withheldBy']): Subject['withheldBy'] {
  return all.filter(({ withheld }, at) => all.findIndex((other) => other.withheld === withheld) === at);
}

function frequencyOf(spec: DerivedSpec, parts: readonly [Subject, ...Subject[]]): Subject['frequency'] {
  const [{ frequency }] = parts;
  const shared = parts.every((part) => part.frequency === frequency);
  if (isSum(spec)) return shared && frequency === 'monthly' ? frequency : 'weekly';
  return shared ? frequency : 'daily';
}

/** A total, made of the last values of a week. */
export function isSum(spec: Subject['spec']): boolean {
  return 'formula' in spec && spec.formula === 'sum';
}

export function isStock(subject: Subject): boolean {
  return subject.kind === 'stock' || subject.kind === 'etf';
}
