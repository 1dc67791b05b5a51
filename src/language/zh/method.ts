import type { MethodPhrases, NotePhrases } from '../phrases.ts';
import { line } from '../runs.ts';

export const method: MethodPhrases = {
  week: '一周指周五至周五：以各指标所属市场在本周五（含）之前的最后一个交易日，对比上周五（含）之前的最后一个交易日。两周中任一周无交易日的，标注“休市”，不会未加说明而沿用前值。',
  bases:
    '四周与同比按整周回溯；季初至今与年初至今以上季末、上年末最后一个交易日为基数。区间取一年内的每日数值；库存分位为最新值在五年周度数据中的位置。',
  changes:
    '价格与库存以百分比计；加工费、升贴水与价差可能为零或转负，以自身单位计；开工率以百分点计，收益率以基点计。数字仅在列示时四舍五入；舍入后为零的变动标注“持平”。',
  strength:
    '用词随变动幅度而定。幅度以标准化波幅衡量，即本周变动除以该指标自身三年周度变动的标准差；封面标题的选取与表格底色亦用同一尺度。',
  vat: (rate) =>
    line`国内价格除下表另有注明外均含增值税，现行税率为${rate}；上海黄金交易所的黄金免税。文中价格均未扣税，进口平价按当日税率计算。`,
  conversions: ({ pounds, ounces, shortTon, unit }) =>
    line`一吨合${pounds}磅，或${ounces}金衡盎司；一短吨合${shortTon}千克；一吨度合${unit}千克金属量。每项指标只以一种单位存储，列示时才换算。除注明的进口平价外，不做币种换算。`,
  calendars: (venues) => line`交易日依各市场日历，包括${venues}。周末调休上班日不是交易日。`,
  illustrative:
    '凡无公开记录的指标，样本周以前的历史由程序以固定随机种子依公开月均价生成，仅供展示图表；其末端与真实数字相接，在图中以斜线、在文字与表格中以†标注，不得用于其他目的。',
  labels: {
    week: '周的界定',
    bases: '对比基数',
    changes: '变动的表示',
    strength: '幅度',
    vat: '增值税',
    conversions: '单位',
    calendars: '休市',
    illustrative: '示意历史',
  },
};

export const notes: NotePhrases = {
  labels: {
    stale: '逾期未更新',
    unchanged: '未变动',
    unusual: '异常变动',
    closed: '休市',
    findings: '核对',
    withheld: '暂不列示',
    answered: '人工处理',
    never: '从未有数据',
    illustrative: '示意数据',
    inputs: '输入',
  },
  stale: (names, since) => line`${names}自${since}以来无新数据。`,
  unchanged: (name, since, quotations, suspicious) =>
    suspicious
      ? line`${name}自${since}以来未变动，共${quotations}次报价，来源可能已停止更新。`
      : line`${name}自${since}以来未变动，共${quotations}次报价。`,
  closed: (names) => line`本周无交易日的指标：${names}。`,
  unusual: (name, change) => line`${name}本周变动${change}，超出其通常幅度。`,
  finding: (words, subject, detail, count) => {
    const at = detail === undefined ? [] : line`（${detail}）`;
    const times = count === undefined ? [] : line`，共${count}处`;
    return line`${subject}：${words}${times}${at}。`;
  },
  never: (names) => line`以下指标尚无任何数据：${names}。`,
  illustrative: (names, all) => {
    const where = all ? (names.length === 0 ? '全部指标' : line`除${names}以外的全部指标`) : names;
    return line`†表示数字以示意历史为依据；位于句末的，指该句全部数字。所涉指标为${where}。`;
  },
  inputs: (files) => line`数据读自${files}。`,
  clean: '本周数据无需说明。',
};

export const disclaimer: readonly string[] = [
  '本报告由程序根据文中所列数据生成，仅描述当周市场状况，不含评级、目标价，亦不构成买入、卖出或持有任何标的的建议，且未考虑任何读者的具体情况。',
  '数据来自“方法说明”所列来源，可能存在滞后、修订或源头错误。每个数字均经单位、合理范围与自身历史的核对，备注见“数据说明”；核对可以减少差错，但不能完全排除。小金属价格为清淡市场的评估价。',
  '读者据此行事，应自行判断并自担风险。数据归其所有者所有，许可不允许转发的，不得转发。',
];
