import { quoted } from '../errors.ts';
import { type RawRow, STATUSES, type Status, statusNamed } from '../model/observation.ts';
import { nearest } from '../nearest.ts';
import type { Tally } from './tally.ts';

/** The row's status, or its series' usual one; undefined after saying what is wrong. */
export function statusOf(row: RawRow, assessed: boolean, tally: Tally): Status | undefined {
  if (row.status === undefined) return assessed ? 'assessed' : 'traded';
  const status = statusNamed(row.status);
  if (status === undefined) {
    const near = nearest(row.status, STATUSES);
    const hint = near ? ` Did you mean ${quoted(near)}?` : '';
    const expected = `Expected ${STATUSES.join(', ')}.`;
    tally.add(row, 'status', 'E_DATA_STATUS', `unknown status ${quoted(row.status)}.${hint} ${expected}`);
    return undefined;
  }
  if (status !== 'missing') return status;
  const message = `status "missing" beside the value ${quoted(row.value)}. Leave the value empty, or give another status.`;
  tally.add(row, 'status', 'E_DATA_STATUS', message);
  return undefined;
}
