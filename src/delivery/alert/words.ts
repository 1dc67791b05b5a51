import { oneLine } from '../../errors.ts';
import type { Alert } from './alert.ts';

const KINDS: Readonly<Record<Alert['kind'], string>> = {
  held: 'is held',
  failed: 'failed',
  missed: 'was missed',
  recovered: 'goes on',
  'not-out': 'is not out',
};

/** `[Assay] 2026-W47 is held`. */
export function alertSubject({ kind, week }: Alert): string {
  return `[Assay] ${week === '' ? 'the schedule' : week} ${KINDS[kind]}`;
}

export function alertText({ kind, week, edition, reason, at }: Alert): string {
  return [
    `${week === '' ? 'The schedule' : `The edition of ${week}`} ${KINDS[kind]}.`,
    '',
    oneLine(reason),
    '',
    ...(edition === '' ? [] : [`Edition: ${edition}`]),
    `Time: ${at}`,
  ].join('\n');
}
