import type { DueNote } from '../../calendar/due.ts';
import { holidaySaid } from '../../language/index.ts';
import type { Language } from '../../model/language.ts';
import type { OccurrenceState } from '../../model/occurrence.ts';

export interface ScheduleWords {
  readonly title: string;
  readonly none: string;
  readonly noneLine: string;
  readonly next: string;
  /** By the clocks of a zone. */
  readonly zone: (timeZone: string) => string;
  readonly week: string;
  readonly due: string;
  readonly deadline: string;
  readonly mailed: string;
  readonly notMailed: string;
  readonly atOnce: string;
  readonly outBy: string;
  readonly remark: string;
  readonly skipped: string;
  readonly now: string;
  readonly nothingNow: string;
  readonly state: string;
  readonly states: Readonly<Record<OccurrenceState, string>>;
  readonly reason: string;
  /** Between a name and what it has. */
  readonly colon: string;
  readonly until: string;
  readonly lookAgain: string;
  readonly attempts: string;
  readonly history: string;
  readonly past: string;
  readonly nothingPast: string;
  readonly when: string;
  readonly who: string;
  readonly edition: string;
  readonly hold: string;
  readonly holdHint: string;
  readonly release: string;
  readonly releaseHint: string;
  readonly why: string;
  readonly held: (week: string) => string;
  readonly released: (week: string) => string;
  readonly weekdays: readonly string[];
  readonly note: (note: DueNote) => string;
}

export const WORDS: Readonly<Record<Language, ScheduleWords>> = {
  en: {
    title: 'Schedule',
    none: 'Nothing is made by itself',
    noneLine:
      'The desk does not say when. Add to data/desk.yaml, for Sundays at 18:00: schedule: { cron: "0 18 * * 0" }',
    next: 'Next runs',
    zone: (timeZone) => `By the clocks of ${timeZone}.`,
    week: 'Week',
    due: 'Built',
    deadline: 'Waits until',
    mailed: 'Mailed',
    notMailed: 'not by itself',
    atOnce: 'at once',
    outBy: 'Out by',
    remark: 'Remarks',
    skipped: 'no edition',
    now: 'Now',
    nothingNow: 'Nothing is under way.',
    state: 'State',
    states: {
      waiting: 'waiting',
      building: 'building',
      published: 'published',
      sending: 'mailing',
      done: 'done',
      held: 'held',
      missed: 'missed',
      failed: 'failed',
      skipped: 'skipped',
    },
    reason: 'Why',
    colon: ': ',
    until: 'At the latest',
    lookAgain: 'Looks again',
    attempts: 'Looks so far',
    history: 'History',
    past: 'Before',
    nothingPast: 'No week was due yet. The first is made when its time above has come and the server runs.',
    when: 'When',
    who: 'Who',
    edition: 'Edition',
    hold: 'Hold',
    holdHint: 'Nothing of this week is made or mailed by itself until it is released.',
    release: 'Try again',
    releaseHint: 'It goes on at once, or when it is due.',
    why: 'Reason',
    held: (week) => `${week} is held.`,
    released: (week) => `${week} is tried again.`,
    weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    note: (note) => {
      switch (note.kind) {
        case 'gap':
          return `${note.asked} does not exist that day; runs at ${note.runs}`;
        case 'fold':
          return `${note.asked} comes twice that day; runs at the first`;
        case 'between':
          return 'clocks are changed: the clock strikes before the week is complete and then after the next; runs between';
        case 'holiday':
          return `moved from ${note.from}, a holiday (${note.why})`;
        case 'skipped':
          return `holiday (${note.why})`;
        case 'unmoved':
          return `a holiday (${note.why}), not moved: the week would not be complete`;
        case 'uncovered':
          return `holidays are not known after ${note.through}; runs as usual`;
      }
    },
  },
  zh: {
    title: '排期',
    none: '没有自动制作',
    noneLine:
      '本部门尚未设定时间。请在 data/desk.yaml 中加入（每周日 18:00）：schedule: { cron: "0 18 * * 0" }',
    next: '接下来的运行',
    zone: (timeZone) => `按 ${timeZone} 时间。`,
    week: '周',
    due: '制作',
    deadline: '最晚等到',
    mailed: '发送',
    notMailed: '不自动发送',
    atOnce: '立即',
    outBy: '应发布于',
    remark: '说明',
    skipped: '本周不出版',
    now: '当前',
    nothingNow: '没有正在进行的任务。',
    state: '状态',
    states: {
      waiting: '等待中',
      building: '制作中',
      published: '已发布',
      sending: '发送中',
      done: '完成',
      held: '已暂停',
      missed: '已错过',
      failed: '失败',
      skipped: '已跳过',
    },
    reason: '原因',
    colon: '：',
    until: '最晚',
    lookAgain: '下次检查',
    attempts: '已检查次数',
    history: '经过',
    past: '以往',
    nothingPast: '还没有到期的周。到达上面的时间且服务器在运行时，会制作第一期。',
    when: '时间',
    who: '操作者',
    edition: '期号',
    hold: '暂停',
    holdHint: '在点击“继续”之前，本周不会自动制作或发送。',
    release: '继续',
    releaseHint: '立即继续，或到期时继续。',
    why: '原因',
    held: (week) => `${week} 已暂停。`,
    released: (week) => `${week} 将继续。`,
    weekdays: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
    note: (note) => {
      switch (note.kind) {
        case 'gap':
          return `当天没有 ${note.asked}，改在 ${note.runs} 运行`;
        case 'fold':
          return `当天 ${note.asked} 出现两次，在第一次运行`;
        case 'between':
          return '因时钟调整，设定时间早于本周数据截止，下一次又已属下周；改于截止时运行';
        case 'holiday':
          return `${note.from} 为假日（${holidaySaid(note.why, 'zh')}），已顺移`;
        case 'skipped':
          return `假日（${holidaySaid(note.why, 'zh')}）`;
        case 'unmoved':
          return `假日（${holidaySaid(note.why, 'zh')}），未顺移：前一工作日该周尚未结束`;
        case 'uncovered':
          return `${note.through} 之后的假日未知，照常运行`;
      }
    },
  },
};
