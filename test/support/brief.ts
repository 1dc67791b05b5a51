import type {
  Block,
  Brief,
  Cell,
  ChartBlock,
  Column,
  Line,
  Row,
  Run,
  Section,
  Tone,
} from '../../src/model/brief.ts';
import type { Language } from '../../src/model/language.ts';

/** A brief written by hand with every kind of block, for tests of templates, fonts and print. Not real figures. */
export interface Sample {
  readonly brief: Brief;
  readonly svgs: ReadonlyMap<string, string>;
}

const METALS = [
  ['copper', 'Copper', '铜', '#b5532a'],
  ['aluminum', 'Aluminum', '铝', '#5f7382'],
  ['gold', 'Gold', '黄金', '#a97b00'],
  ['rare-earths', 'Rare earths', '稀土', '#6a4fa3'],
  ['antimony', 'Antimony', '锑', '#12767a'],
  ['molybdenum', 'Molybdenum', '钼', '#2f5d8a'],
  ['lithium', 'Lithium', '锂', '#c03a76'],
] as const;

export function sampleBrief(language: Language, options: { rows?: number } = {}): Sample {
  const say = (en: string, zh: string): string => (language === 'en' ? en : zh);
  const svgs = new Map<string, string>();
  const chart = (id: string, width: ChartBlock['width'], color: string, seed: number): ChartBlock => {
    svgs.set(id, picture(id, width, color, seed, say('range', '区间')));
    return {
      id,
      kind: 'line',
      title: [
        text(say('LME copper slips ', '伦铜周跌')),
        figure('0.24%', 'cu_lme_3m.week', 'down'),
        text(say(', stocks lowest since ', '，库存创')),
        { kind: 'date', text: say('August 2023', '2023年8月以来'), date: '2023-08-25' },
        text(say('', '最低')),
      ],
      subtitle: say('Three-month price, USD/t, LME', '三个月期价，美元/吨，LME'),
      source: say('Source: LME, to 13 June 2025', '来源：LME，截至2025年6月13日'),
      alt: say('Line of the weekly price over five years.', '五年周度价格折线。'),
      illustrative: seed % 3 === 0,
      width,
      series: ['cu_lme_3m'],
    };
  };
  const paragraph: Line = [
    name(say('LME 3M', '伦铜三个月期')),
    text(say(' fell ', '本周下跌')),
    figure('0.24%', 'cu_lme_3m.week', 'down'),
    text(say(' over the week to ', '，收于')),
    figure(say('9,647.50 USD/t', '9,647.50 美元/吨'), 'cu_lme_3m.last'),
    text(say('; the ', '；')),
    name(say('SHFE main contract', '沪铜主力')),
    text(say(' slipped ', '下跌')),
    figure('1.17%', 'cu_shfe.week', 'down'),
    text(say(' to ', '，报')),
    figure(say('78,010 CNY/t', '7.80 万元/吨'), 'cu_shfe.last', undefined, true),
    text(
      say(
        '. Concentrate treatment charges stayed deep below zero as smelters bid for spot units, and the index has now fallen for six weeks running. Visible stocks drew down on all three exchanges against Monday and against last Thursday alike, with the largest withdrawals in Asian warehouses. Rod and cable makers ran at a slightly higher rate than the week before, while anode plants slowed for lack of scrap.',
        '。铜精矿现货加工费继续处于深度负值区间，冶炼厂抢购现货，指数已连续六周下行。三大交易所显性库存较周一及上周四均有回落，亚洲仓库去化最为明显。下游方面，铜杆与线缆企业开工率环比小幅回升，阳极板企业则因废铜偏紧而下调负荷；终端订单以刚需为主，“抢出口”效应有所减弱……市场观望情绪较浓。',
      ),
    ),
  ];
  const sections: Section[] = [
    {
      id: 'dashboard',
      title: say('Dashboard', '行情总览'),
      level: 1,
      blocks: [priceTable(say, options.rows ?? 60)],
    },
    {
      id: 'inventories',
      title: say('Inventories and spreads', '库存与价差'),
      level: 1,
      blocks: [
        box(say),
        { kind: 'paragraph', line: paragraph },
        {
          kind: 'charts',
          charts: [chart('inv-a', 'half', '#b5532a', 1), chart('inv-b', 'half', '#5f7382', 2)],
        },
        inventoryTable(say),
      ],
    },
    {
      id: 'bulk',
      title: say('Bulk and precious metals', '大宗与贵金属'),
      level: 1,
      blocks: [
        box(say),
        {
          kind: 'points',
          title: say('This week', '本周要点'),
          lines: [
            [
              text(say('Copper stocks fell by ', '铜库存下降')),
              figure(say('12.4 kt', '1.24 万吨'), 's', 'down'),
            ],
            [text(say('Alumina rose for a third week', '氧化铝连续第三周上涨'))],
          ],
        },
        written(say),
      ],
    },
    ...METALS.map(
      ([id, en, zh, color], at): Section => ({
        id,
        title: say(en, zh),
        level: 2,
        blocks: [
          { kind: 'paragraph', lead: [text(say('Ranging high.', '高位震荡。'))], line: paragraph },
          {
            kind: 'charts',
            charts: (at % 2 === 0 ? ['a', 'b', 'c'] : ['a', 'b']).map((letter, step) =>
              chart(`${id}-${letter}`, 'half', color, at * 3 + step),
            ),
          },
          {
            kind: 'note',
            line: [text(say('Antimony quotations may be rolled over.', '锑报价可能沿用前值。'))],
          },
        ],
      }),
    ),
    {
      id: 'energy',
      title: say('Energy metals', '能源金属'),
      level: 1,
      blocks: [
        { kind: 'heading', id: 'cobalt', title: say('Cobalt', '钴'), metal: 'cobalt' },
        { kind: 'paragraph', line: paragraph },
        {
          kind: 'charts',
          charts: [
            chart('co-a', 'third', '#1c4fc4', 3),
            chart('co-b', 'third', '#1c4fc4', 4),
            chart('co-c', 'third', '#1c4fc4', 5),
            {
              ...chart('co-d', 'half', '#1c4fc4', 6),
              id: 'co-none',
              missing: say('No observation since 24 September 2026.', '自2026年9月24日以来无新数据。'),
            },
          ],
        },
      ],
    },
    {
      id: 'method',
      title: say('Method', '方法说明'),
      level: 1,
      blocks: [{ kind: 'paragraph', line: paragraph }],
    },
  ];
  const brief: Brief = {
    schema: 1,
    edition: '2025-W24',
    week: '2025-W24',
    language,
    title: say('Metals weekly 2025-W24: copper slips', '金属周报 2025-W24：铜价小幅回落'),
    runningHead: say(
      'Metals weekly · 2025-W24 · week ending 13 June 2025',
      '金属周报 · 2025-W24 · 截至2025年6月13日',
    ),
    cover: {
      masthead: say('Sample desk', '示例研究台'),
      title: say('Metals weekly', '金属周报'),
      issue: [text(say('Issue ', '第')), { kind: 'name', text: '24' }, text(say('', '期'))],
      dateline: [
        text(say('Week ending ', '截至')),
        { kind: 'date', text: say('Fri 13 June 2025', '2025年6月13日（周五）'), date: '2025-06-13' },
        text(say(' (data to Sat 14 June, 12:00 UTC+8)', '，数据截至6月14日12:00（UTC+8）')),
      ],
      headline: [
        text(say('Antimony’s ', '锑锭单周下跌')),
        figure('4.1%', 'sb.week', 'down'),
        text(
          say(' fall is its sharpest in two years as exports stall', '，为两年来最大跌幅，出口停滞拖累内盘'),
        ),
      ],
      points: [1, 2, 3, 4, 5].map(
        (at): Line => [
          { kind: 'strong', text: say('Copper. ', '铜：') },
          text(say('LME three-month fell ', '伦铜三个月期下跌')),
          figure('−0.24%', `p${at}`, at % 2 === 0 ? 'up' : 'down'),
          text(say(' to ', '，报')),
          figure(say('9,647.50 USD/t', '9,647.50 美元/吨'), `q${at}`),
          text(
            say(
              '; visible stocks are the lowest since August of the year before last.',
              '；显性库存降至前年八月以来最低。',
            ),
          ),
        ],
      ),
      movers: chart('movers', 'half', '#5b6770', 9),
      dataLine: [
        figure('58', 'desk.fresh'),
        text(say(' of ', '/')),
        figure('62', 'desk.total'),
        text(say(' series fresh, ', '个序列为最新，')),
        figure('3', 'desk.stale'),
        text(say(' stale, ', '个滞后，')),
        figure('1', 'desk.closed'),
        text(say(' on holiday.', '个休市。')),
      ],
    },
    sections,
    words: {
      contents: say('Contents', '目录'),
      skip: say('Skip to the brief', '跳至正文'),
      foot: say('Sources as named at each chart and table', '数据来源见各图表'),
    },
    illustrative: true,
  };
  return { brief, svgs };
}

