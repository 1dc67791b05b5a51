import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { DESK } from '../../src/schedule/dues.ts';
import { openLedger } from '../../src/store/ledger/index.ts';
import { type Occurrence, openOffice } from '../../src/store/office/index.ts';
import { assay } from '../support/assay.ts';
import { faketimeLibrary, startAt } from '../support/faketime.ts';
import { heldBrowser } from '../support/held-browser.ts';
import { ledgerPlaces } from '../support/ledgers.ts';
import { fillLedger, loopback, mailingDesk } from '../support/mail-desk.ts';
import { thinDesk } from '../support/sample-desk.ts';
import { startSink } from '../support/smtp.ts';

const WEEK = '2025-W24';
/** Ten seconds before the build is due, by Shanghai's clocks on a Sunday. A minute passes in six seconds. */
const MOMENT = '2025-06-15T09:59:50Z';
const SPEED = 10;

const library = faketimeLibrary();
/** From these nothing goes on by itself. */
const STUCK: readonly string[] = ['held', 'failed', 'missed', 'done'];

/** A look at the office ten times a second of life, until it shows what is waited for. */
async function seen(
  look: () => Promise<Occurrence | undefined>,
  is: (one: Occurrence) => boolean,
): Promise<Occurrence> {
  for (;;) {
    const one = await look().catch(() => undefined);
    if (one !== undefined && is(one)) return one;
    if (one !== undefined && STUCK.includes(one.state)) throw new Error(`${one.state}: ${one.reason}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Half a minute each: the one that several machines share, where it is installed. */
describe.each(ledgerPlaces.slice(-1))('a scheduled Sunday on $name', ({ name, place }) => {
  test.skipIf(library === undefined)(
    'with its data late, two servers and one of them killed ends with one edition, mailed once to each of three',
    async () => {
      if (library === undefined) return;
      const sink = await startSink();
      onTestFinished(() => sink.close());
      const config: unknown = JSON.parse(mailingDesk(loopback(sink.port)));
      const schedule = {
        cron: '0 18 * * 0',
        needs: { series: ['cu_lme_3m'] },
        retryMinutes: 1,
        deadline: 'sun 23:00',
        send: { list: 'weekly', at: 'sun 18:02' },
      };
      const root = await thinDesk({
        'data/desk.yaml': JSON.stringify({ ...z.record(z.string(), z.unknown()).parse(config), schedule }),
      });
      const late = await putAside(root);
      const url = name === 'postgres' ? await place() : '';
      const [ledgerPlace, officePlace] =
        url === '' ? [join(root, 'data', 'ledger.db'), join(root, 'data', 'office.db')] : [url, url];
      await fillLedger(ledgerPlace, 3);

      // The build that is to be killed comes no further than its browser.
      const browser = await heldBrowser(root);
      const env = { DATABASE_URL: url, ASSAY_SMTP_PASSWORD: '', ASSAY_CHROME: browser.path };
      const start = () =>
        startAt(['--desk', root, 'serve', '--port', '0'], { library, moment: MOMENT, speed: SPEED, env });
      const servers = [start(), start()];
      const office = await openOffice(officePlace);
      onTestFinished(() => office.close());
      const look = () => office.occurrences.of(DESK, WEEK);

      await seen(look, ({ state, reason }) => state === 'waiting' && reason.includes('cu_lme_3m'));
      await late.bring();
      const building = await seen(look, ({ state }) => state === 'building');
      const pid = Number(building.owner.split(':')[2]);
      const killed = servers.find(({ child }) => child.pid === pid);
      expect(killed).toBeDefined();
      killed?.child.kill('SIGKILL');
      await browser.letGo();
      const done = await seen(
        look,
        ({ state }) => state === 'done' || state === 'failed' || state === 'held',
      );
      expect(done).toMatchObject({ state: 'done', edition: WEEK, reason: 'mailed to 3 of 3 on weekly' });

      // The other goes on as if nothing were: another minute, and nothing is done twice.
      await new Promise((resolve) => setTimeout(resolve, 60_000 / SPEED));
      const other = servers.find((one) => one !== killed);
      other?.child.kill('SIGTERM');
      expect((await other?.ended)?.code).toBe(0);

      const history = await office.occurrences.history(DESK, WEEK);
      const states = history.map(({ state }) => state);
      expect(states.filter((state) => state === 'done')).toHaveLength(1);
      expect(states.filter((state) => state === 'sending')).toHaveLength(1);
      const owners = new Set(
        history.map(({ owner }) => owner.split(':')[2]).filter((one) => one !== undefined),
      );
      expect(owners).toContain(String(pid));
      expect(owners).toContain(String(other?.child.pid));
      expect((await readdir(join(root, 'reports'))).filter((one) => one.startsWith('2'))).toEqual([WEEK]);
      expect((await assay(['archive', 'verify', '--desk', root], { env })).code).toBe(0);
      expect(sink.messages.map(({ to }) => to).sort()).toEqual([
        ...['reader1@a.example', 'reader2@b.example', 'reader3@c.example'],
      ]);
      const ledger = await openLedger(ledgerPlace);
      onTestFinished(() => ledger.close());
      expect(await ledger.campaigns()).toMatchObject([{ edition: WEEK, state: 'finished', planned: 3 }]);
    },
    300_000,
  );
});

/** Takes the week's figures out of the inbox until they are brought. */
async function putAside(root: string): Promise<{ bring: () => Promise<void> }> {
  const inbox = join(root, 'data', 'inbox');
  const [file] = (await readdir(inbox)).filter((one) => one.startsWith(WEEK));
  if (file === undefined) throw new Error('the sample has no figures of its week');
  await mkdir(join(root, 'aside'));
  await rename(join(inbox, file), join(root, 'aside', file));
  return { bring: () => rename(join(root, 'aside', file), join(inbox, file)) };
}
