import { parseEditionId } from '../../archive/index.ts';
import { LANGUAGES } from '../../model/language.ts';
import { LETTER_SLOTS } from '../../model/letter.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { noFile, PAPER_POLICY } from './file.ts';

const SLOT = new RegExp(`@@(?:${LETTER_SLOTS.join('|')})@@`, 'g');

/** The archived letter as a page: its pictures in itself, the readers' own links leading nowhere. */
export async function letterPage({ files }: Shop, { params }: Visit): Promise<Answer> {
  const { edition } = parseEditionId(params.edition ?? '');
  const language = LANGUAGES.find((one) => one === params.language);
  const path = `${language ?? '-'}/email.html`;
  const letter = language === undefined ? undefined : await files.read(edition, path);
  if (letter === undefined) throw noFile(edition, path);
  let html = Buffer.from(letter.bytes).toString('utf8').replace(SLOT, '#');
  for (const [, name = ''] of html.matchAll(/ src="([\w-]+\.png)"/g)) {
    const picture = await files.read(edition, `${language}/${name}`);
    if (picture === undefined) continue;
    const data = Buffer.from(picture.bytes).toString('base64');
    html = html.replace(` src="${name}"`, ` src="data:image/png;base64,${data}"`);
  }
  return {
    body: html,
    type: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': `sandbox; ${PAPER_POLICY}` },
  };
}
