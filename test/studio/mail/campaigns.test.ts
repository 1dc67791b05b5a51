import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkEpoch } from '../../../src/delivery/epoch/epoch.ts';
import { ledgerPlaces } from '../../support/ledgers.ts';
import { begun, KEY, mailStudio, NOW } from './mail-studio.ts';

describe.each(ledgerPlaces)('campaigns in the studio, on $name', (where) => {
  test('the overview counts what was sent, names what is in doubt, and lists the lists', async () => {
    const { ledger, clientFor } = await mailStudio(where);
    const id = await begun(ledger, 2, 3);
    await ledger.subscribers.change((writing) => writing.setState(6, 'bounced', 'dsn', '5.1.1 gone', NOW));
    const client = await clientFor('analyst');
    const { statusCode, body } = await client.get('/mail');
    expect(statusCode).toBe(200);
    expect(body).toContain(`href="/mail/campaigns/${id}"`);
    expect(body).toMatch(/<span class="num">2<\/span> <span class="state state-warn">uncertain/);
    expect(body).toMatch(/<span class="num">3<\/span> <span class="state state-good">accepted/);
    expect(body).toContain('2 letters may have arrived or not: decide');
    expect(body).toMatch(/list=weekly&#x3D;?|list&#x3D;weekly|list=weekly/);
    expect(body).toContain('reader6@c.example');
  });
});

/** The rest asks nothing of a database that is not asked elsewhere. */
const [where] = ledgerPlaces;

describe('a campaign in the studio', () => {
  if (where === undefined) throw new Error('no place for a ledger');

  test('counts are live while letters go out and stand still when they have ended', async () => {
    const { ledger, clientFor } = await mailStudio(where);
    const id = await begun(ledger, 0, 4);
    const client = await clientFor('reader');
    const part = await client.get(`/mail/campaigns/${id}/counts`, { 'hx-request': 'true' });
    expect(part.body).toContain('hx-trigger="every 2s"');
    expect(part.body).not.toContain('<html');
    // Without a script there is a link that does the same.
    expect(part.body).toContain(`<a href="/mail/campaigns/${id}">Refresh</a>`);
    await ledger.setCampaign(id, 'cancelled', 'test', NOW);
    const after = await client.get(`/mail/campaigns/${id}/counts`, { 'hx-request': 'true' });
    expect(after.body).not.toContain('hx-trigger');
    expect(after.body).toContain('cancelled');
  });

  test('an editor pauses, lets go on and cancels, with a reason that is kept', async () => {
    const { ledger, clientFor, office } = await mailStudio(where);
    const id = await begun(ledger, 0, 1);
    const stateOf = async () => (await ledger.campaigns())[0];
    const editor = await clientFor('editor');
    expect((await editor.post(`/mail/campaigns/${id}/pause`, { reason: ' ' })).statusCode).toBe(400);
    expect((await stateOf())?.state).toBe('open');
    await editor.post(`/mail/campaigns/${id}/pause`, { reason: 'a wrong figure' });
    expect(await stateOf()).toMatchObject({ state: 'paused', reason: 'a wrong figure (editor)' });
    await editor.post(`/mail/campaigns/${id}/open`, { reason: 'it is right' });
    expect((await stateOf())?.state).toBe('open');
    const cancel = await editor.post(`/mail/campaigns/${id}/cancel`, { reason: 'corrected' });
    expect(cancel.headers.location).toBe(`/mail/campaigns/${id}`);
    expect((await editor.get(`/mail/campaigns/${id}`)).body).toContain('corrected (editor)');
    expect((await ledger.counts(id)).CANCELLED).toBe(5);
    const said = (await office.audit.list()).filter(({ outcome }) => outcome === 'done');
    expect(said.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['campaign.pause', 'campaign.open', 'campaign.cancel']),
    );
  });

  test('readers see counts and letters by number, and no address anywhere', async () => {
    const { ledger, clientFor } = await mailStudio(where);
    const id = await begun(ledger, 2, 2);
    await ledger.subscribers.change((writing) => writing.setState(6, 'bounced', 'dsn', '5.1.1 gone', NOW));
    const reader = await clientFor('reader');
    for (const url of ['/mail', `/mail/campaigns/${id}`, `/mail/campaigns/${id}?state=uncertain`]) {
      const { statusCode, body } = await reader.get(url);
      expect(statusCode).toBe(200);
      expect(body).toContain('uncertain');
      expect(body).not.toMatch(/reader\d+@|\.example/);
    }
    for (const url of ['/mail/uncertain', '/mail/subscribers', '/mail/subscribers/1'])
      expect((await reader.get(url)).statusCode).toBe(403);
    expect((await reader.post(`/mail/campaigns/${id}/pause`, { reason: 'x' })).statusCode).toBe(403);
    const analyst = await clientFor('analyst');
    expect((await analyst.get(`/mail/campaigns/${id}`)).body).toContain('reader1@a.example');
    expect((await analyst.get('/mail/subscribers/export')).statusCode).toBe(403);
  });

  test('a ledger that is held says why, and goes on by an editor’s word', async () => {
    const { root, shop, ledger, clientFor } = await mailStudio(where, 2);
    await checkEpoch(ledger, join(root, 'state'), shop.effects, KEY.fingerprint);
    const editor = await clientFor('editor');
    expect((await editor.get('/mail')).body).not.toContain('Nothing is sent from this ledger');
    // Somebody else went on with a copy of it.
    await ledger.advance('2025-06-15T12:30:00.000Z');
    const { body } = await editor.get('/mail');
    expect(body).toContain('Nothing is sent from this ledger');
    expect(body).toContain('the ledger was restored or copied');
    expect((await (await clientFor('reader')).get('/mail')).body).not.toContain('action="/mail/release"');
    expect((await editor.post('/mail/release', { reason: '' })).statusCode).toBe(400);
    await editor.post('/mail/release', { reason: 'looked through it' });
    expect((await editor.get('/mail')).body).not.toContain('Nothing is sent from this ledger');
  });

  test('what is not there is not found', async () => {
    const { clientFor } = await mailStudio(where, 1);
    const client = await clientFor('editor');
    for (const id of ['99', '0', 'x', '1e3', '99999999999', '-1'])
      expect((await client.get(`/mail/campaigns/${id}`)).statusCode).toBe(404);
    expect((await client.get('/mail/subscribers/77')).statusCode).toBe(404);
    expect((await client.get('/mail')).body).toContain('Nothing was mailed yet');
  });
});

