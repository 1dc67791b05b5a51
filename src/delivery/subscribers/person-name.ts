import { quoted } from '../../errors.ts';

const LONGEST = 200;
const EMOJI = /\p{Emoji_Presentation}|\p{Regional_Indicator}|\ufe0f|\u20e3/u;
/** Variants of Han characters, which names are written with. */
const HAN_VARIANT = /(?<=\p{Script=Han})[\u{e0100}-\u{e01ef}]/gu;

/**
 * Why a text cannot stand beside an address in a header, on a page and in a spreadsheet; it continues a message. The
 * same goes for reasons people give.
 */
export function nameFault(text: string, what = 'name'): string | undefined {
  const say = (fault: string, next: string) => `${what} ${quoted(text)} ${fault}. ${next}`;
  if (/[\r\n\u0085\u2028\u2029]/.test(text))
    return say('holds a line break', `Write the ${what} on one line.`);
  const control = /[\p{Cc}\p{Cs}]/u.exec(text)?.[0];
  if (control !== undefined) return say(`holds a control character, ${codePoint(control)}`, 'Remove it.');
  if (EMOJI.test(text)) return say('holds an emoji', 'Remove it.');
  const invisible = /\p{Default_Ignorable_Code_Point}|\p{Cf}/u.exec(text.replace(HAN_VARIANT, ''))?.[0];
  if (invisible !== undefined)
    return say(`holds an invisible character, ${codePoint(invisible)}`, 'Remove it.');
  const first = text.normalize('NFKC').trimStart().charAt(0);
  if (/^[=+\-@]/.test(first))
    return say(`begins with ${quoted(first)}, which spreadsheets run as a formula`, 'Remove the sign.');
  const length = [...text].length;
  if (length > LONGEST) return say(`is ${length} characters long`, `Expected at most ${LONGEST}.`);
  return undefined;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
