import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkEpoch } from '../../../src/delivery/epoch/epoch.ts';
import { keyOf } from '../../../src/delivery/leaving/mail-key.ts';
import { findingAt } from '../../../src/model/finding.ts';
import type { OccurrenceState } from '../../../src/model/occurrence.ts';
import { DESK } from '../../../src/schedule/dues.ts';
import { missingWords, problemWords } from '../../../src/schedule/words.ts';
import { openLedger } from '../../../src/store/ledger/index.ts';
import { ACTIONS } from '../../../src/studio/audit/actions.ts';
import { temporaryDesk } from '../../support/desk.ts';
import { placeEdition, smallBrief } from '../../support/editions.ts';
import { loopback, mailingDesk, people } from '../../support/mail-desk.ts';
import { type Client, openStudio, type TestStudio } from '../../support/studio.ts';
import { begun } from '../mail/mail-studio.ts';
import { strayCommands, strayEnglish } from './english.ts';

const WEEK = '2025-W24';
const NOW = '2025-06-15T12:00:00.000Z';
const SCHEDULE = {
  cron: '0 8 * * mon',
  send: { list: 'weekly', at: 'mon 20:00' },
  holiday: { calendar: 'china', rule: 'next' },
};

/** Copper that stands still, falls, is quoted on a holiday; lithium and nickel a digit or a unit off. */
function prices(): string {
  const days = Array.from({ length: 30 }, (_, at) =>
    new Date(Date.UTC(2025, 4, 1 + at)).toISOString().slice(0, 10),
  );
  const june = [
    '2025-06-02',
    '2025-06-03',
    '2025-06-04',
    '2025-06-05',
    '2025-06-06',
    '2025-06-09',
    '2025-06-10',
    '2025-06-11',
    '2025-06-12',
  ];
  const rows = [...days, ...june].flatMap((day, at) => [
    `${day},li_carb_bg,${60_000 + at * 100},CNY/t`,
    `${day},ni_lme_3m,15200,USD/t`,
    `${day},cu_lme_3m,${9600 + at * 5}.50,USD/t`,
  ]);
  const last = [
    '2025-06-13,li_carb_bg,604000,CNY/t',
    '2025-06-13,ni_lme_3m,15200,USD/t',
    '2025-06-13,cu_lme_3m,4455,USD/t',
  ];
  return ['date,series,value,unit', ...rows, ...last, ''].join('\n');
}

const NOTE = [
  '---',
  'headline: Copper {{cu_nowhere}}',
  'colour: red',
  '---',
  '# Overview',
  '##铜',
  '## nowhere',
  '{{cu_lme_3m wov}} ![](x.png) [here](javascript:x)',
  '## copper',
  '## copper',
  '',
].join('\n');

async function busyDesk(): Promise<string> {
  const desk: unknown = JSON.parse(mailingDesk(loopback(9)));
  const root = await temporaryDesk({
    'data/desk.yaml': JSON.stringify({ ...(desk as object), schedule: SCHEDULE, release: 'two-person' }),
    'data/mail.key': `${'03'.repeat(32)}\n`,
    'data/inbox/prices.csv': prices(),
    'data/inbox/readme.docx': 'x',
    [`data/notes/${WEEK}.en.md`]: NOTE,
    [`data/notes/${WEEK}.zh.md`]: NOTE,
    'data/overrides.yaml':
      '- { series: cu_lme_3m, date: 2025-06-12, action: exclude, by: 王, reason: 核对中, expires: 2025-06-13 }\n',
  });
  await chmod(join(root, 'data', 'mail.key'), 0o600);
  await placeEdition(
    join(root, 'reports'),
    '2025-W23',
    { 'zh/brief.html': '<!doctype html><p>x', 'zh/brief.json': smallBrief('铜价持稳', { copper: '铜价。' }) },
    [
      findingAt('W_DATA_STALE', 'co_smm', 'newest value is 2025-05-30; the week needs 2025-06-06.', {
        series: 'co_smm',
      }),
      findingAt('E_CHECK_UNIT', 'data/inbox/x.csv:3:2', 'a probable unit slip × 1,000.', { cause: 'x1000' }),
    ],
  );
  return root;
}

