import type { Ticket } from '../app/queue.ts';
import type { Desk } from '../desk.ts';
import { AssayError } from '../errors.ts';
import type { ScheduleConfig } from '../model/schedule.ts';
import type { EditionId, Instant } from '../model/time.ts';
import type { HeldWeek } from './held.ts';
import { missingWords, problemWords } from './words.ts';
import type { Needs, ScheduleWork } from './work.ts';

export interface Making {
  readonly work: ScheduleWork;
  readonly desk: Desk;
  readonly schedule: ScheduleConfig;
  readonly deadline: Instant;
  /** When the edition may be mailed; '' where it is not mailed by itself. */
  readonly sendAt: Instant;
  /** What is to be said of it whatever comes: that it is late. '' where nothing is. */
  readonly remark: string;
}

/**
 * Makes a week's edition if all it needs is there; else notes until when to wait for what, or that it is held. Gives
 * the edition where there is one now.
 */
export async function makeEdition(held: HeldWeek, making: Making): Promise<EditionId | undefined> {
  const { work, desk, schedule, deadline } = making;
  const { week } = held.occurrence;
  const { effects } = work;
  const found = await work.published(desk, week);
  if (found !== undefined) return asPublished(held, making, found.edition, `archived ${found.at}`);

  const needs = await work.needs(week, schedule.needs);
  const approval =
    desk.release === 'none' || needs.held.length > 0
      ? undefined
      : await work.approval(desk, week, needs.snapshot);
  const unapproved =
    approval !== undefined && approval.state !== 'approved' && approval.state !== 'not-needed';
  const lacking = missingWords(needs);
  const lacks = [
    ...(lacking === '' ? [] : [lacking]),
    ...(needs.held.length === 0 ? [] : [problemWords(needs.held)]),
    ...(unapproved ? [approvalWords(approval.state)] : []),
  ].join('; ');
  const isOver = effects.now().toISOString() >= deadline;
  if (lacks !== '' && !isOver) {
    await wait(held, making, `waits until ${deadline} for: ${lacks}`);
    return undefined;
  }
  if (needs.held.length > 0 || unapproved || (lacking !== '' && schedule.atDeadline === 'hold')) {
    await held.record({
      state: 'held',
      reason: said(making, `held at its deadline: ${lacks}. ${wayOn(needs, unapproved, week)}`),
      alert: 'held',
      release: true,
    });
    return undefined;
  }
  const gaps = lacking === '' ? '' : `published with gaps: ${lacking}`;
  if (!(await held.record({ state: 'building', reason: said(making, gaps) }))) return undefined;
  const expect = approval?.state === 'approved' ? { expect: approval.snapshot } : {};
  const ticket = await work.build({ week, draft: false, ...expect });
  if (ticket.state === 'built' && ticket.edition !== '')
    return asPublished(held, making, ticket.edition, gaps);
  return notBuilt(held, making, ticket);
}

async function asPublished(
  held: HeldWeek,
  making: Making,
  edition: EditionId,
  words: string,
): Promise<EditionId | undefined> {
  const reason = said(making, words);
  return (await held.record({ state: 'published', reason, edition, alert: 'recovered' }))
    ? edition
    : undefined;
}

/** Why a week is given back half way: another server, or the next, goes on. */
export const STOPS = 'its server stops';

/** What may be there a moment later: another has published, or what was approved has changed. */
const PASSING = ['E_BUILD_CHANGED', 'E_RELEASE_MISSING', 'E_RELEASE_OUTDATED'];
const STOPPED = ['E_JOB_STOPPED', 'E_BUILD_CLOSED'];

async function notBuilt(
  held: HeldWeek,
  making: Making,
  { state, problems }: Ticket,
): Promise<EditionId | undefined> {
  const { work, desk, deadline } = making;
  const { week } = held.occurrence;
  const now = work.effects.now().toISOString();
  const codes = problems.map(({ code }) => code);
  if (work.effects.stop.aborted || codes.some((code) => STOPPED.includes(code))) {
    await held.record({ state: 'waiting', reason: STOPS, nextAt: now, release: true });
    return undefined;
  }
  if (state === 'cancelled') {
    const reason = `its build was cancelled. To try again: assay schedule release ${week}`;
    await held.record({ state: 'held', reason, alert: 'held', release: true });
    return undefined;
  }
  if (codes.includes('E_EDITION_EXISTS')) {
    // Throws where what lies there is not what was published.
    const found = await work.published(desk, week);
    if (found !== undefined) return asPublished(held, making, found.edition, `archived ${found.at}`);
  }
  const words = problemWords(problems);
  if (codes.some((code) => PASSING.includes(code))) {
    await wait(held, making, words);
    return undefined;
  }
  await failed(held, making, `could not be built: ${words}`, { state: 'waiting', until: deadline });
  return undefined;
}

/** However late it began, so many times are tried before it is given up. */
const LEAST_TRIES = 3;

/** Tried again until `until`; people are told at the first time, not at each. */
export async function failed(
  held: HeldWeek,
  making: Pick<Making, 'work' | 'schedule' | 'deadline' | 'remark'>,
  words: string,
  { state, until }: { readonly state: 'waiting' | 'sending'; readonly until: Instant },
): Promise<void> {
  const { week, attempts } = held.occurrence;
  const isOver = making.work.effects.now().toISOString() >= until && attempts >= LEAST_TRIES;
  if (isOver) {
    const reason = said(making, `${words}. To try again: assay schedule release ${week}`);
    await held.record({ state: 'failed', reason, alert: 'failed', release: true });
    return;
  }
  const nextAt = retryAt(making);
  const reason = said(making, `${words}. Tried again at ${nextAt}`);
  await held.record({ state, reason, nextAt, alert: 'failed', release: true });
}

async function wait(held: HeldWeek, making: Making, words: string): Promise<void> {
  const reason = said(making, words);
  await held.record({ state: 'waiting', reason, nextAt: retryAt(making), release: true });
}

/** After the pause the desk asks for, but not past the deadline: then it is decided. */
function retryAt({ work, schedule, deadline }: Pick<Making, 'work' | 'schedule' | 'deadline'>): Instant {
  const now = work.effects.now();
  const next = new Date(now.getTime() + schedule.retryMinutes * 60_000).toISOString();
  return deadline > now.toISOString() && deadline < next ? deadline : next;
}

function said({ remark }: Pick<Making, 'remark'>, words: string): string {
  return [remark, words].filter((part) => part !== '').join('; ');
}

function approvalWords(state: string): string {
  return state === 'outdated' ? 'an approval, what was approved having changed' : 'an approval';
}

function wayOn({ held, series, notes }: Needs, unapproved: boolean, week: string): string {
  const first =
    held.length > 0
      ? 'Answer for the values or mend them'
      : unapproved
        ? 'Approve the week in the studio'
        : series.length > 0 || notes.length > 0
          ? 'Bring what is missing, or build it by hand'
          : 'Look at it';
  return `${first}, then: assay schedule release ${week}`;
}

/** What a part of the work told in place of its result. */
export function troubleWords(error: unknown): string {
  if (error instanceof AssayError) return problemWords(error.problems);
  return (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)).replace(/\.$/, '');
}
