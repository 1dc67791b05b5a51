import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { expect } from 'vitest';
import { publish } from '../../../src/archive/index.ts';
import { sha256 } from '../../../src/archive/manifest.ts';
import type { Outgoing } from '../../../src/delivery/campaign/carrier.ts';
import { keyOf } from '../../../src/delivery/leaving/mail-key.ts';
import { outgoing } from '../../../src/delivery/message/compose.ts';
import type { LetterFiles } from '../../../src/delivery/message/letter-files.ts';
import { senderOf } from '../../../src/delivery/message/sender.ts';
import { encodeLetter } from '../../../src/delivery/message/stock.ts';
import type { Claimed } from '../../../src/model/delivery.ts';
import type { EditionFile, Manifest } from '../../../src/model/edition.ts';
import { LANGUAGES, type Language } from '../../../src/model/language.ts';
import type { Letter, Piece } from '../../../src/model/letter.ts';
import { type MailConfig, mailSchema } from '../../../src/model/mail.ts';
import { stillEffects } from '../../support/effects.ts';

export const KEY = keyOf(new Uint8Array(32).fill(9));
export const EDITION = '2025-W24';

/** The letter's own words in each language, so that a test can look for them. */
export const SUBJECT = {
  en: 'Metals Weekly 2025-W24: copper rises 1.2 % — the first gain in four weeks',
  zh: '金属周报 2025-W24：铜价上涨 1.2%，四周来首次',
};

export interface Shape {
  readonly letter?: Partial<Letter>;
  readonly html?: string;
  readonly pdf?: Uint8Array;
  readonly languages?: readonly Language[];
  /** The bytes of both pictures. */
  readonly picture?: Uint8Array;
  readonly edition?: string;
  /** Without letters, as an older program published. */
  readonly bare?: boolean;
}

