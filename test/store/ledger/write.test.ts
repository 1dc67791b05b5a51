import { describe, expect, test } from 'vitest';
import { ledgerPlaces } from '../../support/ledgers.ts';
import {
  begin,
  CORRECTION,
  campaignTo,
  claimAll,
  ends,
  LEASE,
  minute,
  NOW,
  one,
  outcome,
  tally,
} from './scene.ts';

describe.each(ledgerPlaces)('writing on $name', ({ open }) => {
  test('grants an intent once it is kept, and believes the outcome', async () => {
    const ledger = await open();
    const campaign = await campaignTo(ledger, ['a']);
    const claimed = one(await claimAll(ledger, campaign.id));
    const { granted } = await ledger.write({ outcomes: [], intents: [claimed], owner: 'me' }, minute(1));
    expect([...granted]).toEqual([claimed.delivery]);
    expect(await ledger.delivery(claimed.delivery)).toMatchObject({
      state: 'IN_DATA',
      attempts: 1,
      owner: 'me',
    });
    const reply = { code: 250, enhanced: '2.0.0', text: 'Ok: queued as 4F2' };
    await ledger.write(
      ends([outcome(claimed, 'ACCEPTED', { reply, queueId: '4F2', reason: 'ok' })]),
      minute(2),
    );
    expect(await ledger.delivery(claimed.delivery)).toMatchObject({
      state: 'ACCEPTED',
      owner: '',
      reason: 'ok',
    });
    const line = { delivery: claimed.delivery, attempt: 1, fence: 1, owner: 'me', phase: '' };
    expect(await ledger.attempts(claimed.delivery)).toEqual([
      {
        ...line,
        kind: 'intent',
        state: 'IN_DATA',
        at: minute(1),
        code: 0,
        enhanced: '',
        text: '',
        queueId: '',
      },
      { ...line, kind: 'outcome', state: 'ACCEPTED', at: minute(2), phase: 'end', ...reply, queueId: '4F2' },
    ]);
    expect(await ledger.finish(campaign.id, minute(3))).toBe(true);
    expect((await ledger.campaigns())[0]).toMatchObject({ state: 'finished', finishedAt: minute(3) });
    expect(await ledger.finish(campaign.id, minute(4))).toBe(true);
  });

  test('the same again changes nothing', async () => {
    const ledger = await open();
    const campaign = await campaignTo(ledger, ['a', 'b']);
    const claimed = await claimAll(ledger, campaign.id);
    const intents = { outcomes: [], intents: claimed, owner: 'me' };
    const first = await ledger.write(intents, NOW);
    expect((await ledger.write(intents, minute(1))).granted).toEqual(first.granted);
    expect(first.granted.size).toBe(2);
    const [a, b] = claimed;
    if (!a || !b) throw new Error('two were claimed');
    const end = ends([outcome(a, 'DEFERRED', { nextAt: minute(5) }), outcome(b, 'UNCERTAIN')]);
    await ledger.write(end, minute(2));
    const before = await Promise.all([a, b].map(({ delivery }) => ledger.attempts(delivery)));
    await ledger.write({ ...end, outcomes: [...end.outcomes, ...end.outcomes] }, minute(3));
    expect(await Promise.all([a, b].map(({ delivery }) => ledger.attempts(delivery)))).toEqual(before);
    expect(await tally(ledger, campaign.id)).toEqual({ DEFERRED: 1, UNCERTAIN: 1 });
    // An intent of before grants nothing any more.
    expect((await ledger.write(intents, minute(6))).granted.size).toBe(0);
  });

  test('grants nothing under an old fence, past the lease, or of a campaign that stands still', async () => {
    const ledger = await open();
    const campaign = await campaignTo(ledger, ['a']);
    const grants = async (claim: Awaited<ReturnType<typeof claimAll>>, now = NOW): Promise<number> =>
      (await ledger.write({ outcomes: [], intents: claim, owner: 'me' }, now)).granted.size;
    const stale = await claimAll(ledger, campaign.id);
    expect(await grants(stale, LEASE)).toBe(0);
    await ledger.setCampaign(campaign.id, 'paused', 'trouble', NOW);
    expect(await grants(stale)).toBe(0);
    await ledger.setCampaign(campaign.id, 'open', '', NOW);
    await ledger.giveBack(stale, NOW);
    expect(await grants(stale)).toBe(0);
    const fresh = await claimAll(ledger, campaign.id, 'you');
    expect(fresh[0]?.fence).toBe(2);
    expect(await grants(stale)).toBe(0);
    expect(await grants(fresh)).toBe(1);
  });

  test('keeps as evidence what comes late, and believes it only if it was accepted', async () => {
    const ledger = await open();
    const campaign = await campaignTo(ledger, ['a', 'b', 'c']);
    const [a, b, c] = await begin(ledger, campaign.id);
    if (!a || !b || !c) throw new Error('three were claimed');
    expect(await ledger.recover([], LEASE)).toEqual({ freed: 0, uncertain: 3 });
    const late = ends([outcome(a, 'ACCEPTED'), outcome(b, 'REJECTED')]);
    await ledger.write(late, minute(11));
    await ledger.write(late, minute(12));
    expect(await tally(ledger, campaign.id)).toEqual({ ACCEPTED: 1, UNCERTAIN: 2 });
    const kinds = async (delivery: string): Promise<string[]> =>
      (await ledger.attempts(delivery)).map(({ kind, state, phase }) => `${kind} ${state} ${phase}`.trim());
    expect(await kinds(a.delivery)).toEqual([
      'intent IN_DATA',
      'outcome UNCERTAIN lost',
      'evidence ACCEPTED end',
    ]);
    expect(await kinds(b.delivery)).toEqual([
      'intent IN_DATA',
      'outcome UNCERTAIN lost',
      'evidence REJECTED end',
    ]);
    expect(await ledger.audit(minute(12))).toEqual([]);
  });

  test('sends no second copy of what turns out to have arrived while it waits to be sent again', async () => {
    const ledger = await open();
    const campaign = await campaignTo(ledger, ['a', 'b', 'c', 'd']);
    const sent = await begin(ledger, campaign.id);
    await ledger.write(ends(sent.map((one) => outcome(one, 'UNCERTAIN'))), NOW);
    expect(await ledger.resendUncertain(NOW, minute(1))).toBe(4);
    const [a, b, c, d] = sent;
    if (!a || !b || !c || !d) throw new Error('four were claimed');
    // a waits; b was refused for now; c is in another's hands; d is on its way again.
    const again = await claimAll(ledger, campaign.id, 'you', minute(1));
    const second = (name: string) => one(again.filter(({ delivery }) => delivery === name));
    await ledger.giveBack([second(a.delivery)], minute(1));
    const intents = [second(b.delivery), second(d.delivery)];
    expect((await ledger.write({ outcomes: [], intents, owner: 'you' }, minute(1))).granted.size).toBe(2);
    await ledger.write(
      ends([outcome(second(b.delivery), 'DEFERRED', { nextAt: minute(5) })], 'you'),
      minute(2),
    );
    expect(await tally(ledger, campaign.id)).toEqual({ PLANNED: 1, DEFERRED: 1, CLAIMED: 1, IN_DATA: 1 });

    const late = ends(sent.map((one) => outcome(one, 'ACCEPTED')));
    await ledger.write(late, minute(3));
    await ledger.write(late, minute(3));
    expect(await tally(ledger, campaign.id)).toEqual({ ACCEPTED: 3, IN_DATA: 1 });
    expect((await ledger.attempts(a.delivery)).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'intent IN_DATA',
      'outcome UNCERTAIN',
      'operator PLANNED',
      'evidence ACCEPTED',
    ]);
    const begun = await ledger.write(
      { outcomes: [], intents: [second(c.delivery)], owner: 'you' },
      minute(4),
    );
    expect(begun.granted.size).toBe(0);
    await ledger.giveBack([second(c.delivery)], minute(4));
    expect(await claimAll(ledger, campaign.id, 'me', minute(6))).toEqual([]);
    expect(await ledger.audit(minute(6))).toEqual([]);
    await ledger.write(ends([outcome(second(d.delivery), 'REJECTED')], 'you'), minute(7));
    expect(await ledger.finish(campaign.id, minute(7))).toBe(true);
  });

  test('takes texts as servers send them: NUL, halves of characters, quotes, other scripts', async () => {
    const ledger = await open();
    const campaign = await campaignTo(ledger, ['a']);
    const sent = one(await begin(ledger, campaign.id));
    const text = `o'no "\\u0000" \0 \ud83d 生僻字\u{20000} {"a":1}`;
    await ledger.write(
      ends([outcome(sent, 'REJECTED', { reply: { code: 550, enhanced: '5.1.1', text }, reason: text })]),
      NOW,
    );
    const kept = `o'no "\\u0000" \ufffd \ufffd 生僻字\u{20000} {"a":1}`;
    expect((await ledger.attempts(sent.delivery))[1]).toMatchObject({
      text: kept,
      code: 550,
      enhanced: '5.1.1',
    });
    expect((await ledger.delivery(sent.delivery))?.reason).toBe(kept);
  });

  test('names a delivery that is not of this ledger', async () => {
    const ledger = await open();
    const strange = outcome({ delivery: 'ab'.repeat(32), attempt: 1, fence: 1 }, 'ACCEPTED');
    await expect(ledger.write(ends([strange]), NOW)).rejects.toThrow(/^E_DELIVERY_UNKNOWN no delivery "abab/);
  });

  test('is not finished before everybody has an end, nor with other sums than were planned', async () => {
    const ledger = await open();
    const campaign = await campaignTo(ledger, ['a', 'b']);
    const [a, b] = await begin(ledger, campaign.id);
    if (!a || !b) throw new Error('two were claimed');
    await ledger.write(ends([outcome(a, 'ACCEPTED'), outcome(b, 'DEFERRED', { nextAt: minute(5) })]), NOW);
    expect(await ledger.finish(campaign.id, NOW)).toBe(false);
    expect(await ledger.expire(minute(48 * 60 - 1))).toBe(0);
    expect(await ledger.expire(campaign.deadline)).toBe(1);
    expect(await ledger.finish(campaign.id, campaign.deadline)).toBe(true);
    expect(await tally(ledger, campaign.id)).toEqual({ ACCEPTED: 1, EXPIRED: 1 });
    const corrected = (await ledger.plan(CORRECTION, minute(1))).campaign;
    expect(await ledger.finish(corrected.id, NOW)).toBe(false);
  });
});