type Say = (en: string, zh: string) => string;

/** A person's words, of every kind they may be. */
function written(say: Say): Block {
  const words = (en: string, zh: string): Run => ({ kind: 'words', text: say(en, zh) });
  return {
    kind: 'analyst',
    id: 'bulk-note',
    label: [text(say('Analyst’s note · ', '分析师点评 · ')), name(say('A. Chen', '陈安'))],
    blocks: [
      {
        kind: 'text',
        line: [
          words('We saw 3 buyers; copper ', '我们见到3家买家；铜价'),
          { kind: 'figure', text: '−0.24%', figure: 'cu.week', strong: true },
          { kind: 'words', text: say(' is ', '为'), em: true },
          { kind: 'words', text: say('told', '所述'), link: 'https://example.cn/a', address: 'example.cn/a' },
          { kind: 'words', text: '.', strong: true },
        ],
      },
      { kind: 'subheading', line: [words('Next week', '下周')] },
      { kind: 'list', items: [[{ kind: 'text', line: [words('one', '其一')] }]] },
      { kind: 'list', start: 3, items: [[{ kind: 'text', line: [words('three', '其三')] }]] },
      { kind: 'quote', blocks: [{ kind: 'text', line: [words('quoted', '引语')] }] },
      {
        kind: 'grid',
        columns: [{ head: [words('Mine', '矿山')], align: 'left' }],
        rows: [[[words('North', '北矿')]]],
      },
      { kind: 'image', file: 'x.png', alt: say('A drawing', '示意图'), caption: say('Drawn', '绘制') },
    ],
  };
}