/** Weeks of every state, with reasons as the schedule writes them. */
async function occurred({ office }: TestStudio): Promise<void> {
  const lacks = missingWords({
    series: [
      { id: 'cu_lme_3m', last: '2025-06-06' },
      { id: 'ni_lme_3m', last: '' },
    ],
    notes: ['zh'],
  });
  const held = problemWords([
    { code: 'E_DATA_RANGE', where: 'data/inbox/prices.csv:3:2', message: 'price is out of range.' },
    { code: 'E_NOTE_SLOT', where: 'x', message: 'unknown.' },
  ]);
  const told: ReadonlyArray<readonly [OccurrenceState, string]> = [
    ['waiting', `late by 3 h 5 min; waits until ${NOW} for: ${lacks}; ${held}; an approval`],
    [
      'held',
      `held at its deadline: ${held}. Answer for the values or mend them, then: assay schedule release 2025-W22`,
    ],
    ['failed', `could not be built: ${held}. To try again: assay schedule release 2025-W21`],
    [
      'missed',
      'not made: nobody ran for 2 d 3 h, and after 24 h nothing is done by itself. To go on all the same: assay schedule release 2025-W20',
    ],
    ['done', 'mailed to 3 of 5 on weekly, 1 in doubt'],
    ['skipped', 'no edition: 2025-05-05 is a holiday (Labour Day)'],
  ];
  for (const [at, [state, reason]] of told.entries()) {
    const week = `2025-W${24 - at}`;
    await office.occurrences.due({ desk: DESK, week, dueAt: NOW }, NOW);
    const leaseUntil = '2025-06-15T12:02:00.000Z';
    const row = await office.occurrences.claim({
      desk: DESK,
      week,
      owner: 'host:b:17:s',
      leaseUntil,
      now: NOW,
      dead: [],
    });
    if (row === undefined) throw new Error(`${week} was not claimed`);
    await office.occurrences.record(
      row,
      { state, reason, release: true, ...(state === 'waiting' ? { nextAt: NOW } : {}) },
      NOW,
    );
  }
}

async function busyStudio() {
  const root = await busyDesk();
  const ledger = await openLedger(join(root, 'data', 'ledger.db'));
  onTestFinished(() => ledger.close());
  await ledger.subscribers.change((writing) => writing.add(people(8), 'test', NOW));
  const id = await begun(ledger, 2, 1);
  const claims = {
    campaign: id,
    owner: 'sender 1',
    leaseUntil: '2025-06-15T13:00:00.000Z',
    now: NOW,
    limit: 3,
  };
  const { claimed } = await ledger.claim(claims);
  await ledger.write({ outcomes: [], intents: claimed, owner: 'sender 1' }, NOW);
  const said = [
    ['REJECTED', '550 5.1.1 No such user here'],
    ['DEFERRED', '451 4.7.1 Greylisted, please try again later'],
    ['UNCERTAIN', 'Connection closed unexpectedly; whether the server has the letter is not known'],
  ] as const;
  const outcomes = claimed.map(({ delivery, attempt, fence }, at) => {
    const [state, reason] = said[at % 3] ?? said[0];
    const nextAt = state === 'DEFERRED' ? { nextAt: NOW } : {};
    return { delivery, attempt, fence, state, phase: 'end', reason, strike: 'gone' as const, ...nextAt };
  });
  await ledger.write({ outcomes, intents: [], owner: 'sender 1' }, NOW);
  const why =
    'the mail server refused 3 letters in a row for a reason of ours: 554 5.7.1 Message rejected as spam';
  await ledger.setCampaign(id, 'paused', why, NOW);
  await ledger.subscribers.change((writing) =>
    writing.setState(7, 'unsubscribed', 'one-click', 'one-click of a mail program', NOW),
  );
  const studio = await openStudio({
    root,
    ledger,
    mail: { ledger, key: keyOf(new Uint8Array(32).fill(3)) },
    moment: NOW,
  });
  await checkEpoch(ledger, join(root, 'state'), studio.shop.effects, 'x');
  // Somebody else went on with a copy of it.
  await ledger.advance('2025-06-15T12:30:00.000Z');
  await occurred(studio);
  return { ...studio, campaign: id };
}

