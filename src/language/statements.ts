import type { Line, Run } from '../model/brief.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import type { Why } from './phrases.ts';

/** What a sentence is about decides its verbs: prices climb, stocks are drawn down, rates move by points. */
export type SubjectKind = SeriesSpec['kind'] | 'derived';

/** How large a move is against the series' own weekly moves. */
export type Strength = 'slight' | 'plain' | 'strong' | 'great';

/** What a change is measured against; said in words, so that no change stands without its comparator. */
export type Comparator =
  | { readonly span: 'week' }
  /** Earlier in the same week, `day` being its weekday; or the same weekday a week before. */
  | { readonly span: 'day'; readonly day: Run; readonly lastWeek: boolean }
  /** The quotation before, on a day of its own. */
  | { readonly span: 'date'; readonly date: Run }
  | { readonly span: 'month'; readonly month: Run };

/** A printed change, without its sign: `direction` is the sign of the printed value. */
export interface Difference {
  readonly direction: 'up' | 'down' | 'flat';
  /** With its unit. */
  readonly size: Line;
  /** The same change in per cent, where both are said. */
  readonly share?: Run;
  readonly against: Comparator;
}

export type Remark =
  | { readonly kind: 'streak'; readonly direction: 'up' | 'down'; readonly count: Run }
  | { readonly kind: 'extreme'; readonly which: 'high' | 'low' };

interface Said {
  readonly name: string;
  readonly kind: SubjectKind;
}

/** What the paragraph says of one series, before a language makes sentences of it. Levels carry their unit. */
export type Statement = Said &
  (
    | {
        readonly says: 'move';
        readonly level: Line;
        readonly change: Difference;
        readonly strength: Strength;
        readonly remarks: readonly Remark[];
      }
    /** A level against several days: stocks counted twice a week. */
    | {
        readonly says: 'compare';
        readonly level: Line;
        readonly on: Run;
        readonly changes: readonly Difference[];
      }
    /** The printed change is zero. `since` and `quotations` when it has been so for weeks. */
    | {
        readonly says: 'unchanged';
        readonly level: Line;
        readonly against: Comparator;
        readonly since?: { readonly date: Run; readonly quotations: Run };
      }
    /** A value of the week with nothing to compare it with; `noSession`: the week compared had no session. */
    | {
        readonly says: 'level';
        readonly level: Line;
        readonly noSession: boolean;
        /** The value of the week before is withheld. */
        readonly withheld: boolean;
      }
    /** The venue had no session in the week. */
    | { readonly says: 'closed'; readonly level: Line; readonly on: Run }
    /** What would be its newest value may not be printed. */
    | { readonly says: 'withheld'; readonly why: Why }
    /** Nothing came though something should have. */
    | { readonly says: 'stale'; readonly since: Run }
    /** Nothing this week, not yet due. */
    | { readonly says: 'late'; readonly level: Line; readonly on: Run; readonly change?: Difference }
    | {
        readonly says: 'month';
        readonly level: Line;
        readonly month: Run;
        readonly forecast: boolean;
        readonly change?: Difference;
      }
  );
