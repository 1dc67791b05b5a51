import { type MayApprove, mayApprove, NO_WRITERS, type OutsidePart } from '../access/release.ts';
import { draftFile } from '../archive/draft-file.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import type { Actor } from '../model/account.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Readiness } from '../model/readiness.ts';
import type { WeekId } from '../model/time.ts';
import type { Approval, Office } from '../store/office/index.ts';
import {
  type Approved,
  type ApproveRequest,
  approvalOf,
  approve,
  type WeekApproval,
  withdraw,
  writersOfWeek,
} from './approval.ts';
import type { Hands } from './jobs.ts';
import { keeper } from './kept.ts';
import { weekStamp } from './kept-desk.ts';
import { type KeptNote, type NoteSave, type NoteSaved, readNote, saveNote } from './notes.ts';
import { lookOutside } from './outside.ts';

/** What the pages of a week ask for. Nothing here loads what draws, prints or reads tables: that is done by hands. */
export interface WeekDesk {
  /** Records what was written into the desk's files by another way than the studio; see `app/outside.ts`. */
  look(week?: WeekId): Promise<void>;
  /** As the desk's files are now; without a week, of the one to be made next. Kept until one of the files changes. */
  readiness(week?: WeekId): Promise<Readiness>;
  /** The same way. */
  comparison(week: WeekId, against?: string): Promise<Comparison>;
  approval(week: WeekId, snapshotHash: string): Promise<WeekApproval>;
  /** Whether somebody may, and who wrote for the week since its last edition, where that decides it. */
  mayApprove(
    week: WeekId,
    by: Pick<Actor, 'name' | 'role'>,
  ): Promise<{
    readonly may: MayApprove;
    readonly writers: readonly string[];
    readonly outside: readonly OutsidePart[];
  }>;
  approve(request: ApproveRequest): Promise<Approved>;
  withdraw(request: Pick<ApproveRequest, 'week' | 'by' | 'comment'>): Promise<Approval>;
  note(week: WeekId, language: string): Promise<KeptNote>;
  saveNote(save: NoteSave): Promise<NoteSaved>;
  /** A file of the week's draft; undefined where there is none. */
  draftFile(week: WeekId, path: string): Promise<Uint8Array | undefined>;
}

interface Parts {
  desk(): Promise<Desk>;
  readonly hands: Hands;
  readonly office: Pick<Office, 'approvals' | 'audit'>;
  readonly effects: Effects;
}

/** Weeks people look at in a day. */
const MOST_WEEKS = 12;

export function openWeekDesk({ desk, hands, office, effects }: Parts): WeekDesk {
  const readinesses = keeper<Readiness>(MOST_WEEKS);
  const comparisons = keeper<Comparison>(MOST_WEEKS);
  const stamp = async (): Promise<string> => weekStamp(await desk(), effects.now());
  const look = async (week?: WeekId): Promise<void> => lookOutside(await desk(), office, week, effects);
  const lookedAt = async (readiness: Readiness): Promise<Readiness> => {
    await look(readiness.week);
    return readiness;
  };
  return {
    look,
    readiness: async (week) =>
      readinesses(week ?? '', await stamp(), async () =>
        lookedAt(await hands.run('readiness', week === undefined ? {} : { week })),
      ),
    comparison: async (week, against) =>
      comparisons(`${week} ${against ?? ''}`, await stamp(), () =>
        hands.run('compare', against === undefined ? { week } : { week, against }),
      ),
    approval: async (week, hash) => approvalOf(await desk(), office, week, hash),
    mayApprove: async (week, by) => {
      await look(week);
      const now = await desk();
      const { names, outside } =
        now.release === 'two-person' ? await writersOfWeek(now, office, week) : NO_WRITERS;
      return {
        may: mayApprove(now.release, by, { names, outside }),
        writers: [...names].sort(),
        outside,
      };
    },
    approve: async (request) => {
      await look(request.week);
      return approve(await desk(), office, request, effects);
    },
    withdraw: async (request) => withdraw(await desk(), office, request, effects),
    note: async (week, language) => readNote(await desk(), week, language),
    saveNote: async (save) => saveNote(await desk(), save, effects),
    draftFile: async (week, path) => draftFile((await desk()).paths.reports, week, path),
  };
}
