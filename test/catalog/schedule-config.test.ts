import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openDesk } from '../../src/desk.ts';
import { parseSnapshot, snapshotText } from '../../src/snapshot/freeze.ts';
import { configProblems } from '../support/config-problems.ts';
import { temporaryDesk } from '../support/desk.ts';
import { mailingDesk } from '../support/mail-desk.ts';

const MAIL = JSON.parse(mailingDesk({ host: '127.0.0.1', port: 25, tls: 'off' })) as Record<string, unknown>;

async function linesOf(schedule: unknown, rest: object = {}): Promise<string[]> {
  // A line each, so that places are told by their line.
  const config = { ...MAIL, schedule, ...rest };
  const root = await temporaryDesk({ 'data/desk.yaml': JSON.stringify(config, null, 1) });
  const lines = await configProblems(openDesk(root));
  return lines.map((line) => line.replace(/desk\.yaml:\d+:\d+/, 'desk.yaml'));
}

const WHERE = 'data/desk.yaml';

test.each<[name: string, schedule: object, ...lines: string[]]>([
  ['the least there can be', { cron: '0 18 * * 0' }],
  [
    'all there can be',
    {
      cron: '0 18 * * 0',
      timeZone: 'Asia/Shanghai',
      send: { list: 'weekly', at: 'sun 20:00' },
      needs: { series: ['cu_lme_3m'], notes: ['en', 'zh'] },
      retryMinutes: 10,
      deadline: 'sun 23:00',
      atDeadline: 'publish',
      holiday: { calendar: 'china', rule: 'previous' },
      catchUpHours: 12,
      outBy: 'mon 00:30',
      alerts: { mail: ['desk@example.cn'], webhook: 'https://hooks.example.cn/t/abc' },
    },
  ],
  [
    'a day of the week too far',
    { cron: '0 17 * * 8' },
    `E_CONFIG_CRON ${WHERE}: schedule.cron "0 17 * * 8": day of week 8 is outside 0–7.`,
  ],
  [
    'a day that never comes',
    { cron: '0 17 31 2,4 *' },
    `E_CONFIG_CRON ${WHERE}: schedule.cron "0 17 31 2,4 *": no day like this ever comes. Expected e.g. "0 18 * * 0", Sundays at 18:00.`,
  ],
  [
    'a deadline before the build',
    { cron: '0 17 * * 0', deadline: 'sun 16:00' },
    `E_CONFIG_ORDER ${WHERE}: schedule.deadline sun 16:00 is before the build, which is due sun 17:00. Expected a time up to 4 days after it.`,
  ],
  [
    'a mailing before the build',
    { cron: '0 18 * * 0', send: { at: 'sat 20:00' } },
    `E_CONFIG_ORDER ${WHERE}: schedule.send.at sat 20:00 is before the build, which is due sun 18:00. Expected a time up to 4 days after it.`,
  ],
  [
    'an alarm before the letters',
    { cron: '0 18 * * 0', send: { at: 'sun 22:00' }, outBy: 'sun 21:00' },
    `E_CONFIG_ORDER ${WHERE}: schedule.outBy sun 21:00 is not after schedule.send.at sun 22:00: it could not be out by then. Set it later.`,
  ],
  [
    'a time of the week that is none',
    { cron: '0 18 * * 0', deadline: 'Sunday 23:00' },
    `E_CONFIG_FIELD ${WHERE}: schedule.deadline is "Sunday 23:00". Expected a time of the week like "sun 20:00".`,
  ],
  [
    'a zone nobody knows',
    { cron: '0 18 * * 0', timeZone: 'China' },
    `E_CONFIG_FIELD ${WHERE}: schedule.timeZone is "China". Expected a time zone's name, like Asia/Shanghai.`,
  ],
  [
    'a time that is before the week is complete in winter and after it in summer',
    { cron: '30 19 * * 6', timeZone: 'Asia/Shanghai' },
    `E_CONFIG_ORDER ${WHERE}: schedule.cron "30 19 * * 6" Asia/Shanghai comes before the week is complete (Saturday 12:00 Europe/London) at one time of the year and after it at another. Expected a time clearly later.`,
  ],
  [
    'a series nobody knows',
    { cron: '0 18 * * 0', needs: { series: ['cu_lme_3n'] } },
    `E_CATALOG_SERIES ${WHERE}: schedule.needs.series names an unknown series "cu_lme_3n". Did you mean "cu_lme_3m"? Expected an id of data/metals/*.yaml.`,
  ],
  [
    'a calendar nobody has',
    { cron: '0 18 * * 0', holiday: { calendar: 'chinna' } },
    `E_CATALOG_VENUE ${WHERE}: schedule.holiday.calendar names an unknown calendar "chinna". Did you mean "china"? Expected a file of data/calendars/.`,
  ],
  [
    'addresses that are none',
    { cron: '0 18 * * 0', alerts: { mail: ['desk@@example.cn'], webhook: 'http://hooks.example.cn/secret' } },
    `E_CONFIG_FIELD ${WHERE}: schedule.alerts.mail names "desk@@example.cn". Expected an e-mail address like desk@example.cn (two @).`,
    `E_CONFIG_FIELD ${WHERE}: schedule.alerts.webhook is not encrypted. Expected https://, or http:// to this machine alone.`,
  ],
])('a schedule with %s says so, or nothing', async (name, schedule, ...lines) => {
  const rest = name.includes('in winter') ? { timeZone: 'Europe/London' } : {};
  expect(await linesOf(schedule, rest)).toEqual(lines);
});

test('a schedule that mails on a desk that does not, and a language it does not publish, are named', async () => {
  expect(
    await linesOf(
      { cron: '0 18 * * 0', send: {}, needs: { notes: ['zh'] } },
      { mail: undefined, languages: ['en'] },
    ),
  ).toEqual([
    `E_CONFIG_FIELD ${WHERE}: schedule.needs.notes asks for "zh", but languages does not name it. Expected only en.`,
    `E_CONFIG_FIELD ${WHERE}: schedule.send mails by itself, but there is no "mail:". Add mail:, or leave schedule.send out.`,
  ]);
});

test('a snapshot from before, with the schedule in it, is read and written as it is, byte for byte', () => {
  const file = resolve(import.meta.dirname, '../golden/ordinary-week/input/snapshot.json');
  const now = snapshotText(parseSnapshot(readFileSync(file, 'utf8')));
  expect(now).not.toContain('"schedule"');
  const json = JSON.parse(now) as { desk: Record<string, unknown> };
  const then = JSON.stringify({ ...json, desk: { ...json.desk, schedule: { cron: '0 18 * * 0' } } });
  const text = snapshotText(parseSnapshot(then));
  expect(text).toContain('"schedule":{"cron":"0 18 * * 0"}');
  expect(snapshotText(parseSnapshot(text))).toBe(text);
});
