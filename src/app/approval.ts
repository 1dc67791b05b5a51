import {
  type Editions,
  mayApprove,
  NO_WRITERS,
  WRITING,
  type Writers,
  writersOf,
} from '../access/release.ts';
import { foldersOf, publishedAt } from '../archive/read.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, oneLine, quoted } from '../errors.ts';
import type { Actor } from '../model/account.ts';
import type { Instant, WeekId } from '../model/time.ts';
import type { Approval, AuditEvent, Office } from '../store/office/index.ts';

/**
 * not-needed: the desk publishes without. outdated: what was approved is no longer what the week is.
 * `by` and `at` are '' where nobody approved it, or it was withdrawn.
 */
export interface WeekApproval {
  readonly state: 'not-needed' | 'missing' | 'outdated' | 'approved';
  readonly by: string;
  readonly at: Instant | '';
  /** sha256 of what was approved. */
  readonly snapshot: string;
  readonly comment: string;
}

type Ruled = Pick<Desk, 'release' | 'paths'>;
type Kept = Pick<Office, 'approvals' | 'audit'>;

/** Whether a week may be published as its snapshot is now. The newest word on a week is the one that counts. */
export async function approvalOf(
  { release }: Pick<Desk, 'release'>,
  { approvals }: Pick<Office, 'approvals'>,
  week: WeekId,
  snapshotHash: string,
): Promise<WeekApproval> {
  const none = { by: '', at: '', snapshot: '', comment: '' } as const;
  if (release === 'none') return { state: 'not-needed', ...none };
  const [newest] = await approvals.ofWeek(week);
  if (newest === undefined || newest.verdict === 'withdrawn') return { state: 'missing', ...none };
  const { by, at, snapshot, comment } = newest;
  return { state: snapshot === snapshotHash ? 'approved' : 'outdated', by, at, snapshot, comment };
}

export interface ApproveRequest {
  readonly week: WeekId;
  /** sha256 of the snapshot that was looked at. */
  readonly looked: string;
  /** sha256 of the snapshot as it is now. */
  readonly now: string;
  readonly by: Actor;
  readonly comment: string;
  /** They say that what was written outside the studio was not written by them. */
  readonly disclaims?: boolean;
}

export interface Approved {
  readonly approval: Approval;
  /** For the audit trail: what they said that they did not write. */
  readonly told: string;
}

/**
 * Records that somebody answers for a week exactly as it is. Throws AssayError: usage E_RELEASE_NONE, permission
 * E_RELEASE_ROLE, E_RELEASE_WRITER, E_RELEASE_OUTSIDE, temporary E_RELEASE_CHANGED.
 */
export async function approve(
  desk: Ruled,
  office: Kept,
  { week, looked, now, by, comment, disclaims }: ApproveRequest,
  effects: Effects,
): Promise<Approved> {
  requireRelease(desk, week);
  const writers = desk.release === 'two-person' ? await writersOfWeek(desk, office, week) : NO_WRITERS;
  const may = mayApprove(desk.release, by, writers);
  const outside = writers.outside.map(({ target }) => target).join(', ');
  if (may === 'role') throw roleRefusal(week, by);
  if (may === 'writer')
    throw new AssayError('permission', {
      code: 'E_RELEASE_WRITER',
      where: week,
      message: `${quoted(by.name)} wrote notes, answered for values or imported data for it since its last edition. Expected another editor to approve it (release: two-person).`,
    });
  if (may === 'unless-theirs' && disclaims !== true)
    throw new AssayError('permission', {
      code: 'E_RELEASE_OUTSIDE',
      where: week,
      message: `${oneLine(outside.slice(0, 300))} was changed outside the studio, by nobody knows whom (release: two-person). Expected an editor who says that it was not they. Look at it, and say so.`,
    });
  if (looked !== now)
    throw new AssayError('temporary', {
      code: 'E_RELEASE_CHANGED',
      where: week,
      message:
        'its figures or notes have changed since this page was opened. Look at the week again and approve it as it is now.',
    });
  const wanted = { week, snapshot: now, verdict: 'approved', by: by.name, comment } as const;
  const approval = await record(office, wanted, effects);
  return { approval, told: outside === '' ? '' : `says not to have written: ${outside}` };
}

/** Takes back the newest approval. Throws AssayError usage E_RELEASE_NONE, permission E_RELEASE_ROLE. */
export async function withdraw(
  desk: Pick<Desk, 'release'>,
  office: Pick<Office, 'approvals'>,
  { week, by, comment }: Pick<ApproveRequest, 'week' | 'by' | 'comment'>,
  effects: Effects,
): Promise<Approval> {
  requireRelease(desk, week);
  // Anybody who may approve may stop: also whoever wrote it.
  if (mayApprove('approval', by, NO_WRITERS) === 'role') throw roleRefusal(week, by);
  const [newest] = await office.approvals.ofWeek(week);
  if (newest === undefined || newest.verdict === 'withdrawn')
    throw new AssayError('usage', {
      code: 'E_RELEASE_NONE',
      where: week,
      message: 'nobody has approved it. There is nothing to take back.',
    });
  const { snapshot } = newest;
  return record(office, { week, snapshot, verdict: 'withdrawn', by: by.name, comment }, effects);
}

/** Who wrote for the week since its last edition. */
export async function writersOfWeek(
  desk: Pick<Desk, 'paths'>,
  office: Pick<Office, 'audit'>,
  week: WeekId,
): Promise<Writers> {
  const published = await editionsOf(desk.paths.reports, week);
  const events = (
    await Promise.all(WRITING.map((action) => eventsOf(office, action, published.ofWeek)))
  ).flat();
  return writersOf(
    week,
    events.sort((a, b) => a.id - b.id),
    published,
  );
}

/** All of an action after a moment, by pages, newest first. */
async function eventsOf(
  { audit }: Pick<Office, 'audit'>,
  action: string,
  after: Instant | '',
): Promise<AuditEvent[]> {
  const all: AuditEvent[] = [];
  for (let before: number | undefined; ; ) {
    const page = await audit.list({ action, limit: PAGE, ...(before === undefined ? {} : { before }) });
    all.push(...page.filter(({ at }) => at > after));
    const oldest = page.at(-1);
    if (page.length < PAGE || oldest === undefined || oldest.at <= after) return all;
    before = oldest.id;
  }
}

const PAGE = 1000;

async function editionsOf(reports: string, week: WeekId): Promise<Editions> {
  const { editions } = await foldersOf(reports);
  const newest = editions.at(-1)?.week;
  return {
    ofWeek: (await publishedAt(reports, week)) ?? '',
    ofAny: newest === undefined ? '' : ((await publishedAt(reports, newest)) ?? ''),
  };
}

function record(
  { approvals }: Pick<Office, 'approvals'>,
  approval: Omit<Approval, 'at'>,
  effects: Effects,
): Promise<Approval> {
  const kept: Approval = { ...approval, at: effects.now().toISOString() };
  return approvals.record(kept).then(() => kept);
}

function requireRelease({ release }: Pick<Desk, 'release'>, week: WeekId): void {
  if (release !== 'none') return;
  throw new AssayError('usage', {
    code: 'E_RELEASE_NONE',
    where: week,
    message:
      'this desk publishes without approval. To ask for one, add to data/desk.yaml: release: approval (or two-person).',
  });
}

function roleRefusal(week: WeekId, { name, role }: Actor): AssayError {
  return new AssayError('permission', {
    code: 'E_RELEASE_ROLE',
    where: week,
    message: `${quoted(name)} is ${role}. Expected an editor to approve it or take an approval back.`,
  });
}