function box(say: Say): Block {
  return {
    kind: 'box',
    title: say('In one look', '一图速览'),
    lines: [
      [
        { kind: 'strong', text: say('Copper ', '铜 ') },
        text(say('ranging high, ', '高位震荡，')),
        figure('−0.24%', 'cu.week', 'down'),
        text(say(' on the week', '（周环比）')),
      ],
      [
        { kind: 'strong', text: say('Gold ', '黄金 ') },
        text(say('firm, ', '稳健向上，')),
        figure('+3.65%', 'au.week', 'up'),
        text(say(' on the week', '（周环比）')),
      ],
    ],
  };
}

function priceTable(say: Say, count: number): Block {
  const columns: Column[] = [
    { key: 'series', head: say('Series', '品种'), align: 'left' },
    { key: 'unit', head: say('Unit', '单位'), align: 'left' },
    { key: 'date', head: say('As of', '日期'), align: 'left' },
    { key: 'last', head: say('Last', '最新'), align: 'right' },
    { key: 'week', head: say('Week', '周'), unit: '%', align: 'right' },
    { key: 'month', head: say('4 weeks', '四周'), unit: '%', align: 'right' },
    { key: 'quarter', head: say('QTD', '季初至今'), unit: '%', align: 'right' },
    { key: 'ytd', head: say('YTD', '年初至今'), unit: '%', align: 'right' },
    { key: 'year', head: say('Year', '同比'), unit: '%', align: 'right' },
    { key: 'range', head: say('52 weeks', '52周区间'), align: 'center' },
    { key: 'spark', head: say('13 weeks', '13周走势'), align: 'center' },
  ];
  const row = (at: number): Row => {
    const change = (salt: number): Cell => {
      const value = (((at * 37 + salt * 61) % 190) - 95) / 10;
      const tone: Tone = value > 0 ? 'up' : value < 0 ? 'down' : 'flat';
      const tint = Math.max(-3, Math.min(3, Math.round(value / 3)));
      return {
        line: [
          figure(
            `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(2)}`,
            `r${at}.${salt}`,
            tone,
          ),
        ],
        tint,
      };
    };
    const last =
      [`9,6${at % 10}7.50`, `${78 + at},010`, `${3 + at}.4${at % 10}`, `0.13${at % 10}5`][at % 4] ?? '1';
    return {
      series: `series_${at}`,
      cells: [
        { line: [name(say(`Row ${at} LME copper 3M`, `第${at}行 伦铜三个月期`))] },
        { line: [text(say('USD/t', '美元/吨'))], muted: true },
        { line: [{ kind: 'date', text: say('13 Jun', '6月13日'), date: '2025-06-13' }], muted: true },
        { line: [figure(last, `r${at}.last`, undefined, at % 5 === 0)] },
        at % 11 === 4 ? { line: [text(say('closed', '休市'))], muted: true } : change(1),
        change(2),
        change(3),
        change(4),
        change(5),
        {
          line: [],
          svg: `<svg class="range" viewBox="0 0 60 8" width="60" height="8"><rect y="3" width="60" height="2" fill="#d9dee3"/><rect x="${(at * 7) % 58}" width="2" height="8" fill="#16202a"/></svg>`,
        },
        {
          line: [],
          svg: `<svg class="spark" viewBox="0 0 60 12" width="60" height="12"><polyline fill="none" stroke="#5b6770" points="0,${at % 12} 15,4 30,9 45,${(at * 5) % 12} 60,6"/></svg>`,
        },
      ],
    };
  };
  const groups = [
    say('Base metals', '基本金属'),
    say('Minor metals', '小金属'),
    say('Energy metals', '能源金属'),
  ];
  const rows = Array.from({ length: count }, (_, at) => row(at + 1));
  const size = Math.ceil(count / groups.length);
  return {
    kind: 'table',
    id: 'prices',
    caption: say('Prices', '价格一览'),
    columns,
    groups: groups.map((title, at) => ({ title, rows: rows.slice(at * size, (at + 1) * size) })),
    notes: [[text(say('† rests on illustrative history.', '† 基于示意性历史数据。'))]],
  };
}

