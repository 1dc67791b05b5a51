import { weekdayOf } from '../../calendar/week.ts';
import type { Around } from '../../language/index.ts';
import type { Language } from '../../model/language.ts';
import type { OccurrenceState } from '../../model/occurrence.ts';
import { DESK } from '../../schedule/dues.ts';
import { nextRuns, runOfWeek, type ScheduledRun, type Shown, scheduleZone } from '../../schedule/runs.ts';
import type { Occurrence } from '../../store/office/index.ts';
import { aroundOf, reasonView } from '../around.ts';
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
    const desk = await shop.desk();
    const { schedule } = desk;
    const now = shop.effects.now();
    const bench = await benchOf(shop, language);
    const { words, timeZone } = bench;
    const known = await shop.office.occurrences.list(DESK, PAST);
    const current = currentOf(known);
    const runs = schedule === undefined ? [] : nextRuns(desk, RUNS, now);
    const past = await Promise.all(
      known.filter((one) => one !== current).map((one) => pastView(shop, one, bench)),
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

/** What every part of the page works with. */
interface Bench {
  readonly words: ScheduleWords;
  readonly timeZone: string;
  readonly language: Language;
  readonly around: Around;
}

async function benchOf(shop: Shop, language: Language): Promise<Bench> {
  const timeZone = scheduleZone(await shop.desk());
  const at = (moment: string): string => localMoment(moment, timeZone);
  const around = { ...(await aroundOf(shop, language)), at };
  return { words: WORDS[language], timeZone, language, around };
}

/** The one under way; else the newest, where it waits for somebody. */
function currentOf(known: readonly Occurrence[]): Occurrence | undefined {
  const newest = known[0];
  return (
    known.findLast(({ state }) => OPEN.includes(state)) ??
    (newest && STUCK.includes(newest.state) ? newest : undefined)
  );
}

async function currentView(shop: Shop, one: Occurrence | undefined, language: Language) {
  const desk = await shop.desk();
  const bench = await benchOf(shop, language);
  const { words, timeZone } = bench;
  if (one === undefined) return { isThere: false, isLive: false, week: '' };
  const run = desk.schedule === undefined ? undefined : runOfWeek(desk, one.week);
  return {
    isThere: true,
    isLive: OPEN.includes(one.state),
    ...occurrenceView(one, bench),
    until: one.state === 'waiting' && run !== undefined ? shownText(run.deadline, words) : '',
    next: OPEN.includes(one.state) ? localMoment(one.nextAt, timeZone) : '',
    events: await eventsOf(shop, one, bench),
    mayHold: OPEN.includes(one.state),
    mayRelease: STUCK.includes(one.state),
  };
}

async function pastView(shop: Shop, one: Occurrence, bench: Bench) {
  return {
    ...occurrenceView(one, bench),
    events: await eventsOf(shop, one, bench),
    mayRelease: STUCK.includes(one.state),
  };
}

function occurrenceView(one: Occurrence, { words, timeZone, language, around }: Bench) {
  return {
    week: one.week,
    due: localMoment(one.dueAt, timeZone),
    tone: TONES[one.state],
    state: words.states[one.state],
    reason: reasonView(one.reason, language, around),
    attempts: String(one.attempts),
    edition: one.edition,
    href: one.edition === '' ? '' : `/archive/${one.edition}`,
  };
}

async function eventsOf(shop: Shop, { week }: Occurrence, { words, timeZone, language, around }: Bench) {
  const events = await shop.office.occurrences.history(DESK, week);
  return events.map(({ at, state, owner, reason }) => ({
    at: localMoment(at, timeZone),
    exact: at,
    tone: TONES[state],
    state: words.states[state],
    owner: whoIs(owner),
    reason: reasonView(reason, language, around),
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
