import { AssayError } from '../errors.ts';
import type { MetalGroup, MetalSpec } from '../model/catalog.ts';
import { type Finding, hasErrors, type Verdict } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { IsoDate } from '../model/time.ts';
import { coreSeries } from './core-series.ts';
import { wayOut } from './way-out.ts';
import { wholeWeek } from './whole-week.ts';

/** What a manifest keeps of the gate. */
export interface Passed {
  readonly verdict: Verdict;
  /** How many checks were run; a gate that saw nothing holds. */
  readonly checks: number;
  readonly findings: Finding[];
}

export interface Gated extends Passed {
  /** Of each series of the catalog. */
  readonly series: Readonly<Record<string, Verdict>>;
  /** Of each group of metals that the catalog has: the worst of its series. */
  readonly sections: { readonly [G in MetalGroup]?: Verdict };
}

/**
 * The last look before an edition is made, at a week that was screened: is there anything of this week, and is nothing
 * wrong with it that nobody answers for? `pass`, `notes` (readers are told) or `hold`. Pure.
 */
export function gate(snapshot: Snapshot): Gated {
  const checks = snapshot.checks ?? 0;
  const findings = [...snapshot.findings, ...wholeWeek(snapshot)];
  const bySeries = new Map<string, Finding[]>();
  for (const one of findings) {
    if (one.series !== undefined) bySeries.set(one.series, [...(bySeries.get(one.series) ?? []), one]);
  }
  const series = Object.fromEntries(
    snapshot.metals
      .flatMap((metal) => [...metal.series, ...metal.derived])
      .map(({ id }): [string, Verdict] => [id, verdictOf(bySeries.get(id) ?? [])]),
  );
  return {
    verdict: findings.some((one) => holds(one, snapshot)) ? 'hold' : findings.length > 0 ? 'notes' : 'pass',
    checks,
    findings,
    series,
    sections: sectionsOf(snapshot.metals, series),
  };
}

/**
 * The gate's word for a manifest. Throws AssayError data with every finding that holds the edition, each with what
 * would let it pass on `today`.
 */
export function passOrHold(snapshot: Snapshot, today: IsoDate): Passed {
  const { verdict, checks, findings } = gate(snapshot);
  if (verdict === 'hold') {
    const held = findings.filter((one) => holds(one, snapshot));
    throw new AssayError(
      'data',
      held.map((one) => wayOut(one, snapshot, today)),
    );
  }
  return { verdict, checks, findings };
}

/** The gate's word and what was noticed later, while the pages were made. */
export function noted(passed: Passed, more: readonly Finding[]): Passed {
  return more.length === 0
    ? passed
    : { ...passed, verdict: 'notes', findings: [...passed.findings, ...more] };
}

/**
 * Whether an error stops the whole edition. Where the desk says `hold: core`, one about a single value of a series
 * that no core metal's paragraph rests on does not: that value is withheld and its place says so.
 */
export function holds({ severity, series, date }: Finding, snapshot: Snapshot): boolean {
  if (severity !== 'error') return false;
  if (snapshot.desk.gate.hold === 'any' || series === undefined || date === undefined) return true;
  const withheld = snapshot.withheld?.[series]?.some((one) => one.date === date) ?? false;
  return !withheld || coreSeries(snapshot.metals).has(series);
}

function verdictOf(findings: readonly Finding[]): Verdict {
  if (hasErrors(findings)) return 'hold';
  return findings.length > 0 ? 'notes' : 'pass';
}

function sectionsOf(
  metals: readonly MetalSpec[],
  series: Readonly<Record<string, Verdict>>,
): Gated['sections'] {
  const sections: { [G in MetalGroup]?: Verdict } = {};
  for (const metal of metals) {
    const own = [...metal.series, ...metal.derived].map(({ id }) => series[id] ?? 'pass');
    sections[metal.group] = worst([sections[metal.group] ?? 'pass', ...own]);
  }
  return sections;
}

function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes('hold') ? 'hold' : verdicts.includes('notes') ? 'notes' : 'pass';
}
