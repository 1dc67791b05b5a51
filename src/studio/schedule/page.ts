import { weekdayOf } from '../../calendar/week.ts';
import type { OccurrenceState } from '../../model/occurrence.ts';
import { DESK } from '../../schedule/dues.ts';
import { nextRuns, runOfWeek, type ScheduledRun, type Shown, scheduleZone } from '../../schedule/runs.ts';
import type { Occurrence } from '../../store/office/index.ts';
import { localMoment } from '../local-moment.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { type ScheduleWords, WORDS } from './words.ts';

const RUNS = 5;
/** Half a year of weeks. */
const PAST = 26;

const TONES: Readonly<Record<OccurrenceState, 'good' | 'warn' | 'bad' | 'quiet'>> = {
  waiting: 'warn',
  building: 'warn',
  published: 'good',
  sending: 'warn',
  done: 'good',
  held: 'bad',
  missed: 'bad',
  failed: 'bad',
  skipped: 'quiet',
};
const OPEN: readonly OccurrenceState[] = ['waiting', 'building', 'published', 'sending'];
const STUCK: readonly OccurrenceState[] = ['held', 'failed', 'missed'];

export function schedulePage(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async ({ language }) => {
    const words = WORDS[language];
    const desk = await shop.desk();
    const { schedule } = desk;
    const now = shop.effects.now();
    const timeZone = scheduleZone(desk);
    const known = await shop.office.occurrences.list(DESK, PAST);
    const current = currentOf(known);
    const runs = schedule === undefined ? [] : nextRuns(desk, RUNS, now);
    const past = await Promise.all(
      known.filter((one) => one !== current).map((one) => pastView(shop, one, words, timeZone)),
    );
    return {
      page: 'schedule',
      title: words.title,
      view: {
        words: shownWords(words),
        zone: words.zone(timeZone),
        isScheduled: schedule !== undefined,
        runs: runs.map((run) => ({
          ...runView(run, words, schedule?.send?.at === 'at once'),
          mayHold: !known.some(({ week }) => week === run.week),
        })),
        current: await currentView(shop, current, language),
        past,
      },
    };
  };
}

/** What changes while people look: the week under way. */
export function nowPart(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async ({ language }) => {
    const current = currentOf(await shop.office.occurrences.list(DESK, PAST));
    return {
      page: 'schedule-now',
      title: WORDS[language].title,
      view: {
        words: shownWords(WORDS[language]),
        current: await currentView(shop, current, language),
      },
    };
  };
}

/** The one under way; else the newest, where it waits for somebody. */
function currentOf(known: readonly Occurrence[]): Occurrence | undefined {
  const newest = known[0];
  return (
    known.findLast(({ state }) => OPEN.includes(state)) ??
    (newest && STUCK.includes(newest.state) ? newest : undefined)
  );
}

async function currentView(shop: Shop, one: Occurrence | undefined, language: Visit['language']) {
  const words = WORDS[language];
  const desk = await shop.desk();
  const timeZone = scheduleZone(desk);
  if (one === undefined) return { isThere: false, isLive: false, week: '' };
  const run = desk.schedule === undefined ? undefined : runOfWeek(desk, one.week);
  return {
    isThere: true,
    isLive: OPEN.includes(one.state),
    ...occurrenceView(one, words, timeZone),
    until: one.state === 'waiting' && run !== undefined ? shownText(run.deadline, words) : '',
    next: OPEN.includes(one.state) ? localMoment(one.nextAt, timeZone) : '',
    events: await eventsOf(shop, one, words, timeZone),
    mayHold: OPEN.includes(one.state),
    mayRelease: STUCK.includes(one.state),
  };
}

async function pastView(shop: Shop, one: Occurrence, words: ScheduleWords, timeZone: string) {
  return {
    ...occurrenceView(one, words, timeZone),
    events: await eventsOf(shop, one, words, timeZone),
    mayRelease: STUCK.includes(one.state),
  };
}

function occurrenceView(one: Occurrence, words: ScheduleWords, timeZone: string) {
  return {
    week: one.week,
    due: localMoment(one.dueAt, timeZone),
    tone: TONES[one.state],
    state: words.states[one.state],
    reason: one.reason,
    attempts: String(one.attempts),
    edition: one.edition,
    href: one.edition === '' ? '' : `/archive/${one.edition}`,
  };
}

async function eventsOf(shop: Shop, { week }: Occurrence, words: ScheduleWords, timeZone: string) {
  const events = await shop.office.occurrences.history(DESK, week);
  return events.map(({ at, state, owner, reason }) => ({
    at: localMoment(at, timeZone),
    exact: at,
    tone: TONES[state],
    state: words.states[state],
    owner: whoIs(owner),
    reason,
  }));
}

/** A server by its host and process; a person by name. */
function whoIs(owner: string): string {
  const [host = '', , pid = ''] = owner.split(':');
  return pid === '' ? owner : `${host} ${pid}`;
}

function runView(run: ScheduledRun, words: ScheduleWords, isAtOnce: boolean) {
  const mailed = isAtOnce
    ? words.atOnce
    : run.send === undefined
      ? words.notMailed
      : shownText(run.send, words);
  return {
    week: run.week,
    due: shownText(run.due, words),
    exact: run.due.at,
    deadline: shownText(run.deadline, words),
    mailed: run.skipped ? words.skipped : mailed,
    notes: run.notes.map((note) => words.note(note)),
    isSkipped: run.skipped,
  };
}

function shownText({ date, time }: Shown, words: ScheduleWords): string {
  return `${words.weekdays[weekdayOf(date) - 1] ?? ''} ${date} ${time}`;
}

/** Those a template prints. */
function shownWords({
  zone: _zone,
  states: _states,
  held: _held,
  released: _released,
  weekdays: _days,
  note: _note,
  ...words
}: ScheduleWords) {
  return words;
}
