import { quoted } from '../errors.ts';

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
/** No market quotes more; a longer text is a pasted accident. */
const LONGEST = 32;

/** The plain digits of a cell, `9,647.50` without its commas; undefined when it is not a number. */
export function numberText(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  if (NUMBER.test(text)) return text;
  return GROUPED.test(text) ? text.replaceAll(',', '') : undefined;
}

/** Why a cell is not a number, and what to do about it. */
export function numberProblem(text: string): string {
  const shown = quoted(text);
  const leave = 'Leave the cell empty for "no quotation".';
  if (text.length > LONGEST)
    return `${shown} is not a number (${text.length} characters). Write at most ${LONGEST}.`;
  if (/^[+-]?(?:nan|inf|infinity)$/i.test(text)) return `${shown} is not a price. ${leave}`;
  if (/^(?:#?n\/?a|#[a-z/0]+[!?]?|null|none|nil|holiday|awaited|closed|休市)$/i.test(text)) {
    return `${shown} is not a number. ${leave}`;
  }
  if (/^[+-]?[\d.]+e[+-]?\d+$/i.test(text))
    return `${shown} is not a plain number (exponent form). Write it out.`;
  const found = strange(text);
  return `${shown} is not a number${found ? ` (${found})` : ''}. Expected digits with a point, such as 9647.50.`;
}

/** The first character that does not belong, by name and place; characters count from 1. */
function strange(text: string): string | undefined {
  const characters = [...text];
  for (const [index, character] of characters.entries()) {
    const at = `at character ${index + 1}`;
    if (/[oO]/.test(character) && nextToDigit(characters, index)) return `letter ${character} ${at}`;
    if (/[lI]/.test(character) && nextToDigit(characters, index))
      return `letter ${character}, not the digit 1, ${at}`;
    if (/[０-９．，]/.test(character)) return `full-width ${quoted(character)} ${at}`;
    if (/[−–—]/.test(character)) return `${quoted(character)} ${at} is not the minus sign "-"`;
    if (character === '%') return `percent sign ${at}`;
    if (/\p{Sc}/u.test(character)) return `currency sign ${quoted(character)} ${at}`;
    if (/\s/.test(character)) return `blank ${at}`;
    if (/\p{L}/u.test(character)) return `letter ${character} ${at}`;
    if (!/[\d.,+-]/.test(character)) return `${quoted(character)} ${at}`;
  }
  const comma = characters.indexOf(',');
  if (comma >= 0) return `comma at character ${comma + 1} does not part thousands`;
  const second = characters.indexOf('.', characters.indexOf('.') + 1);
  return second > 0 ? `second point at character ${second + 1}` : undefined;
}

function nextToDigit(characters: readonly string[], index: number): boolean {
  return /\d/.test(characters[index - 1] ?? '') || /\d/.test(characters[index + 1] ?? '');
}
