import type { TradingCalendar } from '../calendar/trading.ts';
import type { Catalog, RelationSpec, SeriesSpec } from '../model/catalog.ts';
import type { Finding } from '../model/finding.ts';
import type { Place, Status } from '../model/observation.ts';
import type { IsoDate, WeekId } from '../model/time.ts';

/** One value as the checks see it. */
export interface Point {
  readonly date: IsoDate;
  readonly value: number;
  /** The same as plain decimal text. */
  readonly text: string;
  readonly status: Status;
  readonly place: Place;
  /** Somebody answers for it: later values are compared with it, however far it is from those before. */
  readonly accepted?: true;
}

/** A series and its values, oldest first. */
export interface Subject {
  readonly spec: SeriesSpec & { readonly metal: string };
  readonly points: readonly Point[];
}

/** A frozen week as the checks see it. */
export interface CheckContext {
  readonly week: WeekId;
  readonly monday: IsoDate;
  readonly friday: IsoDate;
  /** Saturday: no later day is looked at. */
  readonly saturday: IsoDate;
  readonly subjects: ReadonlyMap<string, Subject>;
  readonly derived: Catalog['derived'];
  /** Series for which the desk allows values at and below zero. */
  readonly allowNegative: readonly string[];
  /** What the metals' files say must hold between series. */
  readonly relations: readonly RelationSpec[];
  calendar(venue: string): TradingCalendar | undefined;
  /** CNY for one USD as last known on that day. */
  exchangeRate(date: IsoDate): number | undefined;
}

/**
 * A small declared rule: what it looks for, how bad it is, and a message that names the likely cause. `run` gives one
 * finding for each value it finds wrong, with `series`, `date`, `where` (file:row:column) and, where known, `cause`.
 */
export interface Check {
  /** Codes its findings may have. */
  readonly codes: readonly string[];
  run(context: CheckContext, only: (series: string) => boolean): Finding[];
}

/** A rule that looks at one series after another, and has one code. */
export function checkEach(code: string, look: (subject: Subject, context: CheckContext) => Finding[]): Check {
  return {
    codes: [code],
    run: (context, only) =>
      [...context.subjects.values()].flatMap((subject) =>
        only(subject.spec.id) ? look(subject, context) : [],
      ),
  };
}
