import { describe, expect, test } from 'vitest';
import { type MayApprove, mayApprove, writersOf } from '../../src/access/release.ts';
import type { Role } from '../../src/model/account.ts';
import type { Release } from '../../src/model/catalog.ts';

const WEEK = '2025-W24';

function event(
  name: string,
  action: string,
  target: string,
  outcome: 'asked' | 'done' | 'refused' | 'noted',
  at = '2025-06-14T10:00:00.000Z',
  detail = '',
) {
  return { at, actor: { name, role: 'analyst', from: '10.0.0.1' }, action, target, outcome, detail } as const;
}

const NEVER = { ofWeek: '', ofAny: '' } as const;

describe('who wrote for a week', () => {
  test.each([
    ['notes saved', [event('li', 'note.save', '2025-W24 en', 'done')], ['li']],
    ['notes of another week', [event('li', 'note.save', '2025-W23 en', 'done')], []],
    [
      'a value accepted on the page of the week',
      [event('li', 'override.accept', '2025-W24 cu_lme_3m 2025-06-13', 'done')],
      ['li'],
    ],
    [
      'a value excluded on the page of another week',
      [event('li', 'override.exclude', '2019-W01 cu_lme_3m 2025-06-13', 'done')],
      ['li'],
    ],
    [
      'a value of an earlier week, from which this one is counted',
      [event('li', 'override.accept', '2025-W20 cu_lme_3m 2025-05-16', 'done')],
      ['li'],
    ],
    ['a file for the week before', [event('li', 'data.import', '2025-W23', 'done')], ['li']],
    ['a file for a later week', [event('li', 'data.import', '2025-W25', 'done')], []],
    [
      'a file for more weeks than are named',
      [event('li', 'data.import', '2025-W26 2025-W25 +3', 'done')],
      ['li'],
    ],
    [
      'ended by a fault, perhaps after it was done',
      [
        event('li', 'note.save', '2025-W24 en', 'asked'),
        event('li', 'note.save', '2025-W24 en', 'refused', '2025-06-14T10:00:01.000Z', 'E_INTERNAL'),
      ],
      ['li'],
    ],
    [
      'a value excluded without a week named',
      [event('li', 'override.exclude', 'cu_lme_3m 2025-06-13', 'done')],
      ['li'],
    ],
    ['a file for two weeks', [event('li', 'data.import', 'prices.csv 2025-W23 2025-W24', 'done')], ['li']],
    [
      'an import that was refused',
      [event('li', 'data.import', 'a.csv', 'asked'), event('li', 'data.import', 'a.csv', 'refused')],
      [],
    ],
    ['asked, and nothing more was heard', [event('li', 'note.save', '2025-W24 zh', 'asked')], ['li']],
    [
      'refused once, done later',
      [
        event('li', 'note.save', '2025-W24 zh', 'asked'),
        event('li', 'note.save', '2025-W24 zh', 'refused'),
        event('li', 'note.save', '2025-W24 zh', 'asked'),
        event('li', 'note.save', '2025-W24 zh', 'done'),
      ],
      ['li'],
    ],
    [
      'looked and built',
      [event('li', 'build.ask', '2025-W24', 'done'), event('wang', 'week.approve', '2025-W24', 'done')],
      [],
    ],
    [
      'two of them',
      [
        event('li', 'note.save', '2025-W24 en', 'done'),
        event('wang', 'override.end', '2025-W24 cu_lme_3m 2025-06-13', 'done'),
      ],
      ['li', 'wang'],
    ],
  ])('%s', (_what, events, names) => {
    expect([...writersOf(WEEK, events, NEVER)].sort()).toEqual(names);
  });

  test('what was done before the last edition of the week was published is in that edition, and no more counts', () => {
    const saved = event('li', 'note.save', '2025-W24 en', 'done', '2025-06-15T09:00:00.000Z');
    const published = { ofWeek: '2025-06-15T10:00:00.000Z', ofAny: '2025-06-15T10:00:00.000Z' };
    expect(writersOf(WEEK, [saved], published).size).toBe(0);
    const again = { ...saved, at: '2025-06-15T10:00:00.001Z' };
    expect([...writersOf(WEEK, [saved, again], published)]).toEqual(['li']);
  });

  test('a value of the week counts whatever other week was published since', () => {
    const answered = event('li', 'override.exclude', '2019-W01 cu_lme_3m 2025-06-13', 'done');
    const published = { ofWeek: '', ofAny: '2025-06-14T18:00:00.000Z' } as const;
    expect([...writersOf(WEEK, [answered], published)]).toEqual(['li']);
    const earlier = { ...answered, target: '2025-W23 cu_lme_3m 2025-06-06' };
    expect(writersOf(WEEK, [earlier], published).size).toBe(0);
  });

  test('of a week that is corrected all counts that was done since its own edition', () => {
    const imported = event('li', 'data.import', '', 'done', '2025-06-20T09:00:00.000Z');
    const published = { ofWeek: '2025-06-15T10:00:00.000Z', ofAny: '2025-06-22T10:00:00.000Z' };
    expect([...writersOf(WEEK, [imported], published)]).toEqual(['li']);
  });

  test('data of no named week counts until the next edition of any is out', () => {
    const imported = event('li', 'data.import', 'prices.csv', 'done', '2025-06-10T09:00:00.000Z');
    expect([...writersOf(WEEK, [imported], { ofWeek: '', ofAny: '2025-06-08T10:00:00.000Z' })]).toEqual([
      'li',
    ]);
    expect(writersOf(WEEK, [imported], { ofWeek: '', ofAny: '2025-06-11T10:00:00.000Z' }).size).toBe(0);
  });
});

describe('who may approve', () => {
  const table: ReadonlyArray<readonly [Release, Role, boolean, MayApprove]> = [
    ['approval', 'reader', false, 'role'],
    ['approval', 'analyst', false, 'role'],
    ['approval', 'editor', false, 'yes'],
    ['approval', 'editor', true, 'yes'],
    ['approval', 'admin', true, 'yes'],
    ['two-person', 'reader', true, 'role'],
    ['two-person', 'analyst', false, 'role'],
    ['two-person', 'editor', false, 'yes'],
    ['two-person', 'editor', true, 'writer'],
    ['two-person', 'admin', true, 'writer'],
    ['two-person', 'admin', false, 'yes'],
  ];
  test.each(table)('under %s: %s, having written: %s → %s', (release, role, wrote, expected) => {
    const writers = new Set(wrote ? ['wang'] : ['li']);
    expect(mayApprove(release, { name: 'wang', role }, writers)).toBe(expected);
  });
});
