import { sql } from 'kysely';
import type { AttemptEvent } from '../../model/delivery.ts';
import { storable, type Tx } from '../database/dialect.ts';
import { statement } from '../database/statement.ts';

/** A line of a delivery's history, by the number of the delivery's row. */
export type NewAttempt = Omit<AttemptEvent, 'delivery'> & {
  readonly number: number;
  /** How often the subscriber's state had changed when it was claimed; of an intent. */
  readonly turn?: number;
};

/** Writes lines of history; one that is there already stays as it is. */
export async function record(tx: Tx, attempts: readonly NewAttempt[]): Promise<void> {
  if (attempts.length === 0) return;
  const rows = attempts.map((one) => [
    one.number,
    one.attempt,
    one.fence,
    one.kind,
    one.state,
    one.at,
    storable(one.phase),
    one.code,
    storable(one.enhanced),
    storable(one.text),
    storable(one.queueId),
    storable(one.owner),
    one.turn ?? 0,
  ]);
  await RECORD.run(tx, { rows: JSON.stringify(rows) });
}

const RECORD = statement<never, { rows: string }>(
  (value, { batch }) => sql`insert into attempt
      (number, n, fence, kind, state, at, phase, code, enhanced, reply, queue_id, owner, turn)
    select cast(batch.value ->> 0 as integer), cast(batch.value ->> 1 as integer),
      cast(batch.value ->> 2 as integer), batch.value ->> 3, batch.value ->> 4, batch.value ->> 5,
      batch.value ->> 6, cast(batch.value ->> 7 as integer), batch.value ->> 8, batch.value ->> 9,
      batch.value ->> 10, batch.value ->> 11, cast(batch.value ->> 12 as integer)
    from ${batch(value('rows'))} where 1 = 1 on conflict do nothing`,
);
