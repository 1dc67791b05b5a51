import type { Role } from '../../model/account.ts';
import type { Language } from '../../model/language.ts';
import type { MenuName } from './menu.ts';

export interface FrameWords {
  readonly menu: Readonly<Record<MenuName, string>>;
  readonly roles: Readonly<Record<Role, string>>;
  readonly parts: string;
  readonly skip: string;
  readonly signOut: string;
  readonly profile: string;
  readonly back: string;
  /** Of problems that are not listed: `{count}`. */
  readonly more: string;
}

/** What languages call themselves. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '中文' };

export const WORDS: Readonly<Record<Language, FrameWords>> = {
  en: {
    menu: {
      week: 'This week',
      data: 'Data',
      archive: 'Archive',
      mail: 'Mail',
      schedule: 'Schedule',
      people: 'People',
      audit: 'Audit',
    },
    roles: { reader: 'Reader', analyst: 'Analyst', editor: 'Editor', admin: 'Admin' },
    parts: 'Parts of the studio',
    skip: 'To the page',
    signOut: 'Sign out',
    profile: 'Profile',
    back: 'Back',
    more: '…and {count} more',
  },
  zh: {
    menu: {
      week: '本周',
      data: '数据',
      archive: '存档',
      mail: '邮件',
      schedule: '排期',
      people: '人员',
      audit: '审计',
    },
    roles: { reader: '读者', analyst: '分析师', editor: '编辑', admin: '管理员' },
    parts: '工作台各部分',
    skip: '跳至正文',
    signOut: '退出',
    profile: '个人设置',
    back: '返回',
    more: '另有{count}处未列出',
  },
};
