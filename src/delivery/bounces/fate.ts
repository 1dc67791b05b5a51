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

/** What providers write where they should have written 5.7.x. */
const ABOUT_US =
  /\b(?:spam|spf|dkim|dmarc|blocked|block ?list(?:ed)?|black ?list(?:ed)?|reputation|rbl|dnsbl|content (?:denied|rejected)|policy|DT:SPM|MI:[A-Z]+|virus)\b|垃圾邮件|反垃圾/i;

/** Whether a refusal without a number of its own speaks of the sender or the letter. */
export function isAboutUs(text: string): boolean {
  return ABOUT_US.test(text);
}

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
      const fault = faultOf(enhanced, told);
      const strike = fault === 'gone' || fault === 'strike' ? fault : undefined;
      return { ...fate, what: 'failed', strike, ours: fault === 'ours' };
    }
    default:
      return fate;
  }
}

/** Whose fault, as `outcome.ts` judges a server's own reply. `plain` says nothing of the address. */
function faultOf(
  enhanced: string,
  { code, text }: Omit<Status, 'enhanced'> & { readonly code: number },
): Fault {
  if (OURS.has(enhanced) || /^[45]\.7\./.test(enhanced) || enhanced.startsWith('5.5.')) return 'ours';
  if (isGeneral(enhanced) && isAboutUs(text)) return 'ours';
  // Given up after days of 4xx, or for no reason told: it may have been our own line.
  if ((enhanced === '' ? String(code) : enhanced).charAt(0) !== '5') return 'plain';
  if (GONE.has(enhanced)) return 'gone';
  if (isGeneral(enhanced)) return code === 554 ? 'plain' : 'strike';
  // Too long for this one mailbox.
  if (enhanced === '5.2.3') return 'plain';
  return /^5\.[124]\./.test(enhanced) ? 'strike' : 'plain';
}

type Fault = 'gone' | 'strike' | 'plain' | 'ours';

/** No such mailbox; a domain that declares to take no mail (RFC 7505). */
const GONE = new Set(['5.1.1', '5.1.10']);
/** The sender's address; a server that takes nothing, is set up wrongly, or finds the letter too big. */
const OURS = new Set(['5.1.7', '5.1.8', '5.3.2', '5.3.4', '5.3.5']);

/** `5.0.0` says nothing: then the words behind it are asked, if they are of the same kind. */
function precise({ enhanced, text }: Status): { enhanced: string; code: number; text: string } {
  const inText = statusIn(text);
  const better =
    isGeneral(enhanced) &&
    inText !== undefined &&
    (enhanced === '' || inText.charAt(0) === enhanced.charAt(0));
  return { enhanced: better ? inText : enhanced, code: codeIn(text), text };
}

function isGeneral(enhanced: string): boolean {
  return enhanced === '' || /^[45]\.0\.0$/.test(enhanced);
}
