import type { Language } from '../model/language.ts';

/** What a page of words says. `{address}` and `{what}` are filled in. */
export interface PageWords {
  readonly heading: string;
  readonly lines: readonly string[];
  readonly note?: string;
  /** Of its buttons, by what they do. */
  readonly buttons?: Readonly<Record<string, string>>;
  /** Of the link to their wishes, where the page has one. */
  readonly instead?: string;
}

export type PageName =
  | 'ask'
  | 'left'
  | 'leftForGood'
  | 'returned'
  | 'unknown'
  | 'form'
  | 'method'
  | 'missing'
  | 'edition'
  | 'link'
  | 'expired'
  | 'tooMany'
  | 'trouble'
  | 'login'
  | 'role'
  | 'csrf'
  | 'host'
  | 'size'
  | 'type'
  | 'tooFast'
  | 'busy'
  | 'refused'
  | 'unavailable';

export const PAGES: Readonly<Record<Language, Readonly<Record<PageName, PageWords>>>> = {
  en: {
    ask: {
      heading: 'Stop these letters?',
      lines: ['They are sent to {address}.', 'Nothing has been changed yet.'],
      buttons: { leave: 'Unsubscribe' },
      instead: 'Change language, format or metals instead',
    },
    left: {
      heading: 'You are unsubscribed',
      lines: ['No more letters go to {address}.', 'One that is already on its way may still arrive.'],
      note: 'Pressed by mistake? For a day you can take it back here.',
      buttons: { return: 'Subscribe again' },
    },
    leftForGood: {
      heading: 'You are unsubscribed',
      lines: ['No more letters go to {address}.', 'One that is already on its way may still arrive.'],
      note: 'To subscribe again, answer one of the letters.',
    },
    returned: {
      heading: 'You are subscribed',
      lines: ['Letters go to {address} again.'],
      note: 'The link in each letter unsubscribes, at any time.',
    },
    unknown: {
      heading: 'This link does not work',
      lines: [
        'It is not complete, or no longer valid. Nothing was changed.',
        'Open the link of the newest letter, or answer that letter with the word “unsubscribe”.',
      ],
    },
    form: {
      heading: 'This was not understood',
      lines: ['Nothing was changed. Go back to the page, load it again and press the button.'],
    },
    method: {
      heading: 'Not possible here',
      lines: ['This address can be opened in a browser. Nothing was changed.'],
    },
    missing: {
      heading: 'Nothing here',
      lines: ['There is no page at this address. See whether the link was copied whole.'],
    },
    edition: {
      heading: 'No such edition',
      lines: ['There is no brief at this address. See whether the link was copied whole.'],
    },
    link: {
      heading: 'This link does not work',
      lines: [
        'Editions are read by the link in your letter. This one is not complete, or not one of ours.',
        'Open the link of the newest letter. If you work here, sign in first.',
      ],
    },
    expired: {
      heading: 'This link has expired',
      lines: [
        'The edition is still there; links to it hold for a while only, and this one no longer does.',
        'Open the newest letter, or answer it to ask for this edition.',
      ],
    },
    tooMany: {
      heading: 'Too many wrong addresses',
      lines: ['Try again in a minute.'],
    },
    trouble: {
      heading: 'Something is wrong here',
      lines: ['It is not your doing, and nothing was changed. Try again in a few minutes.'],
    },
    login: {
      heading: 'Sign in first',
      lines: ['This page is for those who work at this desk. Sign in, then open it again.'],
    },
    role: {
      heading: 'Not for your role',
      lines: ['Nothing was changed. An admin can give you another role under People.'],
    },
    csrf: {
      heading: 'Reload the page and try again',
      lines: ['The page is from before you signed in, or it is not ours. Nothing was changed.'],
    },
    host: {
      heading: 'Not under this name',
      lines: ['This server does not answer to the name in the address bar. Ask for it by its own.'],
    },
    size: {
      heading: 'Too large',
      lines: ['More was sent than is taken here (limit {what}). Nothing was changed.'],
    },
    type: {
      heading: 'Not a form of ours',
      lines: ['What was sent is not what the page sends. Nothing was changed.'],
    },
    tooFast: {
      heading: 'Too many requests',
      lines: ['Try again in {what} s.'],
    },
    busy: {
      heading: 'Busy just now',
      lines: ['Something else is under way. Nothing was changed.'],
    },
    refused: {
      heading: 'This was refused',
      lines: ['See what is said below, then try again.'],
    },
    unavailable: {
      heading: 'Not possible at the moment',
      lines: ['Nothing was changed. See what is said below, or try again in a few minutes.'],
    },
  },
  zh: {
    ask: {
      heading: '停止接收周报？',
      lines: ['周报目前发送至 {address}。', '尚未做任何更改。'],
      buttons: { leave: '退订' },
      instead: '改为调整语言、格式或关注品种',
    },
    left: {
      heading: '您已退订',
      lines: ['今后不再向 {address} 发送周报。', '已经发出的邮件仍可能送达。'],
      note: '误点了？一天之内可在此恢复订阅。',
      buttons: { return: '恢复订阅' },
    },
    leftForGood: {
      heading: '您已退订',
      lines: ['今后不再向 {address} 发送周报。', '已经发出的邮件仍可能送达。'],
      note: '如需重新订阅，请直接回复任意一期周报邮件。',
    },
    returned: {
      heading: '您已恢复订阅',
      lines: ['周报将继续发送至 {address}。'],
      note: '每封邮件中的链接均可随时退订。',
    },
    unknown: {
      heading: '链接无效',
      lines: ['链接不完整或已失效。未做任何更改。', '请打开最新一期周报中的链接，或回复该邮件并写明“退订”。'],
    },
    form: {
      heading: '无法识别该请求',
      lines: ['未做任何更改。请返回上一页，重新加载后再点击按钮。'],
    },
    method: {
      heading: '此处不支持该操作',
      lines: ['请用浏览器打开该地址。未做任何更改。'],
    },
    missing: {
      heading: '页面不存在',
      lines: ['该地址没有内容。请检查链接是否复制完整。'],
    },
    edition: {
      heading: '没有这一期',
      lines: ['该地址没有周报。请检查链接是否复制完整。'],
    },
    link: {
      heading: '链接无效',
      lines: [
        '周报须通过邮件中的链接阅读。该链接不完整，或不是本部门发出的。',
        '请打开最新一期邮件中的链接。本部门人员请先登录。',
      ],
    },
    expired: {
      heading: '链接已过期',
      lines: [
        '该期周报仍在，但其链接仅在一段时间内有效，现已过期。',
        '请打开最新一期邮件，或回复邮件索取该期。',
      ],
    },
    tooMany: {
      heading: '错误地址过多',
      lines: ['请一分钟后再试。'],
    },
    trouble: {
      heading: '服务出现问题',
      lines: ['这不是您的原因，未做任何更改。请几分钟后再试。'],
    },
    login: {
      heading: '请先登录',
      lines: ['本页仅供本部门工作人员使用。请登录后再打开。'],
    },
    role: {
      heading: '您的角色无此权限',
      lines: ['未做任何更改。管理员可在“人员”中调整您的角色。'],
    },
    csrf: {
      heading: '请重新加载页面后再试',
      lines: ['该页面是在您登录之前打开的，或并非来自本站。未做任何更改。'],
    },
    host: {
      heading: '不接受该域名',
      lines: ['本服务器不以地址栏中的名称提供服务。请使用其自身的地址。'],
    },
    size: {
      heading: '内容过大',
      lines: ['提交的内容超出上限（{what}）。未做任何更改。'],
    },
    type: {
      heading: '无法接受该格式',
      lines: ['提交的内容与页面表单不符。未做任何更改。'],
    },
    tooFast: {
      heading: '请求过于频繁',
      lines: ['请在 {what} 秒后再试。'],
    },
    busy: {
      heading: '正忙',
      lines: ['另一项操作正在进行。未做任何更改。'],
    },
    refused: {
      heading: '未被接受',
      lines: ['请查看以下说明后再试。'],
    },
    unavailable: {
      heading: '暂时无法进行',
      lines: ['未做任何更改。请查看以下说明，或几分钟后再试。'],
    },
  },
};
