import { quoted } from '../../errors.ts';
import type { RelationSpec } from '../../model/catalog.ts';
import { Decimal } from '../../units/decimal.ts';
import { grouped as plainGrouped } from '../../units/grouped.ts';
import { unitLabel } from '../../units/print.ts';
import type { Subject } from '../check.ts';
import { slipWords } from '../words.ts';
import type { Diagnosis } from './diagnose.ts';
import type { Measured } from './measure.ts';
import type { Comparison } from './pairing.ts';

/** What is wrong and what was expected, with every value that took part in it. */
export function broken(
  relation: RelationSpec,
  parts: readonly Subject[],
  comparison: Comparison,
  measured: Measured,
): string {
  const values = parts.flatMap(({ spec }, at) => {
    const point = comparison.points[at];
    return point ? [`${spec.id} ${grouped(point.text)} ${unitLabel(spec.unit, 'en')}`.trim()] : [];
  });
  if (comparison.rate) values.push(`at ${grouped(comparison.rate.text)} CNY/USD`);
  const on = `on ${comparison.date} (${values.join(', ')})`;
  return `${quoted(relation.name.en)} ${is(relation, measured)} ${on}. Expected ${expected(relation, measured)}.`;
}

function is({ kind, unit, of, total }: RelationSpec, { value }: Measured): string {
  switch (kind) {
    case 'ratio':
    case 'difference':
      return `is ${withUnit(value, unit)}`;
    case 'same':
      return `differ by ${percent(value)}`;
    case 'atMost':
      return `does not hold: ${of[0]} is above ${of[1]} by ${grouped(Math.abs(value))}`;
    case 'identity':
      return `does not hold: ${total} is ${withUnit(Math.abs(value), unit)} ${value > 0 ? 'more' : 'less'} than its parts`;
  }
}

function expected({ kind, unit, of, within, tolerance = 0 }: RelationSpec, { bounds }: Measured): string {
  switch (kind) {
    case 'ratio':
    case 'difference':
      return `${grouped(bounds.low ?? 0)} to ${withUnit(bounds.high ?? 0, unit)}`;
    case 'same':
      return `at most ${within}%`;
    case 'atMost':
      return `${of[0]} to be at most ${of[1]}`;
    case 'identity':
      return `the sum of ${of.join(' + ')} to ±${withUnit(tolerance, unit)}`;
  }
}

/** The likely cause, from what is known of it, and the next step. */
export function advice(
  relation: RelationSpec,
  { slips = [], since, blamed, doubled }: Diagnosis,
  { quotient = 1 }: Measured,
  suspect: string | undefined,
): string {
  const { kind, likely } = relation;
  const parts: string[] = [];
  if (doubled) parts.push(`${suspect} is twice its parts: a subtotal counted again?`);
  if (slips.length > 0) {
    const against = since === undefined ? '' : `, against ${since}`;
    parts.push(`Probable unit slip in ${suspect ?? 'one of the two'}: ${slipWords(slips)}${against}.`);
  } else if (kind === 'same' && suspect === undefined) {
    const high = quotient > 1 ? relation.of[0] : relation.of[1];
    parts.push(`One of the two is wrong: ${high} is the higher.`);
  }
  if (blamed) {
    parts.push(`${blamed.subject.spec.id} was ${grouped(blamed.earlier.text)} on ${blamed.earlier.date}.`);
  }
  if (likely) parts.push(likely);
  parts.push(
    `Compare ${suspect ?? 'them'} with the source; correct it, or accept it in data/overrides.yaml.`,
  );
  return parts.join(' ');
}

function withUnit(value: number, unit: string | undefined): string {
  return `${grouped(value)} ${unit === undefined ? '' : unitLabel(unit, 'en')}`.trim();
}

function percent(ratio: number): string {
  return `${new Decimal(Math.abs(ratio - 1) * 100).toSignificantDigits(3)}%`;
}

/** With the minus sign of print: it is read, and not copied into a file. */
export function grouped(value: number | string): string {
  return plainGrouped(value).replace('-', '−');
}
