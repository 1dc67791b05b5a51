import type { Language } from '../../model/language.ts';

export interface ProfileWords {
  readonly title: string;
  readonly nameLabel: string;
  readonly role: string;
  readonly language: string;
  readonly languageHint: string;
  readonly save: string;
  readonly saved: string;
  readonly password: string;
  readonly old: string;
  readonly fresh: string;
  readonly again: string;
  readonly change: string;
  readonly changed: string;
  readonly changeHint: string;
  readonly oldWrong: string;
  readonly sessions: string;
  readonly sessionsHint: string;
  readonly since: string;
  readonly until: string;
  readonly from: string;
  readonly browser: string;
  readonly here: string;
  readonly end: string;
  readonly ended: string;
  readonly endAll: string;
}

export const WORDS: Readonly<Record<Language, ProfileWords>> = {
  en: {
    title: 'Profile',
    nameLabel: 'Name',
    role: 'Role',
    language: 'Language',
    languageHint: 'Of these pages. Briefs are made in every language of the desk.',
    save: 'Save',
    saved: 'Saved.',
    password: 'Password',
    old: 'The one you have now',
    fresh: 'The new one',
    again: 'The new one again',
    change: 'Change password',
    changed: 'The password was changed. You are signed out everywhere else.',
    changeHint: 'Signs you out everywhere else.',
    oldWrong: 'The password you have now is not this one. Nothing was changed.',
    sessions: 'Where you are signed in',
    sessionsHint: 'Something here that was not you? End it, and change your password.',
    since: 'Since',
    until: 'At most until',
    from: 'From',
    browser: 'Browser',
    here: 'This one',
    end: 'End',
    ended: 'Ended.',
    endAll: 'Sign out everywhere',
  },
  zh: {
    title: '个人设置',
    nameLabel: '账号',
    role: '角色',
    language: '语言',
    languageHint: '仅影响工作台页面。周报始终以本部门的全部语言制作。',
    save: '保存',
    saved: '已保存。',
    password: '密码',
    old: '当前密码',
    fresh: '新密码',
    again: '再次输入新密码',
    change: '修改密码',
    changed: '密码已修改，其他位置的登录均已退出。',
    changeHint: '修改后，其他位置的登录将全部退出。',
    oldWrong: '当前密码不正确。未做任何更改。',
    sessions: '登录位置',
    sessionsHint: '如有并非本人的登录，请将其结束并修改密码。',
    since: '登录时间',
    until: '最迟有效至',
    from: '来源地址',
    browser: '浏览器',
    here: '当前登录',
    end: '结束',
    ended: '已结束。',
    endAll: '全部退出',
  },
};
