import { openLedger } from '../../../src/store/ledger/index.ts';
import { outcome } from './scene.ts';

/**
 * A process that plans and sends, to be killed: `sender.mjs PLACE NAME WEEKS`. Says `planned ID` and `accepted ID`
 * after the ledger acknowledged it.
 */
const [place = '', name = '', weeks = '1'] = process.argv.slice(2);
const ledger = await openLedger(place);
const deadline = '2025-06-20T00:00:00.000Z';
const now = '2025-06-14T04:00:00.000Z';
for (let at = 10; at < 10 + Number(weeks); at += 1) {
  const week = `2025-W${at}`;
  const wanted = { edition: week, week, version: 0, list: 'weekly', manifest: 'm', deadline };
  const { campaign } = await ledger.plan(wanted, now);
  process.stdout.write(`planned ${campaign.id}\n`);
  for (;;) {
    const request = { campaign: campaign.id, owner: name, leaseUntil: deadline, now, limit: 5 };
    const { claimed } = await ledger.claim(request);
    if (claimed.length === 0) break;
    const { granted } = await ledger.write({ outcomes: [], intents: claimed, owner: name }, now);
    const outcomes = claimed
      .filter(({ delivery }) => granted.has(delivery))
      .map((claim) => outcome(claim, 'ACCEPTED'));
    await ledger.write({ outcomes, intents: [], owner: name }, now);
    for (const { delivery } of outcomes) process.stdout.write(`accepted ${delivery}\n`);
  }
}
await ledger.close();
