import type { Rule } from '../reasons.ts';

/** What the audit trail notes of a deed beside who, when and what. */
export const TRAIL: readonly Rule[] = [
  [
    /^file changed (\S+); (.+)$/,
    ([when = '', what = ''], say, { at }) => `文件改于${at(when)}；${say(what)}`,
  ],
  [/^the file is gone; (.+)$/, ([what = ''], say) => `文件已删除；${say(what)}`],
  [/^added: (.+)$/, ([what = ''], say) => `新增：${say(what)}`],
  [/^changed: (.+)$/, ([what = ''], say) => `更改：${say(what)}`],
  [
    /^(accept|exclude)(?: (\S+))? until (\S+) \((.+?): (.*)\), sha256 [0-9a-f]+$/,
    ([action = '', value = '', until = '', who = '', why = '']) =>
      `${action === 'accept' ? '采用' : '剔除'}${value === '' ? '' : ` ${value}`}，有效期至${until}（${who}：${why}）`,
  ],
  [/^no longer in data\/overrides\.yaml$/, () => 'data/overrides.yaml 中已无此条'],
  [/^the note is gone$/, () => '点评已不在'],
  [
    /^(?:(.+), )?sha256 ([0-9a-f]{12})[0-9a-f]{52}$/,
    ([size = '', hash = '']) =>
      [size.replace(/ bytes?$/, ' 字节'), `sha256 ${hash}…`].filter((part) => part !== '').join('，'),
  ],
  [/^file of (.+)$/, ([owner = '']) => `文件所有者 ${owner}`],
  [/^says not to have written: (.+)$/, ([what = '']) => `声明并非本人所写：${what}`],
  [/^no file$/, () => '没有文件'],
];
