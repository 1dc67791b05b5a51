import PostalMime, { type Attachment } from 'postal-mime';
import { type Fields, fieldBlocks } from './fields.ts';

/** A message that came back to us, as far as it is looked at. */
export interface Mail {
  /** Of a header that stands more than once: the values in order. Names in lower case. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** What a person would read, of HTML without its tags; at most 64,000 characters. */
  readonly text: string;
  /** `message/delivery-status`: first of the message, then of each recipient. */
  readonly status: readonly Fields[];
  /** `message/feedback-report`. */
  readonly feedback: Fields | undefined;
  /** Headers of our letter, where it came back as a part. */
  readonly returned: Fields | undefined;
}

const LIMITS = {
  forceRfc822Attachments: true,
  maxRfc822NestingDepth: 0,
  maxNestingDepth: 20,
  maxHeadersSize: 128 * 1024,
} as const;

const MOST_TEXT = 64_000;

const STATUS = ['message/delivery-status', 'message/global-delivery-status'];
const RETURNED = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'];

/** Of bytes that are no mail, or a bomb: what the parser says is wrong. Never throws. */
export async function parseMessage(bytes: Uint8Array): Promise<Mail | { readonly fault: string }> {
  try {
    const mail = await PostalMime.parse(bytes, LIMITS);
    if (mail.headers.length === 0) return { fault: 'it has no headers' };
    const headers = new Map<string, string[]>();
    for (const { key, value } of mail.headers) {
      const values = headers.get(key);
      if (values === undefined) headers.set(key, [value]);
      else values.push(value);
    }
    // Encoded words of the subject are read for us.
    if (mail.subject !== undefined) headers.set('subject', [mail.subject]);
    const part = (types: readonly string[]): string | undefined => {
      const found = mail.attachments.find(({ mimeType }) => types.includes(mimeType));
      return found === undefined ? undefined : textOf(found);
    };
    return {
      headers,
      text: (mail.text?.trim() ? mail.text : withoutTags(mail.html ?? '')).slice(0, MOST_TEXT),
      status: fieldBlocks(part(STATUS) ?? ''),
      feedback: fieldBlocks(part(['message/feedback-report']) ?? '')[0],
      returned: fieldBlocks(part(RETURNED) ?? '')[0],
    };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function textOf({ content }: Attachment): string {
  if (typeof content === 'string') return content.slice(0, MOST_TEXT);
  const bytes = content instanceof Uint8Array ? content : new Uint8Array(content);
  return new TextDecoder().decode(bytes.subarray(0, MOST_TEXT));
}

function withoutTags(html: string): string {
  return html
    .slice(0, 4 * MOST_TEXT)
    .replace(/<br[^<>]*>|<\/(?:p|div|tr|li)>/gi, '\n')
    .replace(/<[^<>]*>/g, ' ');
}