describe.each(ledgerPlaces)('letters in doubt, on $name', (where) => {
  test('somebody’s word on several changes the ledger once, with who and why', async () => {
    const { ledger, clientFor } = await mailStudio(where);
    const id = await begun(ledger, 3, 2);
    const doubted = await ledger.deliveriesIn('UNCERTAIN', 10);
    const [one, two, three] = doubted.map(({ delivery }) => delivery);
    if (one === undefined || two === undefined || three === undefined) throw new Error('three are in doubt');
    const editor = await clientFor('editor');
    const { body } = await editor.get('/mail/uncertain');
    for (const { address, delivery } of doubted) {
      expect(body).toContain(address);
      expect(body).toContain(`value="${delivery}"`);
    }
    expect(body).toContain('the line broke after the last dot');
    const say = (verdict: string, delivery: readonly string[], reason = 'they rang: it came') =>
      editor.post('/mail/uncertain', { verdict, delivery, reason });
    expect((await say('sent', [one, two])).headers.location).toBe('/mail/uncertain');
    expect(await ledger.counts(id)).toMatchObject({ ACCEPTED: 4, UNCERTAIN: 1 });
    const history = (await ledger.attempts(one)).filter(({ kind }) => kind === 'operator');
    expect(history).toMatchObject([
      { state: 'ACCEPTED', owner: 'studio editor', text: 'they rang: it came' },
    ]);
    // Pressed again, by a page that is old: nothing changes, and it is said.
    await say('sent', [one, two]);
    expect((await ledger.attempts(one)).filter(({ kind }) => kind === 'operator')).toHaveLength(1);
    expect((await editor.get('/mail/uncertain')).body).toContain('2 not changed');
    await say('again', [three], 'not in the log');
    expect(await ledger.counts(id)).toMatchObject({ ACCEPTED: 4, UNCERTAIN: 0, PLANNED: 2 });
    expect((await editor.get('/mail/uncertain')).body).toContain('No letter is uncertain');
    expect(await ledger.audit(NOW)).toEqual([]);
  });
});

describe('letters in doubt that stay so', () => {
  if (where === undefined) throw new Error('no place for a ledger');

  test('without a choice, a reason or the right nothing changes', async () => {
    const { ledger, clientFor } = await mailStudio(where);
    const id = await begun(ledger, 1, 1);
    const [one] = await ledger.deliveriesIn('UNCERTAIN', 1);
    const delivery = one?.delivery ?? '';
    const editor = await clientFor('editor');
    const analyst = await clientFor('analyst');
    const tried = [
      await editor.post('/mail/uncertain', { verdict: 'sent', reason: 'x' }),
      await editor.post('/mail/uncertain', { verdict: 'sent', reason: '', delivery }),
      await editor.post('/mail/uncertain', { verdict: 'cancel', reason: 'x', delivery }),
      await editor.post('/mail/uncertain', { verdict: 'sent', reason: 'x', delivery: 'ff'.repeat(32) }),
      await editor.post('/mail/uncertain', { verdict: 'sent', reason: 'x', delivery, csrf: 'no' }),
      await analyst.post('/mail/uncertain', { verdict: 'sent', reason: 'x', delivery }),
    ];
    expect(tried.map(({ statusCode }) => statusCode)).toEqual([303, 400, 400, 303, 403, 403]);
    expect(await ledger.counts(id)).toMatchObject({ UNCERTAIN: 1, ACCEPTED: 1 });
  });
});
