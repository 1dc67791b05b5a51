import { resolve } from 'node:path';
import { openSigner } from '../delivery/dkim.ts';
import { openLetters } from '../delivery/letters.ts';
import { openKey } from '../delivery/tokens.ts';
import { type Desk, requireMail } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { mailableEdition } from './send-edition.ts';

/** Writes the edition's letters into a folder, as they would be sent; gives the files' paths. */
export async function previewLetters(
  desk: Desk,
  edition: string,
  folder: string,
  effects: Effects,
): Promise<readonly string[]> {
  const mail = requireMail(desk);
  const { reports } = desk.paths;
  const manifest = await mailableEdition(reports, edition);
  const key = await openKey(resolve(desk.root, mail.keyFile), effects);
  const signer = mail.dkim ? (await openSigner(mail.dkim, desk.root)).signer : undefined;
  const letters = await openLetters({ reports, manifest, mail, key, signer });
  throw new Error(`no preview of ${letters.languages.length} languages into ${folder} yet`);
}
