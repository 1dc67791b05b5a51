import { encodeWord } from 'nodemailer/lib/mime-funcs';

/** Where lines are folded if they can be, in characters. */
const FOLD = 76;
/** What an encoded word takes at most: RFC 2047 lets a line with one have 76, and `Subject: ` stands before it. */
const WORD = 64;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** Text as a header can say it: on one line, without control characters and outer blanks. */
export function headerText(text: string): string {
  // The bytes of a half character are no UTF-8; a byte order mark is lost wherever an encoded word begins with it.
  return Buffer.from(text.replaceAll('\ufeff', '').replace(CONTROL, ' ').trim()).toString();
}

/**
 * A file's name that every system can save: what Windows refuses, what leads out of a folder and what turns the ending
 * around becomes a hyphen. Without `?` it also is nothing that readers would decode a second time.
 */
export function fileText(name: string): string {
  return headerText(name).replace(/[<>:"/\\|?*\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '-');
}

/** One header line with its end, folded where it has blanks. `value` is encoded already. */
export function header(name: string, value: string): string {
  const lines: string[] = [];
  let line = `${name}:`;
  for (const word of value.split(' ')) {
    if (line.length + 1 + word.length > FOLD && line !== `${name}:`) {
      lines.push(line);
      line = '';
    }
    line += ` ${word}`;
  }
  return `${[...lines, line].join('\r\n')}\r\n`;
}

/** For `Subject:`: as it is where every reader reads it so, else as encoded words. */
export function unstructured(text: string): string {
  const value = headerText(text);
  return isPlain(value) ? value : encodedWords(value);
}

/** For the name beside an address: quoted, or as encoded words; '' for none. */
export function phrase(text: string): string {
  const value = headerText(text);
  if (value === '') return '';
  // Backslashes and quotes are twice as long in quotes.
  const said = quotedString(value);
  return isPlain(value) && said.length <= WORD ? said : encodedWords(value);
}

/** `"Li Wei" <li@example.cn>`. The address is one already. */
export function mailbox(name: string, address: string): string {
  const said = phrase(name);
  return said === '' ? `<${address}>` : `${said} <${address}>`;
}

/** Printable ASCII in which nothing looks like an encoded word and no blank would be lost in folding. */
function isPlain(value: string): boolean {
  return /^[\x20-\x7e]*$/.test(value) && !value.includes('=?') && !/ {2}|\S{65}/.test(value);
}

function quotedString(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** UTF-8 in base64, no character parted between two words; readers drop the blanks between them. */
function encodedWords(value: string): string {
  return encodeWord(value, 'B', WORD);
}

/**
 * What names the file in `Content-Disposition: attachment` (RFC 2231). In one form only: of a plain `filename` beside
 * it some readers would take the plain one.
 */
export function fileNameParameters(name: string): string[] {
  const value = fileText(name);
  if (isPlain(value) && value.length <= 60) return [`filename=${quotedString(value)}`];
  const parts = chunks(percentEncoded(value), 57);
  return parts.length === 1
    ? [`filename*=UTF-8''${parts[0]}`]
    : parts.map((part, at) => `filename*${at}*=${at === 0 ? "UTF-8''" : ''}${part}`);
}

/** The `name` of `Content-Type`, as programs that know no RFC 2231 write and read it: encoded words in quotes. */
export function oldFileName(name: string): string {
  const value = fileText(name);
  return isPlain(value) && value.length <= 60 ? quotedString(value) : `"${encodedWords(value)}"`;
}

/** Every byte beyond letters, digits and `-._~` as `%E9`; what belongs to one character stays together. */
function percentEncoded(value: string): string[] {
  return [...value].map((character) =>
    /^[A-Za-z0-9._~-]$/.test(character)
      ? character
      : [...Buffer.from(character)]
          .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
          .join(''),
  );
}

/** Units set together to chunks of at most `most` characters. */
function chunks(units: readonly string[], most: number): string[] {
  const done: string[] = [];
  let chunk = '';
  for (const unit of units) {
    if (chunk.length + unit.length > most) {
      done.push(chunk);
      chunk = '';
    }
    chunk += unit;
  }
  return [...done, chunk];
}
