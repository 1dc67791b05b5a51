import type { WeekApproval } from '../app/approval.ts';
import type { BuildQueue } from '../app/queue.ts';
import type { Sent } from '../app/send.ts';
import type { Alert } from '../delivery/alert/alert.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import type { Problem } from '../errors.ts';
import type { ScheduleConfig } from '../model/schedule.ts';
import type { EditionId, Instant, WeekId } from '../model/time.ts';
import type { Occurrences } from '../store/office/index.ts';

/** What the schedule works with. It holds no rules of building, sending or approving: those are asked. */
export interface ScheduleWork {
  /** The desk as its files are now. */
  desk(): Promise<Desk>;
  readonly occurrences: Occurrences;
  /** Which of what the week needs is not there. */
  readonly needs: (week: WeekId, needs: ScheduleConfig['needs']) => Promise<Needs>;
  readonly approval: (desk: Desk, week: WeekId, snapshot: string) => Promise<WeekApproval>;
  readonly build: BuildQueue['scheduled'];
  /** The newest edition of the week in the archive; throws AssayError data where it is not what was published. */
  readonly published: (desk: Desk, week: WeekId) => Promise<{ edition: EditionId; at: Instant } | undefined>;
  readonly send: (
    edition: EditionId,
    list: string,
  ) => Promise<Pick<Sent, 'state' | 'reason' | 'nextDue' | 'recipients' | 'counts'>>;
  /** Tells people; false where it could not be told everywhere, and must be tried again. */
  readonly alert: (desk: Desk, alert: Alert) => Promise<boolean>;
  readonly effects: Effects;
  /** Milliseconds this machine is up, also those it slept; by `ticks` where that is not known. */
  readonly uptime?: () => number;
  /** Who claims; this process by default. */
  readonly owner?: string;
}

export interface Needs {
  /** Series without a value of the week, with the last date they have; '' where none. */
  readonly series: ReadonlyArray<{ readonly id: string; readonly last: string }>;
  /** Languages without a note of the week. */
  readonly notes: readonly string[];
  /** Values, files or notes that the gate holds the week for. */
  readonly held: readonly Problem[];
  /** sha256 of the week as it is now; '' where it cannot be frozen. */
  readonly snapshot: string;
}
