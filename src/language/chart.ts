import type { Language } from '../model/language.ts';
import type { IsoDate } from '../model/time.ts';
import { Decimal } from '../units/decimal.ts';
import { dateForms } from './dates.ts';

/** Kinds of chart as alt texts name them. */
export type ChartWord =
  | 'line'
  | 'seasonal'
  | 'stacked'
  | 'movers'
  | 'compare'
  | 'spread'
  | 'ratio'
  | 'scatter';

/** What one series shows, for the alt text. Numbers are printed already. */
export interface AltSeries {
  readonly name: string;
  readonly unit: string;
  readonly last: string;
  readonly low: string;
  readonly high: string;
}

/** Words inside and under charts. */
export interface ChartPhrases {
  /** Written on the hatched stretch. */
  readonly illustrative: string;
  readonly mean: string;
  readonly rightAxis: string;
  readonly total: string;
  /** Axis labels of months 1…12. */
  readonly months: readonly string[];
  /** `±` axes of the scatter. */
  readonly thisWeek: string;
  /** Subtitle of the scatter. */
  readonly moves: string;
  readonly yearToDate: string;
  readonly monthlyMean: string;
  readonly yearAgo: string;
  /** Subtitle of bars beside those of a year ago. */
  readonly yearBefore: string;
  /** `2020–24 range` */
  range(from: number, to: number): string;
  /** `2020–24 mean` */
  meanOf(from: number, to: number): string;
  /** `10th–90th percentile` */
  percentiles(low: number, high: number): string;
  rhythm(frequency: 'weekly' | 'monthly'): string;
  /** Whether a name says already how often it is measured. */
  saysRhythm(name: string): boolean;
  /** Subtitle: `LME 3M, USD/t, weekly`. */
  measure(parts: readonly string[]): string;
  weekAgainst(to: IsoDate, from: IsoDate): string;
  /** Two dates of a bar whose venue keeps another calendar. */
  dates(to: IsoDate, from: IsoDate): string;
  asOf(date: IsoDate): string;
  /** Month of a line's last point, when that is long ago; with its year where it is another. */
  monthOf(date: IsoDate, near: IsoDate): string;
  source(names: readonly string[], asOf: IsoDate, illustrative: boolean): string;
  alt(
    kind: ChartWord,
    from: IsoDate,
    to: IsoDate,
    rhythm: string,
    series: readonly AltSeries[],
    illustrative: boolean,
  ): string;
  /** Alt text of a chart of single values, name and value each. */
  altValues(
    kind: ChartWord,
    measure: string,
    values: ReadonlyArray<{ name: string; value: string }>,
    illustrative: boolean,
  ): string;
  altSeason(band: string, lastYear: string): string;
  /** Why there is no chart: nothing was ever observed, or not since. */
  missing(names: readonly string[], since: IsoDate | undefined): string;
  /** Why there is no chart: not enough to draw. */
  tooFew(names: readonly string[]): string;
  list(names: readonly string[]): string;
  /** Why there are no bars of the week's moves. */
  readonly noMoves: string;
}

