/**
 * Every spelling a unit's parts are known by: lower case, NFKC, without spaces. What is ambiguous is left out and
 * so not a unit: `ton` (short, long, metric?), `¥` (yuan or yen), `USD/CNY` (the pair, or dollars per yuan), `Mt`.
 */

/** Units convert only within one kind: gross, dry, wet and contained metal are different things. */
export type MassKind = 'mass' | 'dry mass' | 'wet mass' | 'contained mass' | 'ton units';

interface MassSpelling {
  readonly canonical: string;
  readonly kind: MassKind;
  /** Of the kind's base: kilograms, or mtu. */
  readonly size: string;
  readonly zh: string;
  readonly spellings: readonly string[];
}

const KG_PER_T = '1000';
const KG_PER_LB = '0.45359237';

export const MASSES: readonly MassSpelling[] = [
  {
    canonical: 't',
    kind: 'mass',
    size: KG_PER_T,
    zh: '吨',
    // 基吨 is a tonne at the grade the price is quoted for: the tonne of that series. 实物吨 is gross weight.
    spellings: [
      't',
      'mt',
      'tonne',
      'tonnes',
      'metricton',
      'metrictons',
      'metrictonne',
      'metrictonnes',
      '吨',
      '公吨',
      '基吨',
      '实物吨',
    ],
  },
  {
    canonical: 'kg',
    kind: 'mass',
    size: '1',
    zh: '千克',
    spellings: ['kg', 'kgs', 'kilogram', 'kilograms', 'kilo', '千克', '公斤'],
  },
  {
    canonical: 'g',
    kind: 'mass',
    size: '0.001',
    zh: '克',
    spellings: ['g', 'gram', 'grams', 'gramme', 'grammes', '克'],
  },
  {
    canonical: 'lb',
    kind: 'mass',
    size: KG_PER_LB,
    zh: '磅',
    spellings: ['lb', 'lbs', 'pound', 'pounds', '磅'],
  },
  {
    canonical: 'ozt',
    kind: 'mass',
    size: '0.0311034768',
    zh: '盎司',
    // In metals an ounce is a troy ounce, in either language.
    spellings: [
      'ozt',
      'oz',
      'toz',
      'troyoz',
      'ounce',
      'ounces',
      'troyounce',
      'troyounces',
      '盎司',
      '金衡盎司',
    ],
  },
  {
    canonical: 'short ton',
    kind: 'mass',
    size: '907.18474',
    zh: '短吨',
    spellings: ['shortton', 'shorttons', 'st', '短吨'],
  },
  {
    canonical: 'long ton',
    kind: 'mass',
    size: '1016.0469088',
    zh: '长吨',
    spellings: ['longton', 'longtons', '长吨'],
  },
  {
    canonical: 'dmt',
    kind: 'dry mass',
    size: KG_PER_T,
    zh: '干吨',
    spellings: [
      'dmt',
      'drymetricton',
      'drymetrictons',
      'drymetrictonne',
      'drymetrictonnes',
      'drytonne',
      'drytonnes',
      '干吨',
      '干公吨',
    ],
  },
  {
    canonical: 'wmt',
    kind: 'wet mass',
    size: KG_PER_T,
    zh: '湿吨',
    spellings: [
      'wmt',
      'wetmetricton',
      'wetmetrictons',
      'wetmetrictonne',
      'wetmetrictonnes',
      'wettonne',
      'wettonnes',
      '湿吨',
    ],
  },
  {
    canonical: 't contained',
    kind: 'contained mass',
    size: KG_PER_T,
    zh: '金属吨',
    spellings: [
      'tcontained',
      'tonnecontained',
      'tonnescontained',
      'metaltonne',
      'metaltonnes',
      '金属吨',
      '吨金属',
      '吨金属量',
    ],
  },
  {
    canonical: 'kg contained',
    kind: 'contained mass',
    size: '1',
    zh: '千克金属',
    spellings: ['kgcontained', '千克金属', '公斤金属', '金属千克', '金属公斤'],
  },
  {
    canonical: 'lb contained',
    kind: 'contained mass',
    size: KG_PER_LB,
    zh: '磅金属',
    spellings: ['lbcontained', '磅金属', '金属磅'],
  },
  // 1 % of a metric or short ton of what it is counted in (Mo, WO3): ten kilograms of it, whatever the grade.
  {
    canonical: 'mtu',
    kind: 'ton units',
    size: '1',
    zh: '吨度',
    spellings: ['mtu', 'metrictonunit', 'metrictonunits', '吨度', '吨度(mtu)', 'mtu(吨度)'],
  },
  {
    canonical: 'stu',
    kind: 'ton units',
    size: '0.90718474',
    zh: '短吨度',
    spellings: ['stu', 'shorttonunit', 'shorttonunits', '短吨度'],
  },
];

