/** Names of holidays as the calendars give them in English. */
const NAMES: Readonly<Record<string, string>> = {
  'New Year': '元旦',
  'Spring Festival': '春节',
  Qingming: '清明节',
  'Labour Day': '劳动节',
  'Dragon Boat': '端午节',
  'Mid-Autumn': '中秋节',
  'National Day': '国庆节',
  'National Day and Mid-Autumn': '国庆节、中秋节',
  'Victory Day': '抗战胜利纪念日',
  'Victory Day parade': '抗战胜利纪念日',
  'Good Friday': '耶稣受难日',
  'Easter Monday': '复活节星期一',
  'Christmas Day': '圣诞节',
  Christmas: '圣诞节',
  'Boxing Day': '节礼日',
  'early May bank holiday': '英国五月初银行假日',
  'spring bank holiday': '英国春季银行假日',
  'summer bank holiday': '英国夏季银行假日',
  "Washington's Birthday": '美国总统日',
  Thanksgiving: '感恩节',
  'Memorial Day': '美国阵亡将士纪念日',
  'Martin Luther King Day': '马丁·路德·金纪念日',
  'Labor Day': '美国劳工节',
  'Independence Day': '美国独立日',
  'Columbus Day': '哥伦布日',
  'Veterans Day': '美国退伍军人节',
  Juneteenth: '六月节',
  'day of mourning': '哀悼日',
  'state funeral': '国葬日',
  coronation: '加冕日',
  'Platinum Jubilee': '登基七十周年纪念日',
};

const REMARKS: ReadonlyMap<string, string> = new Map([
  ['substitute', '（补休）'],
  ['extended', '（延长）'],
]);

/** `Christmas, substitute` → `圣诞节（补休）`; a name of a desk's own calendar stays as it is. */
export function holidayName(given: string): string {
  const [bare = '', remark = ''] = given.split(', ');
  const name = [given, bare].find((one) => Object.hasOwn(NAMES, one));
  if (name === undefined) return given;
  const how = /^moved/.test(remark) ? '（调整）' : (REMARKS.get(remark) ?? '');
  return `${NAMES[name]}${name === given ? '' : how}`;
}