/** `reports/` with one edition that has everything a letter can have; removed when the test ends. */
export async function archived(
  shape: Shape = {},
): Promise<{ reports: string; manifest: Manifest } & AsyncDisposable> {
  const root = await mkdtemp(join(tmpdir(), 'assay-letter-test-'));
  const reports = join(root, 'reports');
  const languages = shape.languages ?? LANGUAGES;
  const snapshot = { path: 'snapshot.json', bytes: utf8('{}\n') };
  const { manifest } = await publish(
    reports,
    {
      schema: 1,
      edition: shape.edition ?? EDITION,
      week: EDITION,
      languages: [...languages],
      snapshot: sha256(snapshot.bytes),
      inputs: [],
      versions: { program: '0.1.0', templates: 'abc', browser: 'none', fonts: {} },
      verdict: 'pass',
      checks: 1,
      findings: [],
    },
    [snapshot, ...languages.flatMap((language) => filesOf(language, shape))],
    stillEffects('2025-06-15T10:00:00.000Z'),
  );
  return { reports, manifest, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

function filesOf(language: Language, shape: Shape): EditionFile[] {
  const at = (name: string, bytes: Uint8Array): EditionFile => ({ path: `${language}/${name}`, bytes });
  const pdf = at('brief.pdf', shape.pdf ?? noise(20_000));
  if (shape.bare === true) return [pdf];
  return [
    pdf,
    at('email.html', utf8(shape.html ?? htmlOf(language))),
    at(
      'email.json',
      utf8(JSON.stringify({ ...letterOf(language), edition: shape.edition ?? EDITION, ...shape.letter })),
    ),
    at('email-1.png', shape.picture ?? noise(3000)),
    at('email-2.png', shape.picture ?? noise(2000)),
  ];
}

function letterOf(language: Language): Letter {
  return {
    schema: 1,
    edition: EDITION,
    week: EDITION,
    language,
    title: language === 'en' ? 'Metals Weekly' : '金属周报',
    sender: language === 'en' ? 'Metals desk' : '金属研究部',
    subject: SUBJECT[language],
    correctionSubject: `${language === 'en' ? 'Correction: ' : '更正：'}${SUBJECT[language]}`,
    preheader: 'Nickel fell',
    pictures: [
      { file: 'email-1.png', alt: 'Copper', width: 600, height: 300 },
      { file: 'email-2.png', alt: 'Nickel', width: 600, height: 300 },
    ],
    attachment: language === 'en' ? 'Metals Weekly 2025-W24.pdf' : '金属周报 2025-W24.pdf',
    groups: { bulk: ['copper', 'aluminum'], minor: ['antimony'] },
    text: [
      { text: 'Key points\n\n' },
      { text: 'From here on this corrects what you got.\n\n', when: 'correction' },
      { text: 'Copper rose to 9,102.50.  \n', when: 'metal.copper' },
      { text: '.Nickel fell — 镍价下跌.\n', when: 'metal.nickel' },
      { text: 'The brief is attached.\n', when: 'pdf' },
      { text: 'Online: @@online@@\n', when: 'online' },
      { text: 'Unsubscribe: @@unsubscribe@@ at any time\n', when: 'unsubscribe' },
      { text: 'It opens a mail.\n', when: 'unsubscribe-mail' },
      { text: 'Wishes: @@preferences@@\n', when: 'preferences' },
      { text: 'Proof: @@manifest@@' },
    ],
  };
}

function htmlOf(language: Language): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>Metals</title></head><body>
<!--when correction--><p>This corrects what you got.</p><!--end-->
<!--when metal.copper--><p>Copper rose</p><img src="email-1.png" alt="Copper" width="600"><!--end-->
<!--when metal.nickel--><p>Nickel fell 镍价下跌</p><img src="email-2.png" alt="Nickel" width="600"><!--end-->
<!--when pdf--><p>The brief is attached.</p><!--end-->
<!--when online--><a href="@@online@@">Online</a><!--end-->
<!--when unsubscribe--><a href="@@unsubscribe@@">Unsubscribe</a><!--end-->
<!--when unsubscribe-mail--><p>It opens a mail.</p><!--end-->
<!--when preferences--><a href="@@preferences@@">Wishes</a><!--end-->
<p>${'A paragraph that is longer than a line of a message may be, '.repeat(30)}@@manifest@@</p>
</body></html>
`;
}

export function mailOf(more: Record<string, unknown> = {}): MailConfig {
  return mailSchema.parse({
    from: 'weekly@desk.example',
    site: 'https://brief.desk.example',
    smtp: { host: '127.0.0.1', tls: 'off' },
    ...more,
  });
}

export function recipient(more: Partial<Claimed> = {}): Claimed {
  return {
    delivery: sha256('2025-W24|0|letter|li.wei@reader.example'),
    subscriber: 42,
    address: 'Li.Wei@reader.example',
    name: 'Li Wei',
    language: 'en',
    timeZone: '',
    metals: [],
    format: 'pdf',
    corrected: false,
    attempt: 1,
    fence: 1,
    ...more,
  };
}

/** One message of a letter with other words, without an archive. */
export function written(
  letter: Partial<Letter>,
  to: Partial<Claimed> = {},
  html?: readonly Piece[],
): Outgoing {
  const manifest = {
    manifest: sha256('manifest'),
    edition: EDITION,
    publishedAt: '2025-06-15T10:00:00.000Z',
  };
  const files: LetterFiles = {
    language: 'en',
    letter: { ...letterOf('en'), pictures: [], ...letter },
    html: html ?? [{ text: '<p>Copper</p>\n' }],
    pictures: [],
    pdf: { path: 'en/brief.pdf', bytes: noise(100) },
  };
  const sender = senderOf(mailOf(), manifest, KEY);
  return outgoing(
    encodeLetter(files, manifest, { online: '', domain: 'desk.example' }),
    recipient(to),
    sender,
    undefined,
  );
}

/** Lines as every server takes them: ASCII, ended by CR LF and nothing else, none longer than 78 characters. */
export function expectPlainLines(bytes: Buffer, most = 78): void {
  const text = bytes.toString('latin1');
  expect(text.endsWith('\r\n')).toBe(true);
  const lines = text.split('\r\n');
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter((line) => /[^\t\x20-\x7e]/.test(line))).toEqual([]);
  // Servers on the way may take blanks from the end of a line.
  expect(lines.filter((line) => /[ \t]$/.test(line))).toEqual([]);
  // SMTP doubles a dot there, mailbox files put a `>` before the other.
  expect(lines.filter((line) => /^(?:\.|From )/.test(line))).toEqual([]);
  const long = lines.filter(({ length }) => length > most);
  // A link has no place to fold at.
  expect(long.filter((line) => !/^(?:List-Unsubscribe:)? <(?:https|mailto):\S+>,?$/.test(line))).toEqual([]);
  expect(long.filter(({ length }) => length > 998)).toEqual([]);
}

/** The headers a message may have, each once. */
export function expectHeadersOnce(bytes: Buffer): void {
  const names = headersOf(bytes).map((line) => line.slice(0, line.indexOf(':')));
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !KNOWN.includes(name))).toEqual([]);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
}

const KNOWN = [
  ...[
    'DKIM-Signature',
    'From',
    'To',
    'Reply-To',
    'Subject',
    'Date',
    'Message-ID',
    'Content-Language',
    'List-Id',
  ],
  ...[
    'List-Unsubscribe',
    'List-Unsubscribe-Post',
    'Auto-Submitted',
    'Precedence',
    'X-Auto-Response-Suppress',
  ],
  ...['X-Assay-Delivery', 'MIME-Version', 'Content-Type'],
];

/** The message's bytes. */
export async function bytesOf(message: Outgoing): Promise<Buffer> {
  const opened = message.open();
  if (Buffer.isBuffer(opened)) return opened;
  const chunks: Buffer[] = [];
  for await (const chunk of opened) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The message as a program that knows nothing of this one reads it. */
export async function parsed(message: Outgoing): Promise<Email> {
  return PostalMime.parse(await bytesOf(message), { attachmentEncoding: 'arraybuffer' });
}

/** Header lines, unfolded, in their order. */
export function headersOf(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  return text
    .slice(0, text.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n');
}

/** Bytes no two of which tell anything of each other, the same each time. */
export function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 1;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
