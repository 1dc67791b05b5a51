import type { Tone } from '../model/brief.ts';
import type { DerivedSpec, SeriesSpec } from '../model/catalog.ts';
import type { Figure, Metric } from '../model/figure.ts';
import type { Language } from '../model/language.ts';
import { Decimal, decimal } from '../units/decimal.ts';
import { printedUnitOf } from '../units/print.ts';

/**
 * table: changes carry their sign, zero prints as `nc`. size: without sign, where the verb carries it.
 * ordinal: `third`, `第3` of counts.
 */
export type FigureForm = 'table' | 'size' | 'ordinal';

export interface PrintedNumber {
  readonly text: string;
  /** Way of a change, by its printed value. */
  readonly tone?: Tone;
}

/** Between a number and its unit: an English line must not break there; Chinese needs nothing. */
export const THIN_SPACE: Readonly<Record<Language, string>> = { en: '\u202f', zh: '' };
const NO_CHANGE: Readonly<Record<Language, string>> = { en: 'nc', zh: '持平' };
const POINTS: Readonly<Record<Language, { pp: string; bp: string }>> = {
  en: { pp: `${THIN_SPACE.en}pp`, bp: `${THIN_SPACE.en}bp` },
  zh: { pp: '个百分点', bp: '个基点' },
};
const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
];

const CHANGES: ReadonlySet<Metric> = new Set<Metric>([
  'week',
  'since-monday',
  'previous',
  'four-weeks',
  'quarter',
  'ytd',
  'year',
]);
const COUNTS: ReadonlySet<Metric> = new Set<Metric>([
  'streak',
  'quotations',
  'count',
  'position52',
  'percentile5y',
]);

/**
 * A figure as a reader sees it: thousands commas, U+2212 for minus, rounded half away from zero in the printed
 * unit. Levels and absolute changes come without their unit, which stands in a column's head or after the number;
 * %, pp and bp belong to the number.
 */
export function printFigure(
  figure: Figure,
  spec: SeriesSpec | DerivedSpec | undefined,
  language: Language,
  form: FigureForm = 'table',
): PrintedNumber {
  const rounded = roundedFigure(figure, spec, language);
  if (form === 'ordinal') return { text: ordinal(rounded.toNumber(), language) };
  const { decimals, suffix } = shapeOf(figure, spec, language);
  if (!isChange(figure)) {
    const number = decimals === undefined ? grouped(rounded.toFixed()) : grouped(rounded.toFixed(decimals));
    return { text: `${form === 'size' ? number.replace(MINUS, '') : number}${suffix}` };
  }
  const tone = rounded.isZero() ? 'flat' : rounded.isNegative() ? 'down' : 'up';
  if (tone === 'flat' && form === 'table') return { text: NO_CHANGE[language], tone };
  const size = grouped(rounded.abs().toFixed(decimals ?? 2));
  const sign = form === 'size' || tone === 'flat' ? '' : tone === 'up' ? '+' : MINUS;
  return { text: `${sign}${size}${suffix}`, tone };
}

const MINUS = '−';

/** The value that gets printed, in the printed unit. Words follow its sign, never the unrounded one. */
export function roundedFigure(
  figure: Figure,
  spec: SeriesSpec | DerivedSpec | undefined,
  language: Language,
): Decimal {
  const { decimals, factor } = shapeOf(figure, spec, language);
  const value = decimal(figure.value).times(factor);
  return decimals === undefined ? value : value.toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP);
}

/** Whether the figure says how far something moved. */
function isChange(figure: Figure): boolean {
  return CHANGES.has(figure.metric);
}

/** Whether it is a change in the unit of its series, so that the unit must be said beside it. */
export function hasUnit(figure: Figure, spec: SeriesSpec | DerivedSpec | undefined): boolean {
  return !isChange(figure) || (figure.unit !== 'pp' && figure.unit !== 'bp' && !isPerCent(figure, spec));
}

const ONE = decimal('1');

interface Shape {
  /** Digits after the point; undefined prints the value as it is. */
  readonly decimals: number | undefined;
  readonly factor: Decimal;
  readonly suffix: string;
}

function shapeOf(figure: Figure, spec: SeriesSpec | DerivedSpec | undefined, language: Language): Shape {
  const one = ONE;
  if (COUNTS.has(figure.metric)) return { decimals: 0, factor: one, suffix: '' };
  if (figure.metric === 'z') return { decimals: 1, factor: one, suffix: '' };
  if (figure.metric === 'volatility') return { decimals: 1, factor: one, suffix: '%' };
  if (figure.metric === 'share') return { decimals: 0, factor: one, suffix: '%' };
  if (figure.metric === 'rate') {
    return { decimals: undefined, factor: one, suffix: figure.unit === '%' ? '%' : '' };
  }
  const decimals = spec?.decimals[language] ?? 2;
  if (isChange(figure)) {
    if (figure.unit === 'pp') return { decimals, factor: one, suffix: POINTS[language].pp };
    if (figure.unit === 'bp') return { decimals: 0, factor: one, suffix: POINTS[language].bp };
    if (isPerCent(figure, spec)) return { decimals: 2, factor: one, suffix: '%' };
  }
  const factor = spec === undefined ? one : printedUnitOf(spec, language).factor;
  return { decimals, factor, suffix: '' };
}

function isPerCent(figure: Figure, spec: SeriesSpec | DerivedSpec | undefined): boolean {
  return figure.unit === '%' && !(spec?.change === 'abs' && spec.unit === '%');
}

function grouped(plain: string): string {
  const [whole = '', fraction] = plain.replace('-', '').split('.');
  const commas = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const number = fraction === undefined ? commas : `${commas}.${fraction}`;
  // A negative value that rounds to zero has lost its sign.
  return plain.startsWith('-') && /[1-9]/.test(plain) ? `${MINUS}${number}` : number;
}

function ordinal(count: number, language: Language): string {
  if (language === 'zh') return `${count}`;
  const word = ORDINALS[count - 1];
  if (word !== undefined) return word;
  const ending =
    count % 100 >= 11 && count % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${count}${ending}`;
}
