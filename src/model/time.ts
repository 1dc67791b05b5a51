/** A calendar day, `2025-06-13`. Lexical order is time order. */
export type IsoDate = string;
/** A moment in UTC, `2025-06-14T04:00:00.000Z`. */
export type Instant = string;
/** An ISO week, `2025-W24`. */
export type WeekId = string;
/** An edition: its week, or `2025-W24.1` for the first correction. */
export type EditionId = string;
