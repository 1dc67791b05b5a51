import type { Address } from './address.ts';

/** Octets: RFC 5321 4.5.3.1. */
const LONGEST_LOCAL = 64;
const LONGEST = 254;
const LONGEST_LABEL = 63;

type Fault = { readonly fault: string };

/**
 * One address, and nothing but it: `local@domain` with a dot-atom before the @ (of ASCII, or of letters of any script)
 * and a domain of at least two labels behind it. No names, comments, groups, quotation marks, routes or IP addresses;
 * no character that could end a header. `fault` says in words what is in the way: `two @`.
 */
export function parseAddress(text: string): Address | Fault {
  // First of all: a canonical equivalent of ";" or of a blank must not slip by as something else.
  const plain = text.normalize('NFC');
  const fault = strayFault(plain);
  if (fault !== undefined) return { fault };
  const at = plain.indexOf('@');
  const local = plain.slice(0, at);
  const inLocal = localFault(local);
  if (inLocal !== undefined) return { fault: inLocal };
  const domain = asciiDomain(plain.slice(at + 1));
  if (typeof domain !== 'string') return domain;
  const address = `${local}@${domain}`;
  const octets = octetsOf(address);
  if (octets > LONGEST) return { fault: `${octets} octets, at most ${LONGEST} are possible` };
  return { address, key: keyOf(local, domain), local, domain, international: !isAscii(local) };
}

/** Final sigma is a matter of place, not of letters. */
function keyOf(local: string, domain: string): string {
  return `${local.toLowerCase().replaceAll('ς', 'σ').normalize('NFC')}@${domain}`;
}

const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\ufe0f|\u20e3/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\p{Cf}/u;

/** What people paste beside an address, or hide in it, wherever it stands. */
function strayFault(text: string): string | undefined {
  if (text === '') return 'it is empty';
  if (/[\r\n\u0085\u2028\u2029]/.test(text)) return 'a line break';
  const control = /[\p{Cc}\p{Cs}]/u.exec(text)?.[0];
  if (control !== undefined) return `a control character, ${codePoint(control)}`;
  if (EMOJI.test(text)) return `an emoji${sideOf(text.search(EMOJI), text)}`;
  const invisible = INVISIBLE.exec(text)?.[0];
  if (invisible !== undefined) return `an invisible character, ${codePoint(invisible)}`;
  const signs = [...text].filter((character) => character === '@').length;
  if (signs > 1 && /[,;，；、\s]/.test(text)) return 'two addresses';
  if (/[<>]/.test(text)) return 'angle brackets; give the address alone';
  if (text.includes('"')) return 'a quoted local part';
  if (/[()]/.test(text)) return 'a comment in parentheses';
  if (/^mailto:/i.test(text)) return 'a link; give the address without "mailto:"';
  if (/:.*;$/.test(text)) return 'a group of addresses';
  if (/\p{Z}/u.test(text)) return 'a space';
  if (signs === 0) return text.includes('＠') ? 'a full-width ＠ for the @' : 'no @';
  if (signs > 1) return signs === 2 ? 'two @' : `${signs} @`;
  if (text.startsWith('@')) return 'nothing before the @';
  return text.endsWith('@') ? 'nothing after the @' : undefined;
}

function sideOf(place: number, text: string): string {
  const at = text.lastIndexOf('@');
  if (at < 0) return '';
  return place < at ? ' before the @' : ' after the @';
}

function localFault(local: string): string | undefined {
  const octets = octetsOf(local);
  if (octets > LONGEST_LOCAL) return `${octets} octets before the @, at most ${LONGEST_LOCAL} are possible`;
  const dots = dotFault(local, 'before the @');
  if (dots !== undefined) return dots;
  // Allowed by the letter, used by nobody but those who want a spreadsheet or a shell to do something.
  if (/^[=+-]/.test(local)) return `${JSON.stringify(local[0])} at the start`;
  if (/^\p{M}/u.test(local)) return 'an accent without its letter';
  const odd = /[^\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~.]/u.exec(local)?.[0];
  if (odd !== undefined) return `${sign(odd)} before the @`;
  return widthFault(local);
}

/** The domain in ASCII, lower case. */
function asciiDomain(text: string): string | Fault {
  if (text.startsWith('[')) return { fault: 'an IP address instead of a domain' };
  const odd = /[^\p{L}\p{M}\p{N}.-]/u.exec(text)?.[0];
  if (odd !== undefined) return { fault: `${sign(odd)} in the domain` };
  const fault = dotFault(text, 'in the domain') ?? widthFault(text);
  if (fault !== undefined) return { fault };
  const domain = encoded(text.toLowerCase());
  if (domain === undefined) return { fault: 'a domain that is no international name' };
  const labels = domain.split('.');
  const top = labels.at(-1) ?? '';
  if (labels.length === 1) return { fault: 'no dot in the domain' };
  if (labels.some((label) => label.length > LONGEST_LABEL))
    return { fault: `a part of the domain longer than ${LONGEST_LABEL} characters` };
  if (labels.some((label) => label.startsWith('-') || label.endsWith('-')))
    return { fault: 'a hyphen at the edge of a part of the domain' };
  if (labels.some((label) => /[^a-z0-9-]/.test(label)))
    return { fault: 'a domain that is no international name' };
  if (/^(?:\d+|0x[\da-f]*)$/.test(top))
    return {
      fault: labels.length === 4 ? 'an IP address instead of a domain' : `a domain that ends in a number`,
    };
  return top.length < 2 ? { fault: 'a domain that ends in one letter' } : domain;
}

/** By the platform's own table of international names; it also refuses A-labels that encode nothing. */
function encoded(domain: string): string | undefined {
  if (isAscii(domain) && !/(?:^|\.)xn--/.test(domain)) return domain;
  try {
    // Not canParse: Node 20's says no to sound Latin-1 texts once it is called often enough to be optimized.
    return new URL(`http://${domain}/`).hostname;
  } catch {
    return undefined;
  }
}

function dotFault(text: string, where: string): string | undefined {
  if (text.startsWith('.')) return where === 'before the @' ? 'a dot at the start' : 'a dot behind the @';
  if (text.endsWith('.')) return where === 'before the @' ? 'a dot before the @' : 'a dot at the end';
  return text.includes('..') ? `two dots in a row ${where}` : undefined;
}

/** Typed in the wrong mode of an input method: nobody's mailbox is spelt so. */
function widthFault(text: string): string | undefined {
  const plain = text.normalize('NFKC');
  return plain === text ? undefined : `letters of another width; is it ${JSON.stringify(plain)}?`;
}

function sign(character: string): string {
  if (character === '。') return 'the full stop "。"';
  return JSON.stringify(character);
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function isAscii(text: string): boolean {
  return /^[\u0020-\u007e]*$/.test(text);
}

function octetsOf(text: string): number {
  return isAscii(text) ? text.length : new TextEncoder().encode(text).length;
}
