/**
 * Every number the rules turn on, with its reason. Measured on ten years of thirty real series
 * (test/checks/real-desk.test.ts holds what they reach).
 */

/** A market's own history: long enough for a calm and a wild year, short enough to be the market of today. */
export const HISTORY_DAYS = 3 * 365;

/** A snapshot keeps every day of 400: of these a week less. Before that it keeps one value a week. */
export const DAILY_DAYS = 393;

/** With fewer moves a series has no history of its own, and the catalog's `warnMove` stands for it. */
export const FEWEST_MOVES = 8;

/** Of a bell curve one move in ten is above 1.645 standard deviations: quantile and z are one scale. */
export const USUAL_QUANTILE = 0.9;
export const USUAL_Z = 1.645;

/** The market convention: beyond three standard deviations of its own history a move is told. */
export const WARN_Z = 3;

/** The catalog's flag, as a scale: what it warns of counts as three standard deviations. */
export const WARN_MOVE_Z = 3;

/**
 * Usually a factor must be hit within the 8 % of `units/slips.ts`. Where the jump is beyond anything the series ever
 * did, or breaks its whole lots, the nearest factor explains it best up to this far off: the nearest two, 7.2 and 10,
 * lie 39 % apart.
 */
export const WIDEST_TOLERANCE = 0.4;

/** Markets have doubled: pounds for kilograms must be hit this nearly, by a jump that nothing else explains. */
export const POUND_TOLERANCE = 0.04;

/** No factor that holds comes nearer to one: 2.2046, pounds and kilograms, less its tolerance. */
export const SMALLEST_HOLDING = 2.11;

/** A value outside the hard range is wrong in any case: the nearest factors are only its likely cause. */
export const RANGE_TOLERANCE = 0.6;

/**
 * How near VAT's and the short ton's factors must be hit: about a third of the smaller one's own distance from one, so that
 * an ordinary move is not called a slip. The two lie 2.5 % apart; VAT of 16 and 17 % is within it too.
 */
export const BASIS_TOLERANCE = 0.036;

/** "Beyond anything": a jump, in logarithms, of twice the largest step of its own history. */
export const BEYOND = 2;

/** So many counts that are all multiples of a lot prove the lot. */
export const LOTS_SEEN = 30;

/** A series counts as back at its level within this share of it. */
export const RETURNED = 0.1;

/** Values before the week are held only as spikes, but for these days: changes are compared four weeks back. */
export const RECENT_DAYS = 28;

/** A swap of two digits explains a value if the swapped one is four times nearer to the value before. */
export const SWAP_NEARER = 4;

/** A swap that matters less than this is not worth a warning: rare moves hit one by chance. */
export const SWAP_OFF = 0.05;

/** A value copied from another series: fewer digits agree by chance. */
export const COPIED_DIGITS = 4;
/** Below this it hardly matters which series it was. */
export const COPIED_OFF = 0.1;
/** How long ago the other series may have had the value. */
export const COPIED_DAYS = 7;

/** A week repeats an earlier one if it has so many different values of so many digits: fewer agree by chance. */
export const REPEATED_VALUES = 3;
export const REPEATED_DIGITS = 3;
