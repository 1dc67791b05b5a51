import type { Language } from '../../model/language.ts';

export interface PeopleWords {
  readonly title: string;
  readonly nameLabel: string;
  readonly role: string;
  readonly state: string;
  readonly since: string;
  readonly active: string;
  readonly disabled: string;
  readonly you: string;
  readonly set: string;
  readonly disable: string;
  readonly enable: string;
  readonly newPassword: string;
  readonly add: string;
  readonly addButton: string;
  readonly password: string;
  readonly passwordHint: string;
  readonly nameHint: string;
  readonly roleHint: string;
  readonly alone: string;
  readonly changed: string;
  readonly added: string;
  readonly shown: string;
  readonly shownLine: string;
  readonly back: string;
  readonly nobody: string;
}

export const WORDS: Readonly<Record<Language, PeopleWords>> = {
  en: {
    title: 'People',
    nameLabel: 'Name',
    role: 'Role',
    state: 'State',
    since: 'Since',
    active: 'active',
    disabled: 'disabled',
    you: 'you',
    set: 'Set',
    disable: 'Disable',
    enable: 'Enable',
    newPassword: 'New password',
    add: 'Let somebody in',
    addButton: 'Add',
    password: 'First password',
    passwordHint: 'Leave it empty, and one is made and shown to you once.',
    nameHint: 'Two to 32 lower case letters, digits and . _ -; never given to another.',
    roleHint:
      'Readers look; analysts write notes, import and build; editors approve, publish and send; admins see to people.',
    alone: 'You are the only one here. Let somebody in below.',
    changed: 'Changed: {name}.',
    added: 'Added: {name}.',
    shown: 'Password of {name}',
    shownLine: 'It is shown this once. Tell it to {name}, who changes it under Profile.',
    back: 'Back to People',
    nobody: 'there is no such account. It may be a page of yesterday: load People again.',
  },
  zh: {
    title: '人员',
    nameLabel: '账号',
    role: '角色',
    state: '状态',
    since: '创建时间',
    active: '有效',
    disabled: '已停用',
    you: '您',
    set: '设置',
    disable: '停用',
    enable: '启用',
    newPassword: '重设密码',
    add: '添加人员',
    addButton: '添加',
    password: '初始密码',
    passwordHint: '留空则自动生成，并仅显示一次。',
    nameHint: '2 至 32 个小写字母、数字或 . _ -，名称不会再次分配给他人。',
    roleHint: '读者可查看；分析师可撰写点评、导入数据和制作；编辑可批准、发布和发送；管理员管理人员。',
    alone: '目前只有您一人，可在下方添加人员。',
    changed: '已更改：{name}。',
    added: '已添加：{name}。',
    shown: '{name} 的密码',
    shownLine: '此密码仅显示一次，请告知 {name}，并请其在“个人设置”中修改。',
    back: '返回人员',
    nobody: '没有该账号，请重新加载“人员”页面。',
  },
};
