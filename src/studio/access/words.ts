import type { PasswordFault } from '../../access/names.ts';
import type { Language } from '../../model/language.ts';

export interface AccessWords {
  readonly signIn: string;
  readonly name: string;
  readonly password: string;
  readonly again: string;
  readonly wrong: string;
  /** `{what}`: seconds. */
  readonly wait: string;
  readonly open: string;
  readonly ended: string;
  readonly keepsText: string;
  readonly filesLost: string;
  readonly setup: string;
  readonly setupLine: string;
  readonly code: string;
  readonly codeHint: string;
  readonly codeWrong: string;
  readonly create: string;
  readonly nameHint: string;
  readonly passwordHint: string;
  readonly nameFault: string;
  readonly different: string;
  readonly faults: Readonly<Record<PasswordFault, string>>;
  readonly keptHeading: string;
  readonly keptLine: string;
  readonly keptSend: string;
  readonly keptLeave: string;
}

export const WORDS: Readonly<Record<Language, AccessWords>> = {
  en: {
    signIn: 'Sign in',
    name: 'Name',
    password: 'Password',
    again: 'The same again',
    wrong: 'Name or password is wrong. Nothing was changed.',
    wait: 'Too many tries. Wait {what} s, then try again.',
    open: 'This connection is not encrypted: browsers keep no session over it. Ask for this page by https, or on the machine itself.',
    ended: 'Your session has ended. Sign in to go on.',
    keepsText: 'What you wrote is kept in this page; after signing in you can look at it and send it again.',
    filesLost: 'Files were not kept: choose them again after signing in.',
    setup: 'The first admin',
    setupLine: 'This desk has no account yet. The first one is an admin’s.',
    code: 'Code',
    codeHint: 'Where assay serve runs, it has printed a code. It holds for ten minutes.',
    codeWrong:
      'This is not the code, or it holds no longer. A new one has been printed where assay serve runs.',
    create: 'Create and sign in',
    nameHint: 'Two to 32 lower case letters, digits and . _ -',
    passwordHint: 'Twelve characters or more; a few words make a good one.',
    nameFault: 'Expected two to 32 lower case letters, digits and . _ -, and not “schedule”.',
    different: 'The two passwords differ.',
    faults: {
      short: 'The password is too short. Expected twelve characters or more.',
      long: 'The password is too long. Expected 256 characters or fewer.',
      control: 'The password has characters no keyboard gives.',
      few: 'The password has too few different characters.',
      name: 'The password holds the name of the account.',
      common: 'The password is one of those that are tried first.',
    },
    keptHeading: 'You are signed in: send it now?',
    keptLine: 'This is what you sent before. Nothing has been changed yet.',
    keptSend: 'Send it now',
    keptLeave: 'Leave it',
  },
  zh: {
    signIn: '登录',
    name: '账号',
    password: '密码',
    again: '再次输入密码',
    wrong: '账号或密码有误。未做任何更改。',
    wait: '尝试次数过多，请在 {what} 秒后再试。',
    open: '此连接未加密，浏览器不会保存登录状态。请使用 https 访问，或在服务器本机打开。',
    ended: '登录已失效，请重新登录。',
    keepsText: '您所写的内容保留在本页中，登录后可查看并再次提交。',
    filesLost: '文件未能保留，请登录后重新选择。',
    setup: '创建首位管理员',
    setupLine: '本部门尚无账号，首个账号将成为管理员。',
    code: '验证码',
    codeHint: '运行 assay serve 的终端已显示验证码，十分钟内有效。',
    codeWrong: '验证码有误或已失效。运行 assay serve 的终端已显示新的验证码。',
    create: '创建并登录',
    nameHint: '2 至 32 个小写字母、数字或 . _ -',
    passwordHint: '至少 12 个字符，可用几个词组成。',
    nameFault: '请使用 2 至 32 个小写字母、数字或 . _ -，且不能为“schedule”。',
    different: '两次输入的密码不一致。',
    faults: {
      short: '密码过短，至少 12 个字符。',
      long: '密码过长，最多 256 个字符。',
      control: '密码含有无法输入的字符。',
      few: '密码中不同的字符过少。',
      name: '密码不能包含账号名称。',
      common: '该密码过于常见。',
    },
    keptHeading: '您已登录，是否现在提交？',
    keptLine: '以下是您先前提交的内容，尚未做任何更改。',
    keptSend: '现在提交',
    keptLeave: '放弃',
  },
};
