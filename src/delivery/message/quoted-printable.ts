/** Characters a line may have, its soft break included. */
const MOST = 76;

/**
 * Text in quoted-printable (RFC 2045), UTF-8, always ending at the end of a line: pieces set one after another read as
 * their texts set one after another. Of blanks in a row and at the end of a line all but one are written `=20`, so
 * that nothing on the way can change them and DKIM's relaxed form of the body is the body itself. No line starts with a
 * dot, which SMTP would double, or with `From `, before which mailbox files put a `>`.
 */
export function quotedPrintable(text: string): Buffer {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.pop() ?? '';
  const whole = lines.map((line) => `${folded(escaped(line))}\r\n`).join('');
  return Buffer.from(last === '' ? whole : `${whole}${folded(escaped(last), true)}=\r\n`, 'latin1');
}

/** What one line is written with, in units that must not be parted: a character, or `=E9`. */
function escaped(line: string): string[] {
  const bytes = Buffer.from(line);
  const units: string[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const plain = byte === BLANK ? isLoneBlank(bytes, at) : byte > BLANK && byte < 0x7f && byte !== EQUALS;
    units.push(plain ? String.fromCharCode(byte) : hexed(byte));
  }
  return units;
}

const BLANK = 0x20;
const EQUALS = 0x3d;

/** Between two other characters: neither end of a line nor beside another blank. */
function isLoneBlank(bytes: Buffer, at: number): boolean {
  return at > 0 && at < bytes.length - 1 && bytes[at - 1] !== BLANK;
}

function hexed(byte: number): string {
  return `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** `open`: a soft break follows what is written, and takes a place in its line. */
function folded(units: readonly string[], open = false): string {
  const lines: string[] = [];
  let line = '';
  units.forEach((unit, at) => {
    const ends = at === units.length - 1 && !open;
    if (line.length + unit.length > (ends ? MOST : MOST - 1)) {
      lines.push(line);
      line = '';
    }
    line += line === '' && isTrap(units, at) ? hexed(unit.charCodeAt(0)) : unit;
  });
  return [...lines, line].join('=\r\n');
}

/** What must not stand at the start of a line. */
function isTrap(units: readonly string[], at: number): boolean {
  return units[at] === '.' || (units[at] === 'F' && units.slice(at, at + 5).join('') === 'From ');
}
