import { describe, expect, test } from 'vitest';
import { OUTSIDE } from '../../src/access/names.ts';
import { type MayApprove, mayApprove, type OutsidePart, writersOf } from '../../src/access/release.ts';
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

function namesOf(...given: Parameters<typeof writersOf>): string[] {
  return [...writersOf(...given).names].sort();
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
    expect(namesOf(WEEK, events, NEVER)).toEqual(names);
  });

  test('what was done before the last edition of the week was published is in that edition, and no more counts', () => {
    const saved = event('li', 'note.save', '2025-W24 en', 'done', '2025-06-15T09:00:00.000Z');
    const published = { ofWeek: '2025-06-15T10:00:00.000Z', ofAny: '2025-06-15T10:00:00.000Z' };
    expect(namesOf(WEEK, [saved], published)).toEqual([]);
    const again = { ...saved, at: '2025-06-15T10:00:00.001Z' };
    expect(namesOf(WEEK, [saved, again], published)).toEqual(['li']);
  });

  test('a value of the week counts whatever other week was published since', () => {
    const answered = event('li', 'override.exclude', '2019-W01 cu_lme_3m 2025-06-13', 'done');
    const published = { ofWeek: '', ofAny: '2025-06-14T18:00:00.000Z' } as const;
    expect(namesOf(WEEK, [answered], published)).toEqual(['li']);
    const earlier = { ...answered, target: '2025-W23 cu_lme_3m 2025-06-06' };
    expect(namesOf(WEEK, [earlier], published)).toEqual([]);
  });

  test('of a week that is corrected all counts that was done since its own edition', () => {
    const imported = event('li', 'data.import', '', 'done', '2025-06-20T09:00:00.000Z');
    const published = { ofWeek: '2025-06-15T10:00:00.000Z', ofAny: '2025-06-22T10:00:00.000Z' };
    expect(namesOf(WEEK, [imported], published)).toEqual(['li']);
  });

  test('data of no named week counts until the next edition of any is out', () => {
    const imported = event('li', 'data.import', 'prices.csv', 'done', '2025-06-10T09:00:00.000Z');
    expect(namesOf(WEEK, [imported], { ofWeek: '', ofAny: '2025-06-08T10:00:00.000Z' })).toEqual(['li']);
    expect(namesOf(WEEK, [imported], { ofWeek: '', ofAny: '2025-06-11T10:00:00.000Z' })).toEqual([]);
  });
});

test('what was written outside is told by its part and owner, once, and is nobody of the desk', () => {
  const found = (action: string, target: string, from: string, at: string) => ({
    ...event(OUTSIDE, action, target, 'noted', at),
    actor: { name: OUTSIDE, role: 'admin', from } as const,
  });
  const events = [
    found('note.found', '2025-W24 en', 'file of root', '2025-06-14T10:00:00.000Z'),
    found('note.found', '2025-W24 en', 'file of li', '2025-06-14T11:00:00.000Z'),
    found('note.found', '2025-W23 en', 'file of li', '2025-06-14T11:00:00.000Z'),
    found('override.gone', 'cu_lme_3m 2025-06-06', 'no file', '2025-06-14T12:00:00.000Z'),
    found('override.found', 'cu_lme_3m 2025-07-04', 'file of li', '2025-06-14T12:00:00.000Z'),
  ];
  const { names, outside } = writersOf(WEEK, events, NEVER);
  expect([...names]).toEqual([]);
  expect(outside).toEqual([
    { target: '2025-W24 en', owner: 'li', at: '2025-06-14T11:00:00.000Z' },
    { target: 'cu_lme_3m 2025-06-06', owner: '', at: '2025-06-14T12:00:00.000Z' },
    { target: 'cu_lme_3m 2025-07-04', owner: 'li', at: '2025-06-14T12:00:00.000Z' },
  ]);
  expect(writersOf(WEEK, events, { ofWeek: '2025-06-14T12:00:00.000Z', ofAny: '' }).outside).toEqual([]);
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
    const writers = { names: new Set(wrote ? ['wang'] : ['li']), outside: [] };
    expect(mayApprove(release, { name: 'wang', role }, writers)).toBe(expected);
  });

  test.each([
    ['approval', 'root', 'yes'],
    ['two-person', 'root', 'unless-theirs'],
    ['two-person', 'Wang', 'writer'],
  ] as const)('under %s what was written outside by a file of %s: %s', (release, owner, expected) => {
    const part = { target: '2025-W24 en', owner, at: '2025-06-14T10:00:00.000Z' };
    const may = (outside: readonly OutsidePart[]) =>
      mayApprove(release, { name: 'wang', role: 'editor' }, { names: new Set(), outside });
    expect([may([part]), may([])]).toEqual([expected, 'yes']);
  });
});
