import type { RelationSpec } from '../../model/catalog.ts';
import type { Finding } from '../../model/finding.ts';
import { SMALL } from '../slip-check.ts';
import type { Diagnosis } from './diagnose.ts';

type Grade = Pick<Finding, 'code' | 'severity'>;

/**
 * How bad it is. What is exact holds; a large unit slip holds; an unusual market warns when it begins and is a note
 * while it lasts.
 */
export function gradeOf(
  { kind, severity }: RelationSpec,
  { slips = [], doubled }: Diagnosis,
  lasting: boolean,
): Grade {
  const asked = severity ?? (kind === 'identity' || kind === 'atMost' ? 'error' : 'warning');
  if (kind === 'identity' || kind === 'atMost') {
    if (asked === 'error') return error('E_CHECK_IDENTITY');
    return warning(doubled ? 'W_CHECK_SUBTOTAL' : 'W_CHECK_IDENTITY');
  }
  const [slip] = slips;
  const name = kind === 'same' ? 'CHECK_SOURCES' : 'CHECK_BAND';
  if (slip && !SMALL.has(slip.cause)) return error('E_CHECK_UNIT');
  if (asked === 'error') return error(`E_${name}`);
  if (lasting) return { code: `I_${name}`, severity: 'note' };
  return warning(slip ? 'W_CHECK_UNIT' : `W_${name}`);
}

function error(code: string): Grade {
  return { code, severity: 'error' };
}

function warning(code: string): Grade {
  return { code, severity: 'warning' };
}