export const chartPhrases: Readonly<Record<Language, ChartPhrases>> = {
  en: {
    illustrative: 'illustrative',
    mean: 'mean',
    rightAxis: ' (right)',
    total: 'total',
    months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
    thisWeek: 'Week, %',
    moves: 'Change on the week against year to date, %',
    yearToDate: 'Year to date, %',
    monthlyMean: 'mean of month',
    yearAgo: 'a year earlier',
    yearBefore: 'against a year earlier',
    range: (from, to) => `${years(from, to)} range`,
    meanOf: (from, to) => `${years(from, to)} mean`,
    percentiles: (low, high) => `${low}–${high}% of weeks`,
    rhythm: (frequency) => frequency,
    saysRhythm: (name) => /\b(?:weekly|monthly)\b/.test(name),
    measure: (parts) => parts.join(', '),
    weekAgainst: (to, from) =>
      // One year is said once, behind both days; two years each behind its own.
      to.slice(0, 4) === from.slice(0, 4)
        ? `Week to ${short('en', to, to)} against ${short('en', from, from)} ${to.slice(0, 4)}, %`
        : `Week to ${short('en', to, from)} against ${short('en', from, to)}, %`,
    dates: (to, from) => `${short('en', to, to)} / ${short('en', from, to)}`,
    asOf: (date) => full('en', date),
    monthOf: (date, near) => shortMonth(date, near),
    source: (names, asOf, illustrative) =>
      `Source: ${names.join('; ')}. As of ${full('en', asOf)}.${illustrative ? ' Hatched: illustrative history.' : ''}`,
    alt: (kind, from, to, rhythm, series, illustrative) =>
      `${KINDS[kind].en}, ${rhythm}, ${full('en', from)} to ${full('en', to)}. ${series
        .map((each) => `${measured(each, ', ', '')}: last ${each.last}, range ${each.low} to ${each.high}`)
        .join('; ')}.${illustrative ? ' History is illustrative.' : ''}`,
    altValues: (kind, measure, values, illustrative) =>
      `${KINDS[kind].en}. ${measure}: ${values.map(({ name, value }) => `${name} ${value}`).join(', ')}.${
        illustrative ? ' Rests on illustrative history.' : ''
      }`,
    altSeason: (band, lastYear) => ` Against the ${band} and ${lastYear}.`,
    missing: (names, since) =>
      since === undefined
        ? `No observation of ${listed(names)}.`
        : `No observation of ${listed(names)} since ${full('en', since)}.`,
    tooFew: (names) => `Too few observations of ${listed(names)} to draw.`,
    list: listed,
    noMoves: 'No price has a change this week.',
  },
  zh: {
    illustrative: '示意数据',
    mean: '均值',
    rightAxis: '（右轴）',
    total: '合计',
    months: ['1月', '2月', '3月', '4月', '5月', '6月', '7月', '8月', '9月', '10月', '11月', '12月'],
    thisWeek: '周涨跌幅，%',
    moves: '周涨跌幅与年初至今涨跌幅，%',
    yearToDate: '年初至今，%',
    monthlyMean: '月均值',
    yearAgo: '上年同期',
    yearBefore: '与上年同期对比',
    range: (from, to) => `${years(from, to)}年区间`,
    meanOf: (from, to) => `${years(from, to)}年均值`,
    percentiles: (low, high) => `${low}–${high}%分位`,
    rhythm: (frequency) => (frequency === 'weekly' ? '周度' : '月度'),
    saysRhythm: (name) => /周度|月度|月均/.test(name),
    measure: (parts) => parts.join('，'),
    weekAgainst: (to, from) => `${full('zh', to)}较${short('zh', from, to)}，%`,
    dates: (to, from) => `${slash(to)}较${slash(from)}`,
    asOf: (date) => full('zh', date),
    monthOf: (date, near) => dateForms('zh').month(date, near).text,
    source: (names, asOf, illustrative) =>
      `资料来源：${names.join('、')}；截至${full('zh', asOf)}。${illustrative ? '斜线区间为示意数据。' : ''}`,
    alt: (kind, from, to, rhythm, series, illustrative) =>
      `${KINDS[kind].zh}，${rhythm}，${full('zh', from)}至${full('zh', to)}。${series
        .map((each) => `${measured(each, '（', '）')}：最新${each.last}，区间${each.low}至${each.high}`)
        .join('；')}。${illustrative ? '历史为示意数据。' : ''}`,
    altValues: (kind, measure, values, illustrative) =>
      `${KINDS[kind].zh}。${measure}：${values.map(({ name, value }) => `${name}${value}`).join('，')}。${
        illustrative ? '部分基于示意历史数据。' : ''
      }`,
    altSeason: (band, lastYear) => `对比${band}与${lastYear}年。`,
    missing: (names, since) =>
      since === undefined
        ? `${names.join('、')}暂无数据。`
        : `${names.join('、')}自${full('zh', since)}以来无数据。`,
    tooFew: (names) => `${names.join('、')}数据过少，无法作图。`,
    list: (names) => names.join('、'),
    noMoves: '本周无可比价格。',
  },
};

const KINDS: Readonly<Record<ChartWord, Readonly<Record<Language, string>>>> = {
  line: { en: 'Line chart', zh: '折线图' },
  seasonal: { en: 'Seasonal chart', zh: '季节性图' },
  stacked: { en: 'Stacked area chart', zh: '堆积面积图' },
  movers: { en: 'Bar chart, largest rise first', zh: '条形图（按涨跌幅排序）' },
  compare: { en: 'Bar chart against last year', zh: '同比柱状图' },
  spread: { en: 'Spread chart with a zero line', zh: '价差图（含零线）' },
  ratio: { en: 'Ratio chart with its usual band', zh: '比值图（含常态区间）' },
  scatter: { en: 'Scatter chart', zh: '散点图' },
};

/** A ratio has no unit to name. */
function measured({ name, unit }: AltSeries, before: string, after: string): string {
  return unit === '' ? name : `${name}${before}${unit}${after}`;
}

/**
 * A number of an axis or of a converted series: thousands commas, U+2212, half away from zero. The same in all
 * languages; figures that the prose prints go through `printFigure`.
 */
export function chartNumber(value: number, decimals: number): string {
  const fixed = new Decimal(value).toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP).abs().toFixed(decimals);
  const [whole = '0', fraction] = fixed.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(fixed) ? `−${text}` : text;
}

function full(language: Language, date: IsoDate): string {
  return dateForms(language).full(date).text;
}

function short(language: Language, date: IsoDate, near: IsoDate): string {
  return dateForms(language).short(date, near).text;
}

/** `May`, `May 2024`: the whole name is too long beside a plot. */
function shortMonth(date: IsoDate, near: IsoDate): string {
  return short('en', date, near).replace(/^\d+ /, '');
}

function slash(date: IsoDate): string {
  return `${Number(date.slice(5, 7))}/${Number(date.slice(8, 10))}`;
}

function years(from: number, to: number): string {
  return from === to ? `${from}` : `${from}–${String(to).slice(2)}`;
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
