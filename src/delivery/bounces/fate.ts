/** What a server said of a letter it had taken. */
export interface Status {
  /** `5.1.1`; '' where there is none. */
  readonly enhanced: string;
  /** The server's words. */
  readonly text: string;
}

/** What became of a letter after our server gave it on. */
export interface Fate {
  /** `passed`: delivered, or handed to a server that reports no further. `unclear` changes nothing. */
  readonly what: 'failed' | 'passed' | 'delayed' | 'unclear';
  readonly enhanced: string;
  /** SMTP reply code; 0 where there is none. */
  readonly code: number;
  readonly text: string;
  readonly strike: 'gone' | 'strike' | undefined;
  /** It failed by our fault, or by what the receiver thinks of us: nobody's address is to blame. */
  readonly ours: boolean;
}

const ENHANCED = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)/;
const CODE = /(?<![\d.])([45][0-5]\d)(?=[ -])/;

export function statusIn(text: string): string | undefined {
  return ENHANCED.exec(text)?.[1];
}

export function codeIn(text: string): number {
  return Number(CODE.exec(text)?.[1] ?? 0);
}

/** No such mailbox (5.1.1), moved without a new address (5.1.6), a domain that takes no mail (5.1.10). */
const GONE = ['5.1.1', '5.1.6', '5.1.10'];

/** What providers write where they should have written 5.7.x. */
const ABOUT_US =
  /\b(?:spam|spf|dkim|dmarc|blocked|block ?list(?:ed)?|black ?list(?:ed)?|reputation|rbl|dnsbl|content (?:denied|rejected)|policy|DT:SPM|MI:[A-Z]+|virus)\b|垃圾邮件|反垃圾/i;

/** By an `Action` of RFC 3464 and what stands beside it. */
export function fateOf(action: string, status: Status): Fate {
  const { enhanced, ...told } = precise(status);
  const fate: Fate = { what: 'unclear', enhanced, ...told, strike: undefined, ours: false };
  switch (action.trim().toLowerCase()) {
    case 'delayed':
      return { ...fate, what: 'delayed' };
    case 'delivered':
    case 'relayed':
    case 'expanded':
      return { ...fate, what: 'passed' };
    case 'failed': {
      const kind = enhanced === '' ? String(told.code).charAt(0) : enhanced.charAt(0);
      if (isOurs(enhanced, told.text)) return { ...fate, what: 'failed', ours: true };
      // Given up after days of 4xx, or for no reason told: it may have been our own line. Not counted.
      if (kind !== '5') return { ...fate, what: 'failed' };
      return { ...fate, what: 'failed', strike: GONE.includes(enhanced) ? 'gone' : 'strike' };
    }
    default:
      return fate;
  }
}

function isOurs(enhanced: string, text: string): boolean {
  if (/^[45]\.7\./.test(enhanced) || enhanced === '5.3.4') return true;
  return isGeneral(enhanced) && ABOUT_US.test(text);
}

/** `5.0.0` says nothing: then the words behind it are asked, if they are of the same kind. */
function precise({ enhanced, text }: Status): { enhanced: string; code: number; text: string } {
  const inText = statusIn(text);
  const better =
    isGeneral(enhanced) && inText !== undefined && (enhanced === '' || inText.charAt(0) === enhanced.charAt(0));
  return { enhanced: better ? inText : enhanced, code: codeIn(text), text };
}

function isGeneral(enhanced: string): boolean {
  return enhanced === '' || /^[45]\.0\.0$/.test(enhanced);
}