function inventoryTable(say: Say): Block {
  return {
    kind: 'table',
    id: 'stocks',
    caption: say('Inventories', '库存'),
    columns: [
      { key: 'metal', head: say('Metal', '品种'), align: 'left' },
      { key: 'level', head: say('Level', '库存'), unit: say('kt', '万吨'), align: 'right' },
      { key: 'change', head: say('Change', '变化'), unit: say('kt', '万吨'), align: 'right' },
      { key: 'flag', head: say('Note', '备注'), align: 'left' },
    ],
    groups: [
      {
        rows: ['Copper', 'Aluminum', 'Zinc'].map(
          (metal, at): Row => ({
            cells: [
              { line: [name(say(metal, ['铜', '铝', '锌'][at] ?? ''))] },
              { line: [figure(['114.4', '347', '130.25'][at] ?? '', `${metal}.last`)] },
              {
                line: [figure(['−4.1', '−8', '+2.50'][at] ?? '', `${metal}.week`, at === 2 ? 'up' : 'down')],
                tint: at - 1,
              },
              { line: [text(say('warrants and cancelled', '含注销仓单'))], muted: true },
            ],
          }),
        ),
      },
    ],
    notes: [],
  };
}

function picture(id: string, width: ChartBlock['width'], color: string, seed: number, label: string): string {
  const [w, h] = width === 'full' ? [520, 160] : width === 'half' ? [252, 150] : [164, 120];
  const points = Array.from({ length: 60 }, (_, at) => {
    const y = h / 2 + Math.sin(at / 6 + seed) * (h / 4) + Math.sin(at * 1.7 + seed) * 6;
    return `${((at / 59) * (w - 40)).toFixed(1)},${y.toFixed(1)}`;
  });
  const grid = [0.2, 0.5, 0.8].map(
    (part) => `<path d="M0 ${h * part}H${w}" stroke="var(--rule,#d9dee3)" stroke-width=".5"/>`,
  );
  return `<svg id="${id}-svg" viewBox="0 0 ${w} ${h}" xmlns="http://www.w3.org/2000/svg" font-size="8" fill="var(--muted,#5b6770)">${grid.join('')}<polyline points="${points.join(' ')}" fill="none" stroke="${color}" stroke-width="1.6"/><text x="2" y="${h * 0.2 - 2}">10,000</text><text x="${w - 36}" y="${h / 2}">9,647 ${label}</text></svg>`;
}

function text(value: string): Run {
  return { kind: 'text', text: value };
}

function name(value: string): Run {
  return { kind: 'name', text: value };
}

function figure(value: string, id: string, tone?: Tone, dagger?: boolean): Run {
  return {
    kind: 'figure',
    text: value,
    figure: id,
    ...(tone === undefined ? {} : { tone }),
    ...(dagger === undefined ? {} : { dagger }),
  };
}
