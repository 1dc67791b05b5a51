import { join } from 'node:path';
import { type ManifestDraft, publish } from '../../src/archive/index.ts';
import { sha256 } from '../../src/archive/manifest.ts';
import type { EditionFile, Manifest } from '../../src/model/edition.ts';
import { LANGUAGES } from '../../src/model/language.ts';
import type { Letter } from '../../src/model/letter.ts';
import { type NewSubscriber, openLedger } from '../../src/store/ledger/index.ts';
import { temporaryDesk } from './desk.ts';
import { stillEffects } from './effects.ts';

/** `mail.smtp` of a desk that writes to a sink on this machine as fast as it takes letters. */
export function loopback(
  port: number,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return { host: '127.0.0.1', port, tls: 'off', perSecond: 100_000, perDomain: 100_000, ...more };
}

/** `data/desk.yaml` of a desk that mails; JSON is YAML too. */
export function mailingDesk(
  smtp: Readonly<Record<string, unknown>>,
  mail: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    name: { en: 'Test desk', zh: '测试研究部' },
    title: { en: 'Metals Weekly', zh: '金属周报' },
    languages: [...LANGUAGES],
    timeZone: 'Asia/Shanghai',
    sections: ['dashboard'],
    mail: { from: 'weekly@desk.example', site: 'https://desk.example', stateFolder: 'state', smtp, ...mail },
  });
}

/** A desk that mails, with an edition of 2025-W24 small enough to be sent a thousand times. */
export async function mailDesk(
  smtp: Readonly<Record<string, unknown>>,
  mail?: Readonly<Record<string, unknown>>,
): Promise<string> {
  const root = await temporaryDesk({ 'data/desk.yaml': mailingDesk(smtp, mail) });
  await publishLetters(root, '2025-W24');
  return root;
}

/** Publishes an edition that has nothing but what is mailed of it. */
export async function publishLetters(root: string, edition: string, pdfBytes = 8000): Promise<Manifest> {
  const files = LANGUAGES.flatMap((language) => letterFiles(edition, language, pdfBytes));
  const snapshot = { path: 'snapshot.json', bytes: utf8(`{"edition":"${edition}"}\n`) };
  const draft: ManifestDraft = {
    schema: 1,
    edition,
    week: edition.slice(0, 8),
    languages: [...LANGUAGES],
    snapshot: sha256(snapshot.bytes),
    inputs: [],
    versions: { program: '0.1.0', templates: 'abc', browser: 'none', fonts: {} },
    verdict: 'pass',
    checks: 1,
    findings: [],
  };
  const effects = stillEffects('2025-06-15T10:00:00.000Z');
  const { manifest } = await publish(join(root, 'reports'), draft, [snapshot, ...files], effects);
  return manifest;
}

function letterFiles(edition: string, language: (typeof LANGUAGES)[number], pdfBytes: number): EditionFile[] {
  const title = language === 'en' ? 'Metals Weekly' : '金属周报';
  const letter: Letter = {
    schema: 1,
    edition,
    week: edition.slice(0, 8),
    language,
    title,
    sender: 'Test desk',
    subject: `${title} ${edition}: copper ends the week higher`,
    correctionSubject: `Correction: ${edition}`,
    preheader: 'Copper +1.2 %',
    pictures: [{ file: 'email-1.png', alt: 'Copper', width: 1, height: 1 }],
    attachment: `${title} ${edition}.pdf`,
    groups: { bulk: ['copper'] },
    text: [
      { text: `${title}\n\n` },
      { text: 'A correction of the edition before.\n', when: 'correction' },
      { text: 'Unsubscribe: @@unsubscribe@@\n', when: 'unsubscribe' },
      { text: 'Edition @@manifest@@\n' },
    ],
  };
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${title}</title></head><body><p>${title}</p><img src="email-1.png" alt="Copper" width="1" height="1"><p>@@manifest@@</p></body></html>\n`;
  const at = (name: string, bytes: Uint8Array): EditionFile => ({ path: `${language}/${name}`, bytes });
  return [
    at('brief.pdf', pdfOf(pdfBytes)),
    at('email.html', utf8(html)),
    at('email.json', utf8(JSON.stringify(letter))),
    at('email-1.png', Buffer.from(PNG, 'base64')),
  ];
}

/** Bytes no compression finds anything in, the same each time. */
function pdfOf(bytes: number): Uint8Array {
  const pdf = Buffer.alloc(bytes);
  let state = 1;
  for (let at = 0; at < bytes; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    pdf[at] = state >>> 24;
  }
  pdf.write('%PDF-1.7\n', 0);
  pdf.write('\n%%EOF\n', Math.max(10, bytes - 7));
  return pdf;
}

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** `reader1@a.example`, … of both languages and every format. */
export function people(count: number, lists: readonly string[] = ['weekly'], first = 1): NewSubscriber[] {
  return Array.from({ length: count }, (_, index) => {
    const at = index + first - 1;
    const address = `reader${at + 1}@${['a', 'b', 'c'][at % 3]}.example`;
    const format = (['pdf', 'link', 'html'] as const)[at % 3] ?? 'pdf';
    const language = LANGUAGES[at % 2] ?? 'en';
    return {
      address,
      key: address,
      name: `Reader ${at + 1}`,
      language,
      timeZone: '',
      metals: [],
      format,
      lists,
    };
  });
}

/** Makes the ledger at `place` and puts people into it. */
export async function fillLedger(
  place: string,
  count: number,
  lists?: readonly string[],
  first?: number,
): Promise<void> {
  const ledger = await openLedger(place);
  try {
    const now = '2025-06-01T00:00:00.000Z';
    await ledger.subscribers.change((writing) => writing.add(people(count, lists, first), 'test', now));
  } finally {
    await ledger.close();
  }
}
