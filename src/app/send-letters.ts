import { resolve } from 'node:path';
import { type Key, openKey } from '../delivery/leaving/tokens.ts';
import { openSigner } from '../delivery/message/dkim.ts';
import { type Letters, openLetters } from '../delivery/message/letters.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { problemLines } from '../errors.ts';
import type { Manifest } from '../model/edition.ts';
import type { MailConfig } from '../model/mail.ts';

/** An edition's letters as this desk sends them, and the key their tokens are made with. Throws as `openLetters`. */
export async function lettersOf(
  desk: Desk,
  mail: MailConfig,
  manifest: Manifest,
  effects: Effects,
): Promise<{ readonly letters: Letters; readonly key: Key }> {
  const key = await openKey(resolve(desk.root, mail.keyFile), effects);
  const dkim = mail.dkim && (await openSigner(mail.dkim, desk.root));
  for (const line of problemLines(dkim?.findings ?? [])) effects.log(line);
  const request = { reports: desk.paths.reports, manifest, mail, key, signer: dkim?.signer };
  return { letters: await openLetters(request), key };
}
