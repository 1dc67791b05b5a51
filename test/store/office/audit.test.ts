import { describe, expect, test } from 'vitest';
import { openOffice } from '../../../src/store/office/index.ts';
import { officeAt, officePlaces } from '../../support/offices.ts';
import { behindItsBack, event, minute, NOW } from './scene.ts';

describe.each(officePlaces)('the audit on $name', ({ open, place }) => {
  test('gives back what was written, newest first, a page after another', async () => {
    const { audit } = await open();
    const first = await audit.append(event({ detail: '3 values "accepted"' }));
    expect(first).toEqual({ id: 1, ...event({ detail: '3 values "accepted"' }) });
    for (let at = 2; at <= 130; at += 1) await audit.append(event({ at: minute(at), detail: `${at}` }));
    const page = await audit.list();
    expect(page.map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, at) => 130 - at));
    const rest = await audit.list({ before: page.at(-1)?.id ?? 0 });
    expect(rest.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, at) => 30 - at));
    expect(rest.at(-1)).toEqual(first);
    expect(await audit.list({ limit: 2 })).toHaveLength(2);
    expect(await audit.list({ limit: 9999 })).toHaveLength(130);
    expect(await audit.list({ limit: 0 })).toHaveLength(1);
    expect(await audit.list({ before: 1 })).toEqual([]);
    expect(await audit.list({ before: 999_999_999_999_999 })).toHaveLength(100);
  });

  test('is told once by those who find the same at once, and again after anything else of it', async () => {
    const where = await place();
    const offices = await Promise.all(Array.from({ length: 6 }, () => officeAt(where)));
    const [{ audit } = await open()] = offices;
    const found = event({ action: 'note.found', outcome: 'noted', detail: 'sha256 a' });
    const told = await Promise.all(
      offices.map((office, at) => office.audit.appendNew({ ...found, at: minute(at) })),
    );
    expect(told.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await audit.appendNew({ ...found, detail: 'sha256 b' })).toMatchObject({ detail: 'sha256 b' });
    expect(await audit.appendNew({ ...found, target: '2025-W25' })).toMatchObject({ target: '2025-W25' });
    expect(await audit.appendNew({ ...found, detail: 'sha256 b' })).toBeUndefined();
    expect(await audit.appendNew(found)).toMatchObject({ detail: 'sha256 a' });
    expect(await audit.list()).toHaveLength(4);
  });

  test('is asked by who, what and to what, in all ways together', async () => {
    const { audit } = await open();
    const [names, actions, targets] = [
      ['wang', 'li'],
      ['a.b', 'c.d'],
      ['t', 'u'],
    ] as const;
    for (const name of names)
      for (const action of actions)
        for (const target of targets)
          await audit.append(event({ actor: { name, role: 'reader', from: 'cli' }, action, target }));
    let asked = 0;
    for (const actor of [undefined, ...names])
      for (const action of [undefined, ...actions])
        for (const target of [undefined, ...targets]) {
          const query = {
            ...(actor && { actor }),
            ...(action && { action }),
            ...(target && { target }),
          };
          const found = await audit.list(query);
          const fits = found.filter(
            (one) =>
              one.actor.name === (actor ?? one.actor.name) &&
              one.action === (action ?? one.action) &&
              one.target === (target ?? one.target),
          );
          const given = [actor, action, target].filter((one) => one !== undefined).length;
          expect([found.length, fits.length], JSON.stringify(query)).toEqual([
            8 / 2 ** given,
            8 / 2 ** given,
          ]);
          asked += 1;
        }
    expect(asked).toBe(27);
  });

  test('keeps texts from outside within measure, and finds them by what was asked', async () => {
    const { audit } = await open();
    const target = `\0${'\ud83d\ude00铜'.repeat(3000)}`;
    const actor = { name: `x${'ö'.repeat(5000)}`, role: 'reader', from: '\ud800' } as const;
    const kept = await audit.append(
      event({ target, actor, action: 'y'.repeat(9000), detail: 'z'.repeat(9000) }),
    );
    expect(kept.target).toHaveLength(200);
    expect(kept.target).not.toMatch(/\p{Cs}/u);
    expect([kept.actor.name.length, kept.action.length, kept.detail.length]).toEqual([200, 200, 4000]);
    expect(kept.actor.from).toBe('\ufffd');
    expect(await audit.list({ target })).toEqual([kept]);
    expect(await audit.list({ actor: actor.name, action: 'y'.repeat(9000) })).toEqual([kept]);
  });

  test('approvals and histories are never changed or removed, whoever asks', async () => {
    const where = await place();
    const office = await openOffice(where);
    await office.audit.append(event());
    await office.accounts.add({ name: 'wang', role: 'reader', password: 'h' }, NOW);
    await office.approvals.record({
      week: '2025-W24',
      snapshot: 's',
      verdict: 'approved',
      by: 'wang',
      at: NOW,
      comment: '',
    });
    await office.occurrences.due({ desk: 'd', week: '2025-W24', dueAt: NOW }, NOW);
    await office.close();
    const commands = [
      "update audit set detail = 'other'",
      'delete from audit',
      "update approval set verdict = 'withdrawn'",
      'delete from approval',
      "update occurrence_event set reason = 'other'",
      'delete from occurrence_event',
      'delete from occurrence',
      'delete from account',
      "update account set name = 'other'",
      ...(where.startsWith('postgres')
        ? ['truncate audit', 'truncate approval', 'truncate account', 'truncate occurrence_event']
        : []),
    ];
    for (const command of commands)
      await expect(behindItsBack(where, command), command).rejects.toThrow(/office: (?:rows of|an account)/);
    const again = await openOffice(where);
    expect(await again.audit.list()).toHaveLength(1);
    await again.close();
  });
});
