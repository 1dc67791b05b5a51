import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { assay, startAssay } from '../support/assay.ts';
import { temporaryDesk } from '../support/desk.ts';
import { fillLedger, loopback, mailingDesk, publishLetters } from '../support/mail-desk.ts';
import { sinkLog, startSinkProcess } from '../support/smtp-process.ts';

const WEEK = '2025-W24';
const COUNT = 600;

/** Takes all that is left of a disk. */
function fill(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (const size of [65_536, 4096, 512]) {
      try {
        for (;;) writeSync(handle, Buffer.alloc(size, 1));
      } catch {
        // Full for pieces of that size.
      }
    }
  } finally {
    closeSync(handle);
  }
}

test('a disk that fills up under the ledger stops the sending; with room again nobody gets two and none is in doubt', async (context) => {
  const root = await temporaryDesk({});
  const data = join(root, 'data');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'assay-test', data], { stdio: 'pipe' });
  } catch {
    console.warn('SKIPPED: a full disk cannot be simulated here (mounting a small tmpfs needs root)');
    context.skip();
  }
  const log = join(root, 'sink.log');
  const sink = await startSinkProcess({ log });
  // Five connections, each with a letter that waits for its answer.
  sink.allow(10);
  try {
    mkdirSync(join(data, 'inbox'));
    await writeFile(
      join(data, 'desk.yaml'),
      mailingDesk(loopback(sink.port), { stateFolder: join(root, 'state') }),
    );
    await publishLetters(root, WEEK);
    await fillLedger(join(data, 'ledger.db'), COUNT);
    const env = { DATABASE_URL: '' };
    const { child, ended } = startAssay(['send', WEEK, '--desk', root], { env });
    onTestFinished(() => void child.kill('SIGKILL'));
    await expect.poll(async () => (await sinkLog(log)).length).toBe(15);
    fill(join(data, 'ballast'));
    sink.allow(undefined);
    const full = await ended;
    expect({ code: full.code, stdout: full.stdout }).toEqual({ code: 74, stdout: '' });
    expect(full.stderr).toMatch(
      /^The ledger cannot be written\. What became of letters is kept in .*\.journal; the next run takes it over\.\nE_DB_FULL data\/ledger\.db: the disk is full\./m,
    );
    expect(full.stderr).not.toMatch(/E_INTERNAL|^\s+at /m);
    expect((await sinkLog(log)).length).toBeLessThan(COUNT);

    const still = await assay(['send', WEEK, '--desk', root], { env });
    expect(still.code).toBe(74);

    await rm(join(data, 'ballast'));
    const sent = await assay(['send', WEEK, '--desk', root], { env });
    expect(sent.stdout).toBe(
      `${WEEK} to weekly: finished\n  in all           ${COUNT}\n  accepted         ${COUNT}\n`,
    );
    expect(sent.code).toBe(0);
    const got = (await sinkLog(log)).map(({ address }) => address);
    expect(new Set(got).size).toBe(COUNT);
    expect(got).toHaveLength(COUNT);
    expect((await assay(['deliveries', 'audit', '--desk', root], { env })).code).toBe(0);
    expect(await readdir(join(data, 'outcomes'))).toEqual([]);
  } finally {
    await sink.close();
    execFileSync('umount', ['-l', data]);
  }
});
