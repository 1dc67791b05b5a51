import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { approvalOf, approve, withdraw } from '../../src/app/approval.ts';
import { requireApproved } from '../../src/app/approved.ts';
import { overrideWords } from '../../src/app/recorded.ts';
import { openDesk } from '../../src/desk.ts';
import { openOffice } from '../../src/store/office/index.ts';
import { temporaryDesk } from '../support/desk.ts';
import { stillEffects } from '../support/effects.ts';
import { officePlaces } from '../support/offices.ts';

const WEEK = '2025-W24';
const HASH = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const EVE = { name: 'eve', role: 'editor', from: '10.0.0.2' } as const;
const OVERRIDE = {
  series: 'cu_lme_3m',
  date: '2025-06-13',
  action: 'exclude',
  value: 9647.5,
  by: 'eve',
  reason: 'seen',
  expires: '2025-08-01',
} as const;
const at = (minute: number) => stillEffects(`2025-06-15T10:0${minute}:00.000Z`);

async function deskWith(release: string) {
  const yaml = `name: { en: Test, zh: 测试 }\ntitle: { en: Test, zh: 测试 }\nlanguages: [en]\ntimeZone: UTC\nsections: [dashboard]\nrelease: ${release}\n`;
  return openDesk(await temporaryDesk({ 'data/desk.yaml': yaml }));
}

describe.each(officePlaces)('approval of a week, on $name', ({ open }) => {
  test('is of exactly what was looked at, and the newest word counts', async () => {
    const [desk, office] = [await deskWith('approval'), await open()];
    const state = async (hash: string) => (await approvalOf(desk, office, WEEK, hash)).state;
    const asked = { week: WEEK, looked: HASH, now: HASH, by: EVE, comment: '' };
    expect(await state(HASH)).toBe('missing');
    await approve(desk, office, asked, at(1));
    expect([await state(HASH), await state(OTHER)]).toEqual(['approved', 'outdated']);
    await approve(desk, office, { ...asked, looked: OTHER, now: OTHER }, at(2));
    expect([await state(HASH), await state(OTHER)]).toEqual(['outdated', 'approved']);
    await withdraw(desk, office, { week: WEEK, by: EVE, comment: '' }, at(3));
    expect([await state(HASH), await state(OTHER)]).toEqual(['missing', 'missing']);
    const again = withdraw(desk, office, { week: WEEK, by: EVE, comment: '' }, at(4));
    await expect(again).rejects.toMatchObject({ problems: [{ code: 'E_RELEASE_NONE' }] });
  });

  test('under two-person is refused to whoever wrote for it since its last edition', async () => {
    const [desk, office] = [await deskWith('two-person'), await open()];
    const written = {
      at: '2025-06-15T09:00:00.000Z',
      actor: EVE,
      action: 'note.save',
      outcome: 'done',
      detail: '',
    } as const;
    await office.audit.append({ ...written, target: '2025-W23 en' });
    const asked = { week: WEEK, looked: HASH, now: HASH, by: EVE, comment: '' };
    await approve(desk, office, asked, at(1));
    await office.audit.append({ ...written, target: `${WEEK} en` });
    await expect(approve(desk, office, asked, at(2))).rejects.toMatchObject({
      problems: [{ code: 'E_RELEASE_WRITER' }],
    });
  });
});

describe('publishing', () => {
  test('asks for the approval where the desk does, whichever door it comes from, and sees what was written outside', async () => {
    const desk = await deskWith('approval');
    await mkdir(join(desk.root, 'data', 'notes'), { recursive: true });
    await writeFile(join(desk.root, 'data', 'notes', `${WEEK}.en.md`), 'Tight.\n');
    const build = () => requireApproved(desk, WEEK, () => HASH, at(1));
    await expect(build()).rejects.toMatchObject({
      exit: 'permission',
      problems: [{ code: 'E_RELEASE_MISSING', where: WEEK, message: expect.stringContaining('--draft') }],
    });
    const office = await openOffice(join(desk.root, 'data', 'office.db'));
    try {
      const found = (await office.audit.list()).map(({ action, target }) => `${action} ${target}`);
      expect(found).toEqual([`note.found ${WEEK} en`]);
      await approve(desk, office, { week: WEEK, looked: OTHER, now: OTHER, by: EVE, comment: '' }, at(1));
      await expect(build()).rejects.toMatchObject({ problems: [{ code: 'E_RELEASE_OUTDATED' }] });
      await approve(desk, office, { week: WEEK, looked: HASH, now: HASH, by: EVE, comment: '' }, at(2));
      await expect(build()).resolves.toBeUndefined();
    } finally {
      await office.close();
    }
  });

  test('takes nothing that the studio wrote while the week was made for another’s', async () => {
    const desk = await deskWith('approval');
    const { series, date } = OVERRIDE;
    await writeFile(join(desk.root, 'data', 'overrides.yaml'), `- ${JSON.stringify(OVERRIDE)}\n`);
    const office = await openOffice(join(desk.root, 'data', 'office.db'));
    try {
      await office.audit.append({
        at: '2025-06-15T10:00:00.000Z',
        ...{ actor: EVE, action: 'override.exclude', target: `${WEEK} ${series} ${date}`, outcome: 'done' },
        detail: overrideWords(OVERRIDE),
      });
      await expect(requireApproved(desk, WEEK, () => HASH, at(1))).rejects.toThrow('E_RELEASE_MISSING');
      expect(await office.audit.list()).toHaveLength(1);
    } finally {
      await office.close();
    }
  });

  test('asks nothing, and makes no office, where the desk does not', async () => {
    const desk = await deskWith('none');
    const nobody = () => {
      throw new Error('nobody needs the hash');
    };
    await requireApproved(desk, WEEK, nobody, at(1));
    const refused = approve(
      desk,
      await openOffice(':memory:'),
      { week: WEEK, looked: HASH, now: HASH, by: EVE, comment: '' },
      at(1),
    );
    await expect(refused).rejects.toMatchObject({ problems: [{ code: 'E_RELEASE_NONE' }] });
  });
});
