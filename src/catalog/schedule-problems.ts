import { parseCron } from '../calendar/cron.ts';
import { type Due, type DuePlan, duesBetween, timeAfter } from '../calendar/due.ts';
import { isTimeZone } from '../calendar/time-zone.ts';
import { weekdayOf, weekOf } from '../calendar/week.ts';
import { type Problem, quoted } from '../errors.ts';
import { parseAddress } from '../model/address-grammar.ts';
import type { DeskFile } from '../model/catalog.ts';
import { DAYS_OF_WEEK, type ScheduleConfig } from '../model/schedule.ts';
import { isLoopback, urlOf } from './mail-problems.ts';
import type { SourceFile } from './source-file.ts';

type Wrong = (path: ReadonlyArray<string | number>, message: string, code?: string) => void;

/** What is wrong with `schedule:` beyond its shape, at its places. Series and calendars are looked up by `openDesk`. */
export function scheduleProblems(
  schedule: ScheduleConfig,
  desk: Pick<DeskFile, 'timeZone' | 'mail' | 'languages'>,
  source: SourceFile,
): Problem[] {
  const problems: Problem[] = [];
  const wrong: Wrong = (path, message, code = 'E_CONFIG_FIELD') => {
    problems.push({ code, where: source.where(['schedule', ...path]), message });
  };
  const { cron: expression, timeZone, needs, send } = schedule;
  const isZone = timeZone === undefined || isTimeZone(timeZone);
  if (!isZone)
    wrong(
      ['timeZone'],
      `schedule.timeZone is ${quoted(timeZone)}. Expected a time zone's name, like Asia/Shanghai.`,
    );
  const cron = parseCron(expression);
  if ('fault' in cron) wrong(['cron'], `schedule.cron ${quoted(expression)}: ${cron.fault}`, 'E_CONFIG_CRON');
  else if (isZone && isTimeZone(desk.timeZone))
    orderProblems(
      schedule,
      { cron, timeZone: timeZone ?? desk.timeZone, weekZone: desk.timeZone, holiday: undefined },
      wrong,
    );
  needs.notes.forEach((language, at) => {
    if (!desk.languages.includes(language))
      wrong(
        ['needs', 'notes', at],
        `schedule.needs.notes asks for ${quoted(language)}, but languages does not name it. Expected only ${desk.languages.join(', ')}.`,
      );
  });
  if (send !== undefined && desk.mail === undefined)
    wrong(
      ['send'],
      'schedule.send mails by itself, but there is no "mail:". Add mail:, or leave schedule.send out.',
    );
  alertProblems(schedule.alerts, desk, wrong);
  return problems;
}

/** Longer after the build nothing is waited for: the next week's edition is near. */
const MOST_HOURS = 96;
/** A year that holds a leap day and every change of the clocks. */
const [FROM, TO] = ['2027-12-27T00:00:00.000Z', '2028-12-31T00:00:00.000Z'];

function orderProblems(schedule: ScheduleConfig, plan: DuePlan, wrong: Wrong): void {
  const dues = duesBetween(plan, FROM, TO);
  // A clock that does not strike every week has no week of its own to keep to.
  const isWeekly = plan.cron.days.length === 31 && plan.cron.months.length === 12;
  const ahead = new Set(dues.map(({ usual, week }) => weekOf(usual.date) === week));
  if (isWeekly && ahead.size > 1)
    wrong(
      ['cron'],
      `schedule.cron ${quoted(schedule.cron)} ${plan.timeZone} comes before the week is complete (Saturday 12:00 ${plan.weekZone}) at one time of the year and after it at another. Expected a time clearly later.`,
      'E_CONFIG_ORDER',
    );
  const times = [
    [['deadline'], schedule.deadline],
    [['send', 'at'], schedule.send?.at],
    [['outBy'], schedule.outBy],
  ] as const;
  for (const [path, text] of times) {
    if (text === undefined || text === 'at once') continue;
    const late = dues.find((due) => hoursBetween(due.at, timeAfter(due, text, plan)) > MOST_HOURS);
    if (late === undefined) continue;
    const field = `schedule.${path.join('.')}`;
    wrong(
      path,
      `${field} ${text} is before the build, which is due ${dayOf(late)} ${late.time}. Expected a time up to ${MOST_HOURS / 24} days after it.`,
      'E_CONFIG_ORDER',
    );
  }
  const { send, outBy } = schedule;
  if (send === undefined || send.at === 'at once' || outBy === undefined) return;
  const early = dues.find((due) => timeAfter(due, outBy, plan) <= timeAfter(due, send.at, plan));
  if (early !== undefined)
    wrong(
      ['outBy'],
      `schedule.outBy ${outBy} is not after schedule.send.at ${send.at}: it could not be out by then. Set it later.`,
      'E_CONFIG_ORDER',
    );
}

function hoursBetween(a: string, b: string): number {
  return (Date.parse(b) - Date.parse(a)) / 3_600_000;
}

function dayOf({ date }: Due): string {
  return DAYS_OF_WEEK[weekdayOf(date) - 1] ?? '';
}

function alertProblems(
  { mail, webhook }: ScheduleConfig['alerts'],
  desk: Pick<DeskFile, 'mail'>,
  wrong: Wrong,
): void {
  mail.forEach((text, at) => {
    const address = parseAddress(text);
    if ('fault' in address)
      wrong(
        ['alerts', 'mail', at],
        `schedule.alerts.mail names ${quoted(text)}. Expected an e-mail address like desk@example.cn (${address.fault}).`,
      );
  });
  if (mail.length > 0 && desk.mail === undefined)
    wrong(
      ['alerts', 'mail'],
      'schedule.alerts.mail has addresses, but there is no "mail:" to send by. Add mail:, or use schedule.alerts.webhook.',
    );
  const fault = webhook === undefined ? undefined : webhookFault(webhook);
  if (fault !== undefined) wrong(['alerts', 'webhook'], `schedule.alerts.webhook ${fault}`);
}

/** The address itself may be a secret: it is not said again. */
function webhookFault(text: string): string | undefined {
  const url = urlOf(text);
  if (url === undefined) return 'is no address. Expected one like https://hooks.example.cn/desk.';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
    return 'is not encrypted. Expected https://, or http:// to this machine alone.';
  if (url.username !== '' || url.password !== '')
    return 'has a user or a password in it. Expected a secret in its path instead.';
  return undefined;
}