interface CurrencySpelling {
  readonly canonical: string;
  readonly currency: string;
  /** Of the currency. */
  readonly size: string;
  readonly zh: string;
  readonly spellings: readonly string[];
}

export const CURRENCIES: readonly CurrencySpelling[] = [
  {
    canonical: 'CNY',
    currency: 'CNY',
    size: '1',
    zh: '元',
    spellings: ['cny', 'rmb', 'yuan', 'yn', '元', '人民币', '人民币元', '元人民币'],
  },
  {
    canonical: 'USD',
    currency: 'USD',
    size: '1',
    zh: '美元',
    spellings: ['usd', 'us$', '$', 'dollar', 'dollars', 'usdollar', 'usdollars', '美元', '美金'],
  },
  {
    canonical: 'US¢',
    currency: 'USD',
    size: '0.01',
    zh: '美分',
    spellings: ['usc', 'us¢', '¢', 'cent', 'cents', 'uscent', 'uscents', '美分'],
  },
  {
    canonical: 'EUR',
    currency: 'EUR',
    size: '1',
    zh: '欧元',
    spellings: ['eur', '€', 'euro', 'euros', '欧元'],
  },
  { canonical: 'GBP', currency: 'GBP', size: '1', zh: '英镑', spellings: ['gbp', '£', '英镑'] },
];

/** Longest first: `10k` before `k`, 百万 before 万. English "million" is never 万. */
export const MULTIPLIERS: ReadonlyArray<{
  readonly canonical: string;
  readonly factor: string;
  readonly zh: string;
  readonly spellings: readonly string[];
}> = [
  { canonical: '100 million', factor: '100000000', zh: '亿', spellings: ['100million', '亿'] },
  { canonical: 'million', factor: '1000000', zh: '百万', spellings: ['million', 'mln', '百万'] },
  { canonical: '10k', factor: '10000', zh: '万', spellings: ['10k', '10,000', '10000', 'tenthousand', '万'] },
  {
    canonical: 'k',
    factor: '1000',
    zh: '千',
    spellings: ['k', '1,000', '1000', "'000", '’000', 'thousand', '千'],
  },
];

/** Units that are not a mass and not a price. `countable` ones take multipliers (万手). */
export const OTHERS: ReadonlyArray<{
  readonly canonical: string;
  readonly countable?: true;
  readonly zh: string;
  readonly spellings: readonly string[];
}> = [
  { canonical: '%', zh: '%', spellings: ['%', 'pct', 'percent', '百分比'] },
  {
    canonical: 'pp',
    zh: '个百分点',
    spellings: ['pp', 'percentagepoint', 'percentagepoints', '百分点', '个百分点'],
  },
  { canonical: 'bp', zh: 'BP', spellings: ['bp', 'bps', 'basispoint', 'basispoints', '基点', '个基点'] },
  {
    canonical: 'contracts',
    countable: true,
    zh: '手',
    spellings: ['contracts', 'contract', 'lots', 'lot', '手', '张'],
  },
  { canonical: 'index', zh: '点', spellings: ['index', 'idx', 'points', 'point', 'pts', '指数', '点'] },
  { canonical: '1', zh: '', spellings: ['1', 'ratio', '倍', '×'] },
  { canonical: 'weeks', zh: '周', spellings: ['weeks', 'week', '周'] },
  {
    canonical: 'CNY/USD',
    zh: '元/美元',
    spellings: [
      'cny/usd',
      'rmb/usd',
      'yuan/usd',
      'yuan/dollar',
      'cnyperusd',
      'yuanperdollar',
      '元/美元',
      '人民币/美元',
    ],
  },
];
