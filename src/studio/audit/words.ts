import type { Language } from '../../model/language.ts';
import type { AuditEvent } from '../../store/office/index.ts';

export interface AuditWords {
  readonly title: string;
  readonly line: string;
  readonly when: string;
  readonly who: string;
  readonly role: string;
  readonly from: string;
  readonly action: string;
  readonly target: string;
  readonly outcome: string;
  readonly detail: string;
  readonly outcomes: Readonly<Record<AuditEvent['outcome'], string>>;
  readonly search: string;
  readonly all: string;
  readonly older: string;
  readonly newest: string;
  readonly csv: string;
  readonly empty: string;
  /** Those who are no accounts, by the names the trail gives them. */
  readonly others: Readonly<Record<string, string>>;
  /** Why the first account was made. */
  readonly firstAdmin: string;
}

export const WORDS: Readonly<Record<Language, AuditWords>> = {
  en: {
    title: 'Audit',
    line: 'Who asked for what, when, from where, and what became of it. Nothing here can be changed or removed.',
    when: 'When',
    who: 'Who',
    role: 'Role',
    from: 'From',
    action: 'Action',
    target: 'Of what',
    outcome: 'Outcome',
    detail: 'Detail',
    outcomes: { asked: 'asked', done: 'done', refused: 'refused', noted: 'noted' },
    search: 'Search',
    all: 'All',
    older: 'Older',
    newest: 'Newest',
    csv: 'As CSV',
    empty: 'Nothing of the kind. Search for less, or see all.',
    others: { schedule: 'schedule', outside: 'outside' },
    firstAdmin: 'first admin',
  },
  zh: {
    title: '审计',
    line: '谁在何时何地提出了什么操作及其结果。此处的记录不能更改或删除。',
    when: '时间',
    who: '人员',
    role: '角色',
    from: '来源',
    action: '操作',
    target: '对象',
    outcome: '结果',
    detail: '说明',
    outcomes: { asked: '已提出', done: '已完成', refused: '被拒绝', noted: '已记录' },
    search: '查询',
    all: '全部',
    older: '更早',
    newest: '最新',
    csv: '导出 CSV',
    empty: '没有符合的记录，请减少条件或查看全部。',
    others: { schedule: '排期', outside: '工作台之外' },
    firstAdmin: '首位管理员',
  },
};
