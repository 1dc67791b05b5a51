import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownerName } from '../../../src/delivery/campaign/owner.ts';
import { checkEpoch, keepEpoch, releaseEpoch, usualStateFolder } from '../../../src/delivery/epoch/epoch.ts';
import { machineUptime } from '../../../src/delivery/epoch/uptime.ts';
import { realEffects } from '../../../src/effects.ts';
import type { Ledger } from '../../../src/store/ledger/index.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

const HOUR = 3_600_000;

let folder: string;
let time: VirtualTime;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-epoch-'));
  time = virtualTime();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Counted = Pick<Ledger, 'kind' | 'instance' | 'advance'> & { copy(): Counted };

function counted(kind: Ledger['kind'] = 'sqlite', state = { id: 'one', epoch: 0, seenAt: '' }): Counted {
  let now = state;
  return {
    kind,
    instance: async () => now,
    advance: async (seenAt) => (now = { ...now, epoch: now.epoch + 1, seenAt }),
    copy: () => counted(kind, now),
  };
}

async function check(ledger: Counted, where = folder): Promise<number> {
  time.freeze(60_000);
  return (await time.run(checkEpoch(ledger, where, time))).epoch;
}

test('a new ledger begins, and each run takes it one epoch further', async () => {
  const ledger = counted();
  expect(await check(ledger)).toBe(1);
  expect(await check(ledger)).toBe(2);
  expect(readdirSync(folder)).toEqual(['one.json']);
  expect(JSON.parse(readFileSync(join(folder, 'one.json'), 'utf8'))).toEqual({
    epoch: 2,
    seenAt: (await ledger.instance()).seenAt,
    clock: { ...{ boot: 'virtual', uptime: 120_000 }, at: (await ledger.instance()).seenAt },
  });
});

test('a ledger restored from a copy is held', async () => {
  const ledger = counted();
  await check(ledger);
  const backup = ledger.copy();
  await check(ledger);
  await expect(check(backup)).rejects.toThrow(
    /^E_LEDGER_EPOCH .*one\.json: the ledger was restored or copied: it is at epoch 1, but was at 2 here at .* nothing was sent\. .*"assay deliveries release --reason WHY"\.$/,
  );
  expect((await backup.instance()).epoch).toBe(1);
});

test('a ledger that was moved to this machine is held', async () => {
  const ledger = counted();
  await check(ledger);
  rmSync(join(folder, 'one.json'));
  await expect(check(ledger)).rejects.toThrow(/it has been used 1 times, but never on this machine/);
});

test('a copy of a shared PostgreSQL that is as far, but by other steps, is held', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'assay-epoch-'));
  const ledger = counted('postgres');
  await check(ledger);
  const copy = ledger.copy();
  await releaseEpoch(copy, elsewhere, 'a test', time);
  await check(ledger);
  await expect(check(copy)).rejects.toThrow(/it was used elsewhere \(epoch 2/);
  rmSync(elsewhere, { recursive: true, force: true });
});

test('a copy that went its own way elsewhere is held, even when it is at the same epoch or further', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'assay-epoch-'));
  const ledger = counted();
  await check(ledger);
  const copy = ledger.copy();
  await releaseEpoch(copy, elsewhere, 'a test', time);
  await check(ledger);
  await expect(check(copy)).rejects.toThrow(/it was used elsewhere \(epoch 2/);
  await check(copy, elsewhere);
  await expect(check(copy)).rejects.toThrow(/it was used elsewhere \(epoch 3/);
  rmSync(elsewhere, { recursive: true, force: true });
});

test('machines that share one PostgreSQL move it on in turn, but a restored one is held there too', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'assay-epoch-'));
  const ledger = counted('postgres');
  await check(ledger);
  const backup = ledger.copy();
  await releaseEpoch(ledger, elsewhere, 'a second machine', time);
  await check(ledger, elsewhere);
  expect(await check(ledger)).toBe(4);
  await expect(check(backup)).rejects.toThrow(/^E_LEDGER_EPOCH/);
  rmSync(elsewhere, { recursive: true, force: true });
});

test('a crash between any two of its writes holds nothing', async () => {
  const ledger = counted();
  await check(ledger);
  const crash = { ...ledger, advance: async () => Promise.reject(new Error('killed before')) };
  await expect(check(crash)).rejects.toThrow('killed before');
  expect(await check(ledger)).toBe(2);
  const late = {
    ...ledger,
    advance: async (now: string) => {
      await ledger.advance(now);
      throw new Error('killed after');
    },
  };
  await expect(check(late)).rejects.toThrow('killed after');
  await expect(check(late)).rejects.toThrow('killed after');
  expect(await check(ledger)).toBe(5);
});

