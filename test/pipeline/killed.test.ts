import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assay, startAssay } from '../support/assay.ts';
import { heldBrowser } from '../support/held-browser.ts';
import { SAMPLE_WEEK, thinDesk } from '../support/sample-desk.ts';

const WEEK = SAMPLE_WEEK;
/** Moments of a build; more by `ASSAY_BUILD_KILLS`. */
const KILLS = Number(process.env.ASSAY_BUILD_KILLS ?? 10);

/** Chrome processes whose command line names a profile of ours. */
async function browsersOf(pid: number): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(`assay-press-${pid}-`)) found.push(line.replaceAll('\0', ' '));
  }
  return found;
}

test.skipIf(process.platform !== 'linux')(
  `killed without warning at ${KILLS} moments, the next build makes the whole edition and nothing else is left`,
  async () => {
    const root = await thinDesk();
    let start = performance.now();
    expect((await assay(['build', WEEK, '--draft', '--desk', root])).code).toBe(0);
    let whole = performance.now() - start;
    for (let kills = 0; kills < KILLS; ) {
      // An edition the last one finished would end this one at once.
      await rm(join(root, 'reports', WEEK), { recursive: true, force: true });
      // Evenly over the length of a build, so that every stage is met however fast the machine is.
      start = performance.now();
      const { child, ended } = startAssay(['build', WEEK, '--desk', root]);
      const timer = setTimeout(() => child.kill('SIGKILL'), (whole * (kills + 0.5)) / KILLS);
      const { signal, code } = await ended;
      clearTimeout(timer);
      if (signal === 'SIGKILL') kills += 1;
      else {
        expect([0, 73]).toContain(code);
        // Faster than the one that was measured.
        whole = Math.min(whole, performance.now() - start);
      }
      const editions = (await readdir(join(root, 'reports')).catch(() => [])).filter(
        (name) => !name.startsWith('.'),
      );
      if (editions.length > 0) expect((await assay(['archive', 'verify', '--desk', root])).code).toBe(0);
      await expect.poll(() => browsersOf(child.pid ?? 0)).toEqual([]);
    }

    expect([0, 73]).toContain((await assay(['build', WEEK, '--desk', root])).code);
    expect((await assay(['archive', 'verify', '--desk', root])).stdout).toBe(`${WEEK}: intact\n`);
    // A draft sweeps what the killed left; then there is the edition, the drafts, and nothing else.
    expect((await assay(['build', WEEK, '--draft', '--desk', root])).code).toBe(0);
    expect((await readdir(join(root, 'reports'))).sort()).toEqual(['.drafts', WEEK]);
    expect(
      (await readdir(join(root, 'data'))).filter((name) => !/^(inbox|assay\.db(-wal|-shm)?)$/.test(name)),
    ).toEqual(['desk.yaml']);
  },
  300_000,
);

test('Ctrl-C in the middle leaves no edition, no temporary folder and no browser, and says so', async () => {
  const root = await thinDesk();
  const { path } = await heldBrowser(root);
  const { child, ended } = startAssay(['build', WEEK, '--desk', root], { env: { ASSAY_CHROME: path } });
  await expect.poll(() => browsersOf(child.pid ?? 0)).not.toEqual([]);
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 130, stdout: '', stderr: expect.stringMatching(/^E_STOPPED /) });
  expect(await readdir(join(root, 'reports')).catch(() => [])).toEqual([]);
  await expect.poll(() => browsersOf(child.pid ?? 0)).toEqual([]);
});
