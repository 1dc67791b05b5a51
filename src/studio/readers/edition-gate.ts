import { isSigned, readEditionToken } from '../../delivery/leaving/edition-links.ts';
import type { Language } from '../../model/language.ts';
import type { EditionId } from '../../model/time.ts';
import type { Refusal } from '../refusal.ts';
import type { Shop } from '../shop.ts';

/** Somebody who would read an edition. */
export interface EditionReader {
  readonly edition: EditionId;
  readonly language: Language;
  /** Of the link: `?t=…`; '' where there is none. */
  readonly token: string;
  /** Whether they are signed in: people of the desk may always read. */
  readonly ofDesk: () => Promise<boolean>;
}

/**
 * Why an edition may not be read; undefined where it may. A link that was ours and is too old is told from one that
 * never was; of a wrong one nobody learns whether there is such an edition.
 */
export async function editionRefusal(
  { desk, mail, effects }: Pick<Shop, 'desk' | 'mail' | 'effects'>,
  { edition, language, token, ofDesk }: EditionReader,
): Promise<Refusal | undefined> {
  const settings = mail === undefined ? undefined : (await desk()).mail;
  if (mail === undefined || settings === undefined || !isSigned(settings, edition)) return undefined;
  const worth = readEditionToken(mail.key, token, edition, effects.now());
  if (worth === 'valid' || (await ofDesk())) return undefined;
  if (worth === 'expired')
    return {
      status: 410,
      code: 'E_LINK_EXPIRED',
      message: 'The link has expired.',
      page: 'expired',
      language,
    };
  return {
    status: 404,
    code: 'E_LINK',
    message: 'The link is not complete or not ours.',
    page: 'link',
    language,
  };
}
