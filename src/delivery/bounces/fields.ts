/** One block of `Name: value` lines; names in lower case, the first of a name stands. */
export type Fields = ReadonlyMap<string, string>;

const FIELD = /^([!-9;-~]{1,80})[ \t]*:(.*)$/;
/** One letter goes to one recipient; an alias behind it may hold some more. */
const MOST_BLOCKS = 100;
const MOST_FIELDS = 200;
const LONGEST = 2_000;

/**
 * The blocks of a status report (RFC 3464) or of a message's headers: separated by empty lines, folded lines joined by
 * one blank. What is no field is passed over. Never throws; values are cut to 2,000 characters.
 */
export function fieldBlocks(text: string): Fields[] {
  const blocks: Array<Map<string, string>> = [];
  let block = new Map<string, string>();
  let name = '';
  const close = (): void => {
    if (block.size > 0) blocks.push(block);
    block = new Map();
    name = '';
  };
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.trim() === '') {
      close();
      if (blocks.length >= MOST_BLOCKS) return blocks;
    } else if (/^[ \t]/.test(line)) {
      const before = block.get(name);
      if (before !== undefined)
        block.set(name, cut(before === '' ? line.trim() : `${before} ${line.trim()}`));
    } else {
      const [, found, value = ''] = FIELD.exec(line) ?? [];
      name = (found ?? '').toLowerCase();
      // A second one of a name, and what is folded behind it, is not believed.
      if (found === undefined || block.has(name) || block.size >= MOST_FIELDS) name = '';
      else block.set(name, cut(value.trim()));
    }
  }
  close();
  return blocks;
}

function cut(value: string): string {
  return value.length > LONGEST ? value.slice(0, LONGEST) : value;
}

/**
 * What a recipient field may mean, without its type and angle brackets: `rfc822; Li@x.cn` → `Li@x.cn`. As it stands
 * and, where that differs, decoded: nobody says whether `+45` is xtext or a part of the name.
 */
export function meantBy(value: string): string[] {
  const behind = /^[\w-]+\s*;(.*)$/s.exec(value)?.[1] ?? value;
  const plain = behind.trim().replace(/^<(.*)>$/s, '$1');
  return [...new Set([plain, unquoted(plain)])];
}

/** RFC 3461 xtext (`+2B`) and RFC 6533 (`\x{4E2D}`), as `Original-Recipient` and `Original-Envelope-Id` may have it. */
function unquoted(text: string): string {
  return text
    .replace(/\\x\{([0-9A-Fa-f]{1,6})\}/g, (all, hex: string) => {
      const point = Number.parseInt(hex, 16);
      return point > 0x20 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
        ? String.fromCodePoint(point)
        : all;
    })
    .replace(/\+([0-9A-F]{2})/g, (all, hex: string) => {
      const point = Number.parseInt(hex, 16);
      return point > 0x20 && point < 0x7f ? String.fromCharCode(point) : all;
    });
}
