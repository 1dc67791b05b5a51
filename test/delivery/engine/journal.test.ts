import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mergeJournals, openJournal, readJournal } from '../../../src/delivery/campaign/journal.ts';
import { ownerName } from '../../../src/delivery/campaign/owner.ts';
import { AssayError } from '../../../src/errors.ts';
import type { Outcome } from '../../../src/model/delivery.ts';
import type { Batch } from '../../../src/store/ledger/index.ts';
import { virtualTime } from './virtual-time.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const outcome = (delivery: string): Outcome => ({
  delivery,
  attempt: 2,
  fence: 3,
  state: 'ACCEPTED',
  phase: 'end',
  reply: { code: 250, enhanced: '2.0.0', text: '好 Ok: queued as 4F2' },
  queueId: '4F2',
  reason: '250 2.0.0\nOk',
});

function recorder() {
  const batches: Batch[] = [];
  const write = async (batch: Batch) => {
    batches.push(batch);
    return { granted: new Set<string>() };
  };
  return { batches, write };
}

async function written(...outcomes: Outcome[]): Promise<string> {
  const journal = await openJournal(folder, virtualTime());
  for (const one of outcomes) await journal.append([one]);
  await journal.close();
  return journal.path;
}

test('16 MB are on disk from the start, and gone at the end of a run that did not need them', async () => {
  const journal = await openJournal(folder, virtualTime());
  const { size, blocks } = statSync(journal.path);
  expect(size).toBe(16 * 1024 * 1024);
  expect(blocks * 512).toBeGreaterThanOrEqual(size);
  await journal.append([outcome('a')]);
  expect(statSync(journal.path).size).toBe(size);
  expect(readJournal(journal.path, readFileSync(journal.path)).outcomes).toEqual([outcome('a')]);
  await journal.close();
  expect(readdirSync(folder)).toHaveLength(1);
  rmSync(journal.path);
  await written();
  expect(readdirSync(folder)).toEqual([]);
});

test('what was written comes back whole and in order, and the file goes', async () => {
  await written(outcome('a'), { ...outcome('b'), state: 'DEFERRED', nextAt: '2026-11-21T06:05:00.000Z' });
  const ledger = recorder();
  expect(await mergeJournals(folder, ledger, virtualTime())).toBe(2);
  expect(ledger.batches.flatMap((batch) => batch.outcomes)).toEqual([
    outcome('a'),
    { ...outcome('b'), state: 'DEFERRED', nextAt: '2026-11-21T06:05:00.000Z' },
  ]);
  expect(ledger.batches[0]?.owner).toBe(ownerName());
  expect(readdirSync(folder)).toEqual([]);
  expect(await mergeJournals(folder, ledger, virtualTime())).toBe(0);
});

test('a record that was torn by a crash is left out, those before it are not', async () => {
  const path = await written(outcome('a'), outcome('b'), outcome('c'));
  const bytes = readFileSync(path);
  const end = bytes.indexOf(0);
  expect(end).toBeGreaterThan(300);
  for (const cut of [1, 2, 20, 150]) {
    const torn = Buffer.from(bytes);
    torn.fill(0, end - cut, end);
    expect(readJournal(path, torn).outcomes.map((one) => one.delivery)).toEqual(['a', 'b']);
  }
  const flipped = Buffer.from(bytes);
  flipped[end - 30] = 0x7f;
  expect(readJournal(path, flipped).outcomes).toHaveLength(2);
  truncateSync(path, end - 10);
  expect(readJournal(path, readFileSync(path)).outcomes).toHaveLength(2);
  expect(readJournal(path, Buffer.alloc(0))).toEqual({ owner: '', ledger: undefined, outcomes: [] });
});

test('where the ledger still fails the file stays for the next run', async () => {
  await written(outcome('a'));
  const write = async () => {
    throw new Error('disk full');
  };
  await expect(mergeJournals(folder, { write }, virtualTime())).rejects.toThrow('disk full');
  expect(readdirSync(folder)).toHaveLength(1);
});

