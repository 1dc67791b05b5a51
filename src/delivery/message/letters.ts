import { labelOf } from '../../archive/read.ts';
import { sizeText } from '../../catalog/regular-file.ts';
import { AssayError, type Problem } from '../../errors.ts';
import type { Claimed } from '../../model/delivery.ts';
import type { Manifest } from '../../model/edition.ts';
import type { Language } from '../../model/language.ts';
import type { MailConfig } from '../../model/mail.ts';
import { LETTER_FORMATS, type LetterFormat } from '../../model/subscriber.ts';
import type { EditionId } from '../../model/time.ts';
import type { Outgoing } from '../campaign/carrier.ts';
import type { Key } from '../leaving/mail-key.ts';
import { outgoing } from './compose.ts';
import type { Signer } from './dkim.ts';
import { readLetters } from './letter-files.ts';
import { onlineOf, senderOf } from './sender.ts';
import { encodeLetter, type Stocks } from './stock.ts';

/** The letters of one edition, ready to be addressed. Holds what is shared; reads nothing more. */
export interface Letters {
  readonly edition: EditionId;
  readonly languages: readonly Language[];
  /** Bytes of the largest letter by language and format, `en pdf`; a format that cannot be sent is left out. */
  readonly sizes: Readonly<Record<string, number>>;
  /**
   * Asked before a campaign begins. Throws AssayError config E_SEND_SITE where a letter with a link has nowhere to lead,
   * E_SEND_SIZE where one is larger than the desk allows.
   */
  require(formats: Iterable<LetterFormat>): void;
  /**
   * One recipient's message, the same to the byte each time. Throws what `require` does, and AssayError data
   * E_SEND_ADDRESS for an address that is none.
   */
  compose(recipient: Claimed): Outgoing;
}

export interface LettersRequest {
  readonly reports: string;
  readonly manifest: Manifest;
  readonly mail: MailConfig;
  readonly key: Key;
  readonly signer?: Signer | undefined;
}

/**
 * Proves the edition and encodes its letters, once for everybody. Throws AssayError data E_SEND_EDITION where the
 * edition is not what was published, E_SEND_LETTER where it cannot be mailed.
 */
export async function openLetters({
  reports,
  manifest,
  mail,
  key,
  signer,
}: LettersRequest): Promise<Letters> {
  const files = await readLetters(reports, manifest);
  const sender = senderOf(mail, manifest, key);
  const stocks = new Map(
    files.map((one) => {
      const { language } = one;
      const online = sender.linksUntil === undefined ? onlineOf(sender, language, NOBODY) : undefined;
      return [language, encodeLetter(one, manifest, { online, domain: sender.from.domain })];
    }),
  );
  const [first] = stocks.values();
  if (first === undefined) throw new Error('an edition without a language passed its proof');

  const write = (recipient: Claimed): Outgoing =>
    outgoing(stocks.get(recipient.language) ?? first, recipient, sender, signer);
  const sizes: Record<string, number> = {};
  for (const language of stocks.keys()) {
    for (const format of LETTER_FORMATS) {
      if (format !== 'link' || sender.site !== undefined)
        sizes[`${language} ${format}`] = largest(language, format, write);
    }
  }
  const refuse = (stock: Stocks, format: LetterFormat, bytes: number): void => {
    if (format === 'link' && sender.site === undefined) throw noSite();
    if (bytes <= mail.maxBytes) return;
    const { where, ...problem } = tooLarge(stock, format, bytes, mail.maxBytes);
    throw new AssayError('config', { ...problem, where: labelOf(reports, manifest.edition, where) });
  };
  return {
    edition: manifest.edition,
    languages: [...stocks.keys()],
    sizes,
    require(formats) {
      for (const format of formats) {
        for (const [language, stock] of stocks) refuse(stock, format, sizes[`${language} ${format}`] ?? 0);
      }
    },
    compose(recipient) {
      const stock = stocks.get(recipient.language) ?? first;
      refuse(stock, recipient.format, 0);
      const message = write(recipient);
      refuse(stock, recipient.format, message.bytes);
      return message;
    },
  };
}

/** Links that need no proof are the same for everybody. */
const NOBODY = 0;

/** With the longest address there can be and a long name, told that it is a correction or not. */
function largest(language: Language, format: LetterFormat, write: (recipient: Claimed) => Outgoing): number {
  const address = `${'a'.repeat(64)}@${`${'b'.repeat(62)}.`.repeat(2)}${'c'.repeat(58)}.cn`;
  const reader = { ...MADE_UP, address, name: '名'.repeat(100), language, format };
  return Math.max(...[false, true].map((corrected) => write({ ...reader, corrected }).bytes));
}

/** A reader who does not exist, of nobody's number. */
export const MADE_UP: Claimed = {
  delivery: '0'.repeat(64),
  subscriber: 0,
  address: 'reader@example.org',
  name: 'A. Reader',
  language: 'en',
  timeZone: '',
  metals: [],
  format: 'html',
  corrected: false,
  attempt: 1,
  fence: 1,
};

function noSite(): AssayError {
  const message =
    'not set, so letters of the format "link" have nowhere to lead; nothing was sent. Set it to where "assay serve" is reached, or give those subscribers another format: pdf, html.';
  return new AssayError('config', { code: 'E_SEND_SITE', where: 'mail.site', message });
}

/** Names the part that weighs most. */
function tooLarge(stock: Stocks, format: LetterFormat, bytes: number, most: number): Problem {
  const pictures = stock.pictures.map(
    ({ length }, at) => [stock.letter.pictures[at]?.file ?? '', length] as const,
  );
  const parts = format === 'pdf' ? [...pictures, ['brief.pdf', stock.pdf.length] as const] : pictures;
  const [file, part] = parts.reduce((a, b) => (b[1] > a[1] ? b : a), ['email.html', 0] as const);
  const share = part === 0 ? '' : ` (${sizeText(part)} of it)`;
  const other = format === 'pdf' ? ', or give these subscribers another format: link, html' : '';
  return {
    code: 'E_SEND_SIZE',
    where: `${stock.language}/${file}`,
    message: `with it${share} a letter of the format "${format}" has ${sizeText(bytes)}; the limit is ${sizeText(most)} (mail.maxBytes). Nothing was sent. Raise the limit if the server takes more${other}.`,
  };
}
