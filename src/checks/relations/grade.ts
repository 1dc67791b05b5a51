import type { RelationSpec } from '../../model/catalog.ts';
import { SMALL } from '../slip-check.ts';
import type { Diagnosis } from './diagnose.ts';

/**
 * How bad it is, as a finding's code. What is exact holds; a large unit slip holds; an unusual market warns when it begins and is a note
 * while it lasts.
 */
export function gradeOf(
  { kind, severity }: RelationSpec,
  { slips = [], doubled }: Diagnosis,
  lasting: boolean,
): string {
  const asked = severity ?? (kind === 'identity' || kind === 'atMost' ? 'error' : 'warning');
  if (kind === 'identity' || kind === 'atMost') {
    if (asked === 'error') return 'E_CHECK_IDENTITY';
    return doubled ? 'W_CHECK_SUBTOTAL' : 'W_CHECK_IDENTITY';
  }
  const [slip] = slips;
  const name = kind === 'same' ? 'CHECK_SOURCES' : 'CHECK_BAND';
  if (slip && !SMALL.has(slip.cause)) return 'E_CHECK_UNIT';
  if (asked === 'error') return `E_${name}`;
  // One quantity from two sources, off by a unit's factor, has no excuse in the market: it is told until it is mended.
  if (lasting && !(slip && kind === 'same')) return `I_${name}`;
  return slip ? 'W_CHECK_UNIT' : `W_${name}`;
}
