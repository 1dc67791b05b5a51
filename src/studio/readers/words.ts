import type { Language } from '../../model/language.ts';
import type { LetterFormat, SubscriberState } from '../../model/subscriber.ts';

/** What the page of a reader's wishes says. `{address}` is filled in. */
export interface ReaderWords {
  readonly heading: string;
  readonly sentTo: string;
  readonly states: Readonly<Record<SubscriberState, string>>;
  readonly outcomes: Readonly<Record<'saved' | 'left' | 'returned' | 'form' | 'lists', string>>;
  readonly language: string;
  readonly format: string;
  readonly formats: Readonly<Record<LetterFormat, string>>;
  readonly metals: string;
  readonly metalsHint: string;
  readonly lists: string;
  readonly listsHint: string;
  readonly save: string;
  readonly leaveHeading: string;
  readonly leaveHint: string;
  readonly leave: string;
  readonly comeBack: string;
}

export const WORDS: Readonly<Record<Language, ReaderWords>> = {
  en: {
    heading: 'What you get',
    sentTo: 'Letters go to {address}.',
    states: {
      active: '',
      unsubscribed: 'You are unsubscribed: no letter goes to {address}.',
      bounced:
        'Mail to {address} came back, so that no letter goes there. Answer an older letter to mend it.',
    },
    outcomes: {
      saved: 'Saved. It holds from the next letter on.',
      left: 'You are unsubscribed. A letter that is already on its way may still arrive.',
      returned: 'You are subscribed again.',
      form: 'This was not understood, and nothing was changed. Load the page again and press the button.',
      lists: 'Nothing was changed: keep one list, or unsubscribe below.',
    },
    language: 'Language',
    format: 'Format',
    formats: {
      pdf: 'letter with the brief as PDF',
      link: 'letter with a link to the brief',
      html: 'letter alone',
    },
    metals: 'Metals in your letter',
    metalsHint: 'None ticked: all of them.',
    lists: 'Your lists',
    listsHint: 'Take the tick away to leave one of them.',
    save: 'Save',
    leaveHeading: 'No letters any more',
    leaveHint: 'For a day you can take it back here.',
    leave: 'Unsubscribe',
    comeBack: 'Subscribe again',
  },
  zh: {
    heading: '您的订阅偏好',
    sentTo: '周报发送至 {address}。',
    states: {
      active: '',
      unsubscribed: '您已退订：不再向 {address} 发送周报。',
      bounced: '发往 {address} 的邮件被退回，已停止发送。如需恢复，请回复此前的邮件。',
    },
    outcomes: {
      saved: '已保存，自下一期起生效。',
      left: '您已退订。已经发出的邮件仍可能送达。',
      returned: '您已恢复订阅。',
      form: '无法识别该请求，未做任何更改。请重新加载页面后再点击按钮。',
      lists: '未做任何更改：请至少保留一个列表，或在下方退订。',
    },
    language: '语言',
    format: '格式',
    formats: { pdf: '正文附 PDF 周报', link: '正文附周报链接', html: '仅正文' },
    metals: '邮件中的品种',
    metalsHint: '不勾选即为全部。',
    lists: '您所在的列表',
    listsHint: '取消勾选即退出该列表。',
    save: '保存',
    leaveHeading: '不再接收周报',
    leaveHint: '一天之内可在此恢复。',
    leave: '退订',
    comeBack: '恢复订阅',
  },
};
