import { ARCHIVE } from './problems/archive.ts';
import { CHECKS } from './problems/checks.ts';
import { DATA } from './problems/data.ts';
import { MAIL } from './problems/mail.ts';
import { NOTES } from './problems/notes.ts';
import { SETTINGS } from './problems/settings.ts';
import { WORK } from './problems/work.ts';
import { CAUSES } from './withheld.ts';

/**
 * What a code means and what to do about it, by `CODE cause` or `CODE`. `{cause}` is what likely happened, `{it}` what
 * the message quotes first.
 */
const SENTENCES: Readonly<Record<string, string>> = {
  ...DATA,
  ...CHECKS,
  ...NOTES,
  ...SETTINGS,
  ...MAIL,
  ...ARCHIVE,
  ...WORK,
};

/** '' of a code that nobody meets on a page. `message` is the English one, for what it quotes. */
export function sentenceOf(code: string, cause = '', message = ''): string {
  const sentence = [`${code} ${cause}`, code].find((key) => Object.hasOwn(SENTENCES, key));
  if (sentence === undefined) return '';
  const likely = Object.entries(CAUSES).find(([key]) => key === cause)?.[1];
  const it = quotedIn(message);
  const meant = /Did you mean "([^"]+)"\?/.exec(message)?.[1];
  return (SENTENCES[sentence] ?? '')
    .replace('{cause}', likely === undefined ? '' : `（${likely}）`)
    .replace('{it}', () => (it === '' ? '' : `（“${it}”）`))
    .replace('。', () => (meant === undefined ? '。' : `。是否应为“${meant}”？`));
}

/** The first that is quoted in a message, as it was typed; '' where nothing is, or much. */
function quotedIn(message: string): string {
  const [, text = ''] = /"((?:[^"\\]|\\.){1,40})"/.exec(message) ?? [];
  return text.replace(/\\(["\\])/g, '$1');
}

const COLUMN = /^(.*?):(\d+)(?::(\d+))?$/;
const CELL = /^(.*\.xlsx)!(.+?)(?:!([A-Z]*\d+))?$/i;

/** `data/inbox/x.csv:7:3` → `data/inbox/x.csv 第7行第3列`. */
export function placeOf(where: string): string {
  const [, book, sheet = '', cell] = CELL.exec(where) ?? [];
  if (book !== undefined) return `${book}“${sheet}”表${cell === undefined ? '' : ` ${cell}`}`;
  const [, file, row = '', column] = COLUMN.exec(where) ?? [];
  if (file === undefined) return where;
  return `${file} 第${row}行${column === undefined ? '' : `第${column}列`}`;
}