describe('a desk at work, in Chinese', () => {
  test('has no English on any page but what says that it is or is data, and nothing to type in a terminal', async () => {
    const studio = await busyStudio();
    const admin = await studio.clientFor('admin');
    await admin.post('/profile/language', { language: 'zh', to: '/' });
    const looked: string[] = [];
    const stray: string[] = [];
    const read = (name: string, { body, statusCode }: { body: string; statusCode: number }): string => {
      expect([name, statusCode < 500 || statusCode === 503, /<html lang="zh/.test(body)]).toEqual([
        name,
        true,
        true,
      ]);
      looked.push(name);
      stray.push(...[...strayEnglish(body), ...strayCommands(body)].map((words) => `${name}: ${words}`));
      return body;
    };
    const get = async (url: string): Promise<string> => read(url, await admin.get(url));
    // What is refused, and what is done, fills the audit trail.
    for (const [url, fields] of refusedForms(studio.campaign))
      read(`POST ${url}`, await admin.post(url, fields));
    const list = { field: 'file', name: 'list.csv', content: 'address,name,mood\nzhang@@x.cn,张,x\n' };
    read('list', await admin.upload('/mail/subscribers/import', [list]));
    const plan = await dropped(admin);
    const build = String((await admin.post(`/week/${WEEK}/build`, {})).headers.location);
    await expect.poll(async () => (await admin.get(build)).body).toContain('未能制作');
    for (const url of [
      ...[`/week/${WEEK}`, `/week/${WEEK}?show=all`, `/week/${WEEK}/notes/en`, `/week/${WEEK}/notes/zh`],
      ...[
        `/week/${WEEK}/release`,
        `/week/${WEEK}/compare`,
        '/week/2025-W23/send?list=weekly',
        '/week/2025-W23',
      ],
      ...[
        '/data',
        '/data/series',
        '/data/series/cu_lme_3m',
        '/data/series/li_carb_bg',
        '/data/overrides',
        plan,
      ],
      ...['/archive', '/archive/2025-W23', '/archive/search?q=copper', '/archive/2020-W01'],
      ...['/mail', '/mail/uncertain', '/mail/subscribers', '/mail/subscribers/1', '/mail/subscribers/4'],
      ...['/mail/subscribers/7', '/mail/subscribers/new', '/mail/subscribers/import'],
      ...[`/mail/campaigns/${studio.campaign}`, `/mail/campaigns/${studio.campaign}?state=uncertain`],
      ...[build, '/schedule', '/people', '/profile', '/audit', '/nowhere', '/week/2025-W99', '/builds/x'],
    ])
      await get(url);
    expect(looked.length).toBeGreaterThan(40);
    const schedule = await get('/schedule');
    expect(schedule).toContain('晚了3小时5分钟；最晚等到2025-06-15 20:00，尚缺：本周数值不全：');
    expect(schedule).toContain('（五一）'.replace('五一', '劳动节'));
    expect(await get('/audit')).toContain('终止裁定 <span class="hint mono">override.end</span>');
    expect(await get(`/mail/campaigns/${studio.campaign}`)).toContain('邮件服务器连续拒收3封，原因在我方');
    expect(stray).toEqual([]);

    // In English the message is the page's own: it names what to press there.
    await admin.post('/profile/language', { language: 'en', to: '/' });
    const bodies = [];
    for (const [url, fields] of refusedForms(studio.campaign))
      bodies.push((await admin.post(url, fields)).body);
    for (const url of ['/mail', '/schedule', '/audit', '/week/2025-W23/send?list=weekly', `/week/${WEEK}`])
      bodies.push((await admin.get(url)).body);
    expect(bodies.every((body) => body.includes('<html lang="en"'))).toBe(true);
    expect(bodies.flatMap(strayCommands)).toEqual([]);
    expect(bodies.join('')).toContain('then press “Try again”');
    expect(bodies.join('')).toContain('press “Write to them again”');
  }, 60_000);

  test('every route’s deed has words in both languages', async () => {
    const { routes } = await openStudio();
    const codes = routes.flatMap(({ action }) => (action === undefined ? [] : [action]));
    expect(codes.length).toBeGreaterThan(25);
    for (const language of ['en', 'zh'] as const)
      expect(codes.filter((code) => !Object.hasOwn(ACTIONS[language], code))).toEqual([]);
    expect(Object.keys(ACTIONS.zh)).toEqual(Object.keys(ACTIONS.en));
  });
});

function refusedForms(campaign: number): ReadonlyArray<readonly [string, Readonly<Record<string, string>>]> {
  return [
    [
      `/week/${WEEK}/exclude`,
      { series: 'cu_nowhere', date: '2025-06-13', value: '1', reason: 'x', expires: '' },
    ],
    [`/week/${WEEK}/end`, { series: 'cu_lme_3m', date: '2025-06-01' }],
    [`/week/${WEEK}/approve`, { snapshot: 'x' }],
    [`/week/${WEEK}/publish`, { snapshot: 'x' }],
    ['/week/2025-W23/send', { edition: '2025-W23', list: 'nobody', expect: '3' }],
    [`/mail/campaigns/${campaign}/pause`, { reason: '' }],
    ['/mail/subscribers/new', { address: 'zhang@@x.cn', lists: 'weekly' }],
    ['/mail/subscribers/new', { address: 'reader7@a.example', lists: 'weekly' }],
    ['/schedule/2025-W54/hold', { reason: '' }],
    ['/people', { name: 'admin', role: 'editor', password: 'seven quiet ingots' }],
    ['/people', { name: 'x y', role: 'editor', password: 'short' }],
    ['/data/overrides/end', { series: 'cu_lme_3m', date: '2025-06-01' }],
  ];
}

/** A table in a form nobody knows, and what is said of it before it is imported. */
async function dropped(client: Client): Promise<string> {
  const content = '日期,沪铜收盘,某某指标\n01/02/2025,70000,3\n03/02/2025,70100,4\n04/02/2025,abc,5\n';
  const { headers } = await client.upload('/data/upload', [{ field: 'files', name: 'table.csv', content }]);
  return String(headers.location);
}