test('what a restored ledger does not know is named, and the rest is merged', async () => {
  await written(outcome('unknown'), outcome('b'));
  const ledger = recorder();
  const write = async (batch: Batch) => {
    if (batch.outcomes[0]?.delivery === 'unknown')
      throw new AssayError('data', { code: 'E_DELIVERY_UNKNOWN', where: '', message: 'no such delivery' });
    return ledger.write(batch);
  };
  const time = virtualTime();
  expect(await mergeJournals(folder, { write }, time)).toBe(1);
  expect(time.lines).toEqual([
    'W_SEND_JOURNAL unknown: the ledger does not know this delivery; it was ACCEPTED (250 2.0.0\\nOk).',
  ]);
  expect(readdirSync(folder)).toEqual([]);
});

test('a journal somebody is writing in is left alone, be it our own or another’s; a dead process’s is merged', async () => {
  const mine = await openJournal(folder, virtualTime());
  await mine.append([outcome('mine')]);
  const ledger = recorder();
  expect(await mergeJournals(folder, ledger, virtualTime())).toBe(0);
  await mine.close();

  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await once(child, 'spawn');
  const [host, boot] = ownerName().split(':');
  const start = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19];
  const text = readFileSync(mine.path, 'utf8');
  const { createHash } = await import('node:crypto');
  const head = JSON.stringify({ owner: [host, boot, child.pid, start].join(':') });
  const sum = createHash('sha256').update(head).digest('hex').slice(0, 16);
  writeFileSync(mine.path, `${sum} ${head}\n${text.slice(text.indexOf('\n') + 1)}`);
  expect(await mergeJournals(folder, ledger, virtualTime())).toBe(0);
  child.stdin.end();
  await once(child, 'exit');
  expect(await mergeJournals(folder, ledger, virtualTime())).toBe(1);
});

test('a journal of a host we cannot ask after is nobody’s after a day', async () => {
  const path = await written(outcome('a'));
  const other = join(folder, 'other.journal');
  const { createHash } = await import('node:crypto');
  const head = JSON.stringify({ owner: 'elsewhere:boot:1:1' });
  const sum = createHash('sha256').update(head).digest('hex').slice(0, 16);
  writeFileSync(other, `${sum} ${head}\n`);
  rmSync(path);
  const written2 = new Date(statSync(other).mtimeMs);
  const at = (hours: number) => virtualTime(new Date(written2.getTime() + hours * 3_600_000).toISOString());
  await mergeJournals(folder, recorder(), at(23));
  expect(readdirSync(folder)).toEqual(['other.journal']);
  await mergeJournals(folder, recorder(), at(25));
  expect(readdirSync(folder)).toEqual([]);
});

test('a run over another ledger leaves a journal to those who go on with its own', async () => {
  const journal = await openJournal(folder, virtualTime(), 'one');
  await journal.append([outcome('a')]);
  await journal.close();
  const [ledger, time] = [recorder(), virtualTime()];
  expect(await mergeJournals(folder, ledger, time, 'two')).toBe(0);
  expect(ledger.batches).toEqual([]);
  expect(time.lines).toEqual([
    `W_SEND_JOURNAL ${journal.path}: of a run over another ledger; left for the next run over that.`,
  ]);
  expect(await mergeJournals(folder, ledger, time, 'one')).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

test('without room for it nothing is begun', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  await expect(openJournal(join(file, 'below'), virtualTime())).rejects.toThrow(
    /^E_SEND_JOURNAL .*: 16 MB could not be reserved \((?:ENOTDIR|EEXIST)\); nothing was sent\./,
  );
});

test('records of another version are not guessed at', async () => {
  const strange = { ...outcome('a'), surprise: 1 };
  const path = await written(strange);
  expect(() => readJournal(path, readFileSync(path))).toThrow(/^E_SEND_JOURNAL .*another version of Assay/);
});
