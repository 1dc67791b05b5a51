import { resolve } from 'node:path';
import { readSecretFile } from '../delivery/leaving/secret-file.ts';
import { DESK } from '../schedule/index.ts';
import type { Ledger } from '../store/ledger/index.ts';
import type { Office } from '../store/office/index.ts';
import { type Metrics, openMetrics } from '../studio/operation/metrics.ts';
import type { Operation } from '../studio/operation/operation-routes.ts';
import { lacksOf } from './lacks.ts';
import type { BuildQueue } from './queue.ts';

/** Of a server's state; `queue`: builds, once there is one. */
export function deskMetrics(office: Office, ledger: Ledger | undefined, queue: () => BuildQueue): Metrics {
  return openMetrics({
    queue: () => countsOf(queue().list()),
    deliveries: async () => newestCounts(ledger),
    occurrence: async () => newestOccurrence(office),
  });
}

/** What whoever watches over the server may ask. */
export async function operationOf(
  root: string,
  { office, ledger, metrics }: { office: Office; ledger: Ledger | undefined; metrics: Metrics },
): Promise<Operation> {
  const token = await readSecretFile(resolve(root, 'data', 'metrics.token'), '', '').then(
    (bytes) => bytes.toString('latin1').trim(),
    () => '',
  );
  return { lacks: lacksOf(root, { office, ledger }), metrics, token };
}

function countsOf(tickets: ReadonlyArray<{ readonly state: string }>) {
  const count = (state: string): number => tickets.filter((one) => one.state === state).length;
  return { waiting: count('waiting'), building: count('building') };
}

async function newestCounts(ledger: Ledger | undefined): Promise<Readonly<Record<string, number>>> {
  const [newest] = (await ledger?.campaigns()) ?? [];
  return ledger === undefined || newest === undefined ? {} : { ...(await ledger.counts(newest.id)) };
}

async function newestOccurrence(office: Office): Promise<string | undefined> {
  const [newest] = await office.occurrences.list(DESK, 1);
  return newest?.state;
}
