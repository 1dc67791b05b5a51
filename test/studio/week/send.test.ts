import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../../src/store/ledger/index.ts';
import { fillLedger, loopback, mailDesk } from '../../support/mail-desk.ts';
import { startSink } from '../../support/smtp.ts';
import { openStudio } from '../../support/studio.ts';

const PAGE = '/week/2025-W24/send';

async function sendingStudio(count: number) {
  const sink = await startSink();
  onTestFinished(() => sink.close());
  const root = await mailDesk(loopback(sink.port));
  const place = join(root, 'data', 'ledger.db');
  await fillLedger(place, count);
  const ledger = await openLedger(place);
  const studio = await openStudio({ root, ledger });
  onTestFinished(async () => {
    await studio.shop.sender.settled();
    await ledger.close();
  });
  return { ...studio, sink, ledger };
}

test('an edition goes to as many as were typed, while whoever sent it does something else', async () => {
  const { sink, shop, ledger, clientFor } = await sendingStudio(3);
  const editor = await clientFor('editor');
  const seen = (await editor.get(PAGE)).body;
  expect(seen).toContain('3 recipients');
  expect(seen).toContain('Send to 3');
  const fields = { edition: '2025-W24', list: 'weekly' };
  const wrong = await editor.post(PAGE, { ...fields, expect: '30' });
  expect([wrong.statusCode, wrong.body.includes('E_SEND_EXPECT')]).toEqual([422, true]);
  const none = await editor.post(PAGE, { ...fields, expect: '' });
  expect(none.statusCode).toBe(400);
  expect(await ledger.campaigns()).toEqual([]);
  const begun = await editor.post(PAGE, { ...fields, expect: ' 3 ' });
  expect([begun.statusCode, begun.headers.location]).toEqual([303, '/mail']);
  await shop.sender.settled();
  expect(sink.messages).toHaveLength(3);
  expect(shop.sender.list()[0]).toMatchObject({ edition: '2025-W24', state: 'finished', by: 'editor' });
  expect((await editor.get(PAGE)).body).not.toContain('name="expect"');
});

test('analysts see what would be sent, and are told who sends', async () => {
  const { clientFor } = await sendingStudio(2);
  const analyst = await clientFor('analyst');
  const page = (await analyst.get(PAGE)).body;
  expect(page).toContain('2 recipients');
  expect(page).toContain('Editors send.');
  expect(page).not.toContain('name="expect"');
  const answer = await analyst.post(PAGE, { edition: '2025-W24', list: 'weekly', expect: '2' });
  expect(answer.statusCode).toBe(403);
});