test('an operator may release it, with a reason that is kept', async () => {
  const ledger = counted();
  await check(ledger);
  const backup = ledger.copy();
  await check(ledger);
  await releaseEpoch(backup, folder, 'restored on purpose', time);
  expect(readFileSync(join(folder, 'one.json'), 'utf8')).toContain('restored on purpose');
  expect(await check(backup)).toBe(3);
});

test('what this machine remembers is not guessed at when it cannot be read', async () => {
  const ledger = counted();
  await check(ledger);
  writeFileSync(join(folder, 'one.json'), '{"epoch":');
  await expect(check(ledger)).rejects.toThrow(/^E_LEDGER_EPOCH .*cannot be read/);
  await releaseEpoch(ledger, folder, 'looked', time);
  expect(await check(ledger)).toBe(3);
});

test('a clock more than an hour behind the ledger is not believed', async () => {
  const ledger = counted();
  await check(ledger);
  time.jump(-50 * 60_000);
  expect(await check(ledger)).toBe(2);
  time.jump(-70 * 60_000);
  await expect(check(ledger)).rejects.toThrow(/^E_LEDGER_CLOCK this machine's clock says 2026-11-21T0/);
});

test('a clock that went forward between two runs is not believed until an operator has looked', async () => {
  const ledger = counted();
  await check(ledger);
  const before = readFileSync(join(folder, 'one.json'), 'utf8');
  time.jump(365 * 24 * HOUR);
  await expect(check(ledger)).rejects.toThrow(
    "E_LEDGER_CLOCK this machine's clock says 2027-11-21T06:02:00.000Z, but by the time it is up since its last run it is 2026-11-21T06:02:00.000Z: the clock went forward by 8760.0 hours. Nothing was sent.",
  );
  expect((await ledger.instance()).epoch).toBe(1);
  expect(readFileSync(join(folder, 'one.json'), 'utf8')).toBe(before);
  time.jump(-365 * 24 * HOUR);
  expect(await check(ledger)).toBe(2);
  time.jump(365 * 24 * HOUR);
  await releaseEpoch(ledger, folder, 'the clock was wrong before', time);
  expect(await check(ledger)).toBe(4);
});

test('a clock that went back by less than the machine was off duty is not believed either', async () => {
  const ledger = counted();
  await check(ledger);
  time.freeze(5 * HOUR);
  time.jump(-3 * HOUR);
  await expect(check(ledger)).rejects.toThrow(/^E_LEDGER_CLOCK .* the clock went back by 3\.0 hours\./);
});

test('time that passes, an hour by which a clock is set, and another start hold nothing', async () => {
  const ledger = counted();
  await check(ledger);
  time.freeze(7 * 24 * HOUR);
  expect(await check(ledger)).toBe(2);
  for (const by of [HOUR, -0.9 * HOUR, HOUR]) {
    time.jump(by);
    await check(ledger);
  }
  const far = { ...time, now: () => new Date(time.now().getTime() + 365 * 24 * HOUR) };
  await expect(checkEpoch(ledger, folder, far)).rejects.toThrow(/^E_LEDGER_CLOCK/);
  const restarted = { ...far, uptime: () => ({ boot: 'next', ms: 1000 }) };
  expect((await checkEpoch(ledger, folder, restarted)).epoch).toBe(6);
});

test('where a machine does not say how long it is up, a clock that went forward is believed', async () => {
  const ledger = counted();
  const silent = { ...time, uptime: () => undefined };
  await checkEpoch(ledger, folder, silent);
  expect(readFileSync(join(folder, 'one.json'), 'utf8')).not.toContain('clock');
  time.jump(365 * 24 * HOUR);
  expect((await checkEpoch(ledger, folder, silent)).epoch).toBe(2);
});

test('a jump of the clock is still told of when somebody left by the page meanwhile', async () => {
  const ledger = counted();
  await check(ledger);
  time.jump(2 * HOUR);
  await keepEpoch(ledger, folder, time);
  expect((await ledger.instance()).epoch).toBe(2);
  await expect(check(ledger)).rejects.toThrow(/^E_LEDGER_CLOCK .* went forward by 2\.0 hours/);
});

test.runIf(process.platform === 'linux')('Linux says how long it is up, and since which start', () => {
  const [first, second] = [machineUptime(), machineUptime()];
  expect(first?.boot).toContain(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  expect(first?.ms).toBeGreaterThan(0);
  expect(second?.ms).toBeGreaterThanOrEqual(first?.ms ?? Number.POSITIVE_INFINITY);
});

test('a copy made while letters went out is held, once the ledger was kept', async () => {
  const ledger = counted();
  await check(ledger);
  const during = ledger.copy();
  time.freeze(60_000);
  await keepEpoch(ledger, folder, time);
  await expect(check(during)).rejects.toThrow(/it is at epoch 1, but was at 2 here/);
  expect(await check(ledger)).toBe(3);
});

test('a machine that never sent from a ledger keeps nothing of it, and what is not as last seen stays held', async () => {
  const ledger = counted();
  await keepEpoch(ledger, folder, time);
  expect((await ledger.instance()).epoch).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
  await check(ledger);
  const backup = ledger.copy();
  await check(ledger);
  await keepEpoch(backup, folder, time);
  await expect(check(backup)).rejects.toThrow(/^E_LEDGER_EPOCH/);
});

test('a desk that goes on with another ledger is held, be it a new one, until an operator has looked', async () => {
  const from = (ledger: Counted, desk = 'key') => time.run(checkEpoch(ledger, folder, time, desk));
  const ledger = counted();
  await from(ledger);
  const fresh = counted('postgres', { id: 'two', epoch: 0, seenAt: '' });
  await expect(from(fresh)).rejects.toThrow(
    /^E_LEDGER_EPOCH .*two\.json: .* it is another than this desk sent from at 2026-11-21T06:00:00\.000Z/,
  );
  expect((await fresh.instance()).epoch).toBe(0);
  expect((await from(counted('sqlite', { id: 'six', epoch: 0, seenAt: '' }), 'another desk')).epoch).toBe(1);
  await releaseEpoch(fresh, folder, 'moved to PostgreSQL', time, 'key');
  expect((await from(fresh)).epoch).toBe(2);
  await expect(from(ledger)).rejects.toThrow(/^E_LEDGER_EPOCH/);
  writeFileSync(join(folder, 'desk-key.json'), '{');
  await expect(from(fresh)).rejects.toThrow(/what this machine remembers of the desk cannot be read/);
});

test('senders that start at once take turns, and a dead one’s lock is nobody’s', async () => {
  const ledger = counted();
  await check(ledger);
  const [host, boot] = ownerName().split(':');
  writeFileSync(join(folder, 'one.json.lock'), `${host}:${boot}:4194399:1`);
  const effects = realEffects(new AbortController().signal);
  time = virtualTime(new Date(effects.now().getTime() + 60_000).toISOString());
  const epochs = await Promise.all([1, 2, 3].map(() => checkEpoch(ledger, folder, effects)));
  expect(epochs.map((one) => one.epoch).sort()).toEqual([2, 3, 4]);
  expect(await check(ledger)).toBe(5);
  expect(readdirSync(folder)).toEqual(['one.json']);
});

test('a lock that somebody holds for a minute is named', async () => {
  const lock = join(folder, 'one.json.lock');
  writeFileSync(lock, ownerName());
  utimesSync(lock, time.now(), time.now());
  await expect(check(counted())).rejects.toThrow(
    /^E_LEDGER_BUSY .*one\.json\.lock: another sender \(.*\) has been starting for a minute\. Nothing was sent\./,
  );
});

test('a lock of a container that is gone is nobody’s after ten minutes', async () => {
  const lock = join(folder, 'one.json.lock');
  const at = (minutes: number): Date => new Date(time.now().getTime() - minutes * 60_000);
  writeFileSync(lock, 'elsewhere:boot:1:1');
  utimesSync(lock, at(5), at(5));
  await expect(check(counted())).rejects.toThrow(/^E_LEDGER_BUSY/);
  utimesSync(lock, at(10), at(10));
  expect(await check(counted())).toBe(1);
  expect(readdirSync(folder)).toEqual(['one.json']);
});

test('a folder that cannot be written is named', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(check(counted(), join(folder, 'file'))).rejects.toThrow(
    /^E_LEDGER_STATE .* cannot be kept \(\w+\)\. Nothing was sent\./,
  );
});

test('it lies outside the desk: in the home folder, or where XDG says', () => {
  expect(usualStateFolder({})).toMatch(/[/\\]\.local[/\\]state[/\\]assay$/);
  expect(usualStateFolder({ XDG_STATE_HOME: '/state' })).toBe(join('/state', 'assay'));
});
