import { holidayName } from '../holidays.ts';
import { sentenceOf } from '../problems.ts';
import type { Around, Rule } from '../reasons.ts';

const WAYS: Readonly<Record<string, string>> = {
  'Answer for the values or mend them': '请更正这些数值或作出裁定',
  'Approve the week in the studio': '请批准本周',
  'Bring what is missing, or build it by hand': '请补齐所缺内容，或手动制作',
  'Look at it': '请查看',
};

/** As `schedule/` writes them down. The longest endings first: what is left of a reason is told by itself. */
export const SCHEDULE: readonly Rule[] = [
  [
    /^late by ([\d dhmin]+?)(?:; (.+))?$/,
    ([ms = '', rest = ''], say) => joined([`晚了${duration(ms)}`, say(rest)]),
  ],
  [
    /^waits until (\S+) for: (.+)$/,
    ([until = '', lacks = ''], say, { at }) => `最晚等到${at(until)}，尚缺：${say(lacks)}`,
  ],
  [
    /^held at its deadline: (.+)\. ([A-Z][a-z ,]+), then: assay schedule release \S+$/,
    ([lacks = '', way = ''], say) => `截止时仍缺：${say(lacks)}。${WAYS[way] ?? '请查看'}，然后点“继续”。`,
  ],
  [/^published with gaps: (.+)$/, ([lacks = ''], say) => `已发布，缺项已向读者注明：${say(lacks)}`],
  [/^archived (\S+)$/, ([when = ''], _, { at }) => `已于${at(when)}存档`],
  [
    /^(.+?)\.? To try again: assay schedule release \S+$/,
    ([why = ''], say) => `${ended(say(why))}如要重试，请点“继续”。`,
  ],
  [
    /^(.+?)\.? To go on all the same: assay schedule release \S+$/,
    ([why = ''], say) => `${ended(say(why))}如仍要进行，请点“继续”。`,
  ],
  [
    /^(.+?) over the time it is due\. If it is right now: assay schedule release \S+$/,
    ([why = ''], say) => `${say(why)}，越过了到期时间。如时钟无误，请点“继续”。`,
  ],
  [
    /^mailing paused: (.+)\. assay deliveries release \S+, then: assay schedule release \S+$/,
    ([why = ''], say) => `发送已暂停：${ended(say(why))}请在“邮件”页让任务继续，然后在此点“继续”。`,
  ],
  [
    /^(.+?)\.? Then: assay schedule release \S+$/,
    ([why = ''], say) => `${ended(say(why))}处理之后请点“继续”。`,
  ],
  [
    /^(.+?)\.? Tried again at (\S+)$/,
    ([why = '', next = ''], say, { at }) => `${ended(say(why))}将于${at(next)}重试。`,
  ],
  [/^could not be built: (.+)$/, ([why = ''], say) => `未能制作：${say(why)}`],
  [/^could not be mailed: (.+)$/, ([why = ''], say) => `未能发送：${say(why)}`],
  [/^its server stops$/, () => '服务器停止，重启后继续'],
  [/^its build was cancelled$/, () => '制作已被取消'],
  [/^held by (.+?)(?:: (.+))?$/, ([who = '', why = '']) => `由${who}暂停${because(why)}`],
  [/^released by (.+?)(?:: (.+))?$/, ([who = '', why = '']) => `由${who}继续${because(why)}`],
  [/^published; nothing is mailed by itself$/, () => '已发布，不自动发送'],
  [
    /^published; mailed to (\S+) at (\S+)$/,
    ([list = '', when = ''], _, { at }) => `已发布，将于${at(when)}发送至 ${list}`,
  ],
  [/^to (\S+)$/, ([list = '']) => `发送至 ${list}`],
  [/^its campaign was cancelled; (.+)$/, ([sum = ''], say) => `发送任务已取消；${say(sum)}`],
  [
    /^(mailed to .+); some are tried again at (\S+)$/,
    ([sum = '', next = ''], say, { at }) => `${say(sum)}，其余将于${at(next)}重试`,
  ],
  [
    /^mailed to (\d+) of (\d+) on (\S+?)(?:, (\d+) in doubt)?$/,
    ([got = '', all = '', list = '', doubt = '']) =>
      `${list} 共${all}人，已发送${got}封${doubt === '' ? '' : `，${doubt}封不确定`}`,
  ],
  [
    /^(not made|published, but not mailed): nobody ran for ([\d dhmin]+), and after (\d+) h nothing is done by itself$/,
    ([what = '', late = '', most = '']) =>
      `${what === 'not made' ? '未制作' : '已发布，但未发送'}：服务器有${duration(late)}没有运行，超过${most}小时便不再自动进行`,
  ],
  [
    /^the clock of this machine went (forward|back) by ([\d.]+) hours(?: while letters were being sent\. Set it right, then go on)?$/,
    ([way = '', hours = '']) => `服务器时钟突然${way === 'back' ? '慢' : '快'}了${hours}小时，请先校准`,
  ],
  [
    /^no edition: (\S+) is a holiday \((.+)\)$/,
    ([date = '', why = '']) => `${date}为假日（${holidayName(why)}），本周不出版`,
  ],
  [
    /^(?:(not all values of the week for .+?)(?:; |$))?(?:(no note in .+?)(?:; |$))?(?:([EWI]_[A-Z_]+ .+?)(?:; (?=an approval)|$))?(an approval.*)?$/,
    ([series = '', notes = '', problems = '', approval = ''], _, around) =>
      joined([missingSeries(series, around), missingNotes(notes), problem(problems), approved(approval)]),
  ],
];

const DURATION: ReadonlyArray<readonly [RegExp, string]> = [
  [/ d\b/g, '天'],
  [/ h\b/g, '小时'],
  [/ min\b/g, '分钟'],
];

/** `3 h 5 min` → `3小时5分钟`. */
function duration(text: string): string {
  return DURATION.reduce((sum, [unit, word]) => sum.replace(unit, word), text).replaceAll(' ', '');
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('；');
}

function because(why: string): string {
  return why === '' ? '' : `：${why}`;
}

/** With one full stop at its end. */
function ended(text: string): string {
  return `${text.replace(/[。.]$/, '')}。`;
}

function missingSeries(text: string, { series }: Around): string {
  if (text === '') return '';
  const more = / and (\d+) more series$/.exec(text)?.[1];
  const named = text.replace(/^not all values of the week for /, '').replace(/ and \d+ more series$/, '');
  const names = named.split('), ').map((one) => {
    const [, id = one, last = ''] = /^(\S+) \((?:last )?([^)]*)/.exec(one) ?? [];
    return `${series(id)}（${last === 'none yet' ? '尚无数值' : `最新${last}`}）`;
  });
  return `本周数值不全：${names.join('、')}${more === undefined ? '' : `等，另有${more}项`}`;
}

const TONGUES: Readonly<Record<string, string>> = { en: '英文', zh: '中文' };

function missingNotes(text: string): string {
  const tongues = text.replace('no note in ', '').split(' and ');
  return text === '' ? '' : `没有${tongues.map((one) => TONGUES[one] ?? one).join('、')}点评`;
}

function problem(text: string): string {
  if (text === '') return '';
  const code = /^[A-Z_]+/.exec(text)?.[0] ?? '';
  const more = / \(and ([\d,]+) more problems?\)$/.exec(text)?.[1];
  const said = sentenceOf(code).split('。')[0] || code;
  return more === undefined ? said : `${said}（另有${more}处问题）`;
}

function approved(text: string): string {
  if (text === '') return '';
  return text === 'an approval' ? '尚未批准' : '批准之后内容有变动，须重新批准';
}
