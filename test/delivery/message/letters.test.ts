import type { Email } from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../../src/archive/manifest.ts';
import { isTokenOf, readBounceToken } from '../../../src/delivery/leaving/tokens.ts';
import { type Letters, openLetters } from '../../../src/delivery/message/letters.ts';
import type { Manifest } from '../../../src/model/edition.ts';
import { LETTER_FORMATS } from '../../../src/model/subscriber.ts';
import {
  archived,
  bytesOf,
  EDITION,
  expectHeadersOnce,
  expectPlainLines,
  headersOf,
  KEY,
  mailOf,
  parsed,
  recipient,
  SUBJECT,
} from './edition.ts';

/** Whom `recipient()` is. */
const HOLDER = { id: 42, key: 'li.wei@reader.example' };

let edition: { reports: string; manifest: Manifest } & AsyncDisposable;
let letters: Letters;
let siteless: Letters;
beforeAll(async () => {
  edition = await archived();
  letters = await openLetters({ ...edition, mail: mailOf({ replyTo: 'desk@desk.example' }), key: KEY });
  siteless = await openLetters({
    ...edition,
    mail: mailOf({ site: undefined, bounces: 'b@back.example' }),
    key: KEY,
  });
});
afterAll(() => edition[Symbol.asyncDispose]());

/** The message without what it carries: its parts from the outside in. */
function outline(bytes: Buffer): string[] {
  const types = bytes.toString('latin1').match(/^Content-Type: [a-z]+\/[a-z]+/gm) ?? [];
  return types.map((line) => line.slice('Content-Type: '.length));
}

const contentsOf = (email: Email): string[] =>
  email.attachments.map(({ content }) => sha256(new Uint8Array(content as ArrayBuffer)));

describe('a letter of each format', () => {
  test('with the brief attached carries the bytes the manifest lists', async () => {
    for (const language of ['en', 'zh'] as const) {
      const message = letters.compose(recipient({ language }));
      const email = await parsed(message);
      const listed = ['email-1.png', 'email-2.png', 'brief.pdf'].map(
        (name) => edition.manifest.files[`${language}/${name}`]?.sha256,
      );
      expect(contentsOf(email)).toEqual(listed);
      const pdf = email.attachments.at(-1);
      expect(pdf?.mimeType).toBe('application/pdf');
      expect(pdf?.disposition).toBe('attachment');
      expect(pdf?.filename).toBe(language === 'en' ? 'Metals Weekly 2025-W24.pdf' : '金属周报 2025-W24.pdf');
      expect(email.text).toContain('The brief is attached.');
      expect(outline(await bytesOf(message))).toEqual([
        ...['multipart/mixed', 'multipart/related', 'multipart/alternative', 'text/plain', 'text/html'],
        ...['image/png', 'image/png', 'application/pdf'],
      ]);
    }
  });

  test('with a link has the link and no brief; with neither it has both not', async () => {
    const link = letters.compose(recipient({ format: 'link' }));
    const email = await parsed(link);
    expect(email.html).toContain(`<a href="https://brief.desk.example/e/${EDITION}/en/brief.html">`);
    expect(email.text).toContain(`Online: https://brief.desk.example/e/${EDITION}/en/brief.html\n`);
    expect(email.text).not.toContain('attached');
    expect(email.attachments.map(({ filename }) => filename)).toEqual(['email-1.png', 'email-2.png']);
    expect(outline(await bytesOf(link))[0]).toBe('multipart/related');
    const html = await parsed(siteless.compose(recipient({ format: 'html' })));
    expect(html.html).not.toMatch(/Online|attached/);
    expect(html.attachments).toHaveLength(2);
  });

  test('an old program that knows no RFC 2231 finds the Chinese name where such programs write it', async () => {
    const text = (await bytesOf(letters.compose(recipient({ language: 'zh' })))).toString('latin1');
    const [, word] =
      /^Content-Type: application\/pdf;\r\n name="=\?UTF-8\?B\?([^"]+)\?="\r$/m.exec(text) ?? [];
    expect(Buffer.from(word ?? '', 'base64').toString()).toBe('金属周报 2025-W24.pdf');
    expect(text).toMatch(/^Content-Disposition: attachment;\r\n filename\*=UTF-8''[A-Za-z0-9%._-]+\r$/m);
  });

  test.each(LETTER_FORMATS)(
    '%s: lines are ASCII and short, headers stand once, the size is exact',
    async (format) => {
      for (const language of ['en', 'zh'] as const) {
        for (const corrected of [false, true]) {
          const message = letters.compose(
            recipient({ language, format, corrected, name: '李伟'.repeat(40) }),
          );
          const bytes = await bytesOf(message);
          expectPlainLines(bytes);
          expectHeadersOnce(bytes);
          expect(message.bytes).toBe(bytes.length);
          expect(letters.sizes[`${language} ${format}`]).toBeGreaterThanOrEqual(bytes.length);
        }
      }
    },
  );

  test('every picture it shows is in it, and none that it does not show', async () => {
    for (const metals of [[], ['copper'], ['nickel'], ['bulk']]) {
      const email = await parsed(letters.compose(recipient({ metals })));
      const shown = [...(email.html ?? '').matchAll(/src="cid:([^"]+)"/g)].map(([, id]) => `<${id}>`);
      const carried = email.attachments.flatMap(({ contentId }) => contentId ?? []);
      expect(shown.length).toBeGreaterThan(0);
      expect(carried).toEqual(shown);
    }
  });
});

describe('what a letter says to one recipient', () => {
  test('its text is the archived one, with what is for them, to the character', async () => {
    const { text } = await parsed(letters.compose(recipient({ corrected: true })));
    const [, page] = /(https:\S+\/u\/\S+)/.exec(text ?? '') ?? [];
    const [, wishes] = /(https:\S+\/p\/\S+)/.exec(text ?? '') ?? [];
    expect(text?.trimEnd().split('\n')).toEqual([
      'Key points',
      '',
      'From here on this corrects what you got.',
      '',
      'Copper rose to 9,102.50.  ',
      '.Nickel fell — 镍价下跌.',
      'The brief is attached.',
      `Online: https://brief.desk.example/e/${EDITION}/en/brief.html`,
      `Unsubscribe: ${page} at any time`,
      `Wishes: ${wishes}`,
      `Proof: ${edition.manifest.manifest}`,
    ]);
  });

  test('how to leave is in its words: a page where the desk has a site, else a mail to those who read bounces', async () => {
    const page = await parsed(letters.compose(recipient()));
    const mail = await parsed(siteless.compose(recipient()));
    expect(page.html).toMatch(/<a href="https:[^"]+\/u\/[^"]+">Unsubscribe/);
    expect(`${page.html}${page.text}`).not.toContain('It opens a mail.');
    const link = /mailto:b@back\.example\?subject=unsubscribe%20([\w-]+)/;
    for (const seen of [mail.html, mail.text]) {
      const [, token = ''] = link.exec(seen ?? '') ?? [];
      expect(isTokenOf(KEY, token, HOLDER)).toBe(true);
      expect(seen).toContain('It opens a mail.');
    }
    expect(mail.html).toMatch(/<a href="mailto:[^"]+">Unsubscribe/);
  });

  test('a reader’s wishes have a link of their own, the same each time, only where the desk has a site', async () => {
    const [first, again] = [letters.compose(recipient()), letters.compose(recipient())];
    expect(await bytesOf(again)).toEqual(await bytesOf(first));
    const { html, text } = await parsed(first);
    for (const seen of [html, text]) {
      const [, token = ''] = /https:\/\/brief\.desk\.example\/p\/([\w-]+)/.exec(seen ?? '') ?? [];
      expect(isTokenOf(KEY, token, HOLDER, 'preferences')).toBe(true);
      expect(isTokenOf(KEY, token, HOLDER, 'unsubscribe')).toBe(false);
    }
    const mail = await parsed(siteless.compose(recipient()));
    expect(`${mail.html}${mail.text}`).not.toMatch(/Wishes|\/p\//);
  });

  test('it is in their language, or in the edition’s first where that is missing', async () => {
    expect((await parsed(letters.compose(recipient({ language: 'zh' })))).subject).toBe(SUBJECT.zh);
    await using english = await archived({ languages: ['en'] });
    const only = await openLetters({ ...english, mail: mailOf(), key: KEY });
    expect(only.languages).toEqual(['en']);
    expect((await parsed(only.compose(recipient({ language: 'zh' })))).subject).toBe(SUBJECT.en);
  });

  test.each([
    ['none', [], true, true],
    ['one metal', ['copper'], true, false],
    ['another', ['nickel'], false, true],
    ['a group', ['bulk'], true, false],
    ['a group and a metal', ['bulk', 'nickel'], true, true],
    ['metals the letter has nothing of', ['antimony', 'minor'], true, true],
    ['what is no metal', ['__proto__', 'constructor'], true, true],
  ])(
    'wishes of %s leave the metals wished for, or all where none would be left',
    async (_, metals, copper, nickel) => {
      const { html, text } = await parsed(letters.compose(recipient({ metals })));
      expect([html?.includes('Copper rose'), html?.includes('Nickel fell')]).toEqual([copper, nickel]);
      expect([text?.includes('Copper rose'), text?.includes('Nickel fell')]).toEqual([copper, nickel]);
    },
  );

  test('a correction says so in the subject and in the letter', async () => {
    const first = await parsed(letters.compose(recipient()));
    const again = await parsed(letters.compose(recipient({ corrected: true })));
    expect([first.subject, again.subject]).toEqual([SUBJECT.en, `Correction: ${SUBJECT.en}`]);
    expect([first.html?.includes('corrects'), again.html?.includes('corrects')]).toEqual([false, true]);
  });

  test('a site’s address is written as HTML wants it in the HTML, and as it is in the text', async () => {
    const odd = await openLetters({ ...edition, mail: mailOf({ site: 'https://x.example/a&b' }), key: KEY });
    const { html, text } = await parsed(odd.compose(recipient()));
    for (const place of ['u', 'p', 'e']) {
      expect(html).toContain(`<a href="https://x.example/a&#38;b/${place}/`);
      expect(text).toContain(` https://x.example/a&b/${place}/`);
    }
  });

  test('no mark of the archive is left in it', async () => {
    for (const from of [letters, siteless]) {
      const { html, text } = await parsed(from.compose(recipient()));
      expect(html).toContain(edition.manifest.manifest);
      expect(`${html}${text}`).not.toMatch(/@@|<!--|"email-\d\.png"/);
    }
  });
});

describe('the head of a letter', () => {
  test('says who writes, to whom, when and which, by edition and recipient alone', async () => {
    const to = recipient({ name: '李伟' });
    const email = await parsed(letters.compose(to));
    expect(email.from).toEqual({ name: 'Metals desk', address: 'weekly@desk.example' });
    expect(email.to).toEqual([{ name: '李伟', address: 'Li.Wei@reader.example' }]);
    expect(email.replyTo).toEqual([{ name: '', address: 'desk@desk.example' }]);
    expect(email.date).toBe('2025-06-15T10:00:00.000Z');
    expect(email.messageId).toBe(`<${to.delivery.slice(0, 32)}.${EDITION}@desk.example>`);
    const lines = headersOf(await bytesOf(letters.compose(to)));
    expect(lines).toEqual(
      expect.arrayContaining([
        'Date: Sun, 15 Jun 2025 10:00:00 +0000',
        'Content-Language: en',
        'List-Id: "Metals Weekly" <weekly.desk.example>',
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
        'Auto-Submitted: auto-generated',
        'MIME-Version: 1.0',
      ]),
    );
  });

  test('without a name it names the address alone', async () => {
    const lines = headersOf(await bytesOf(letters.compose(recipient({ name: ' \r\n' }))));
    expect(lines).toContain('To: <Li.Wei@reader.example>');
  });

  test('an address with letters beyond ASCII needs SMTPUTF8, and no other does', async () => {
    const message = letters.compose(recipient({ address: '李伟@reader.example' }));
    expect(message.international).toBe(true);
    expect((await bytesOf(message)).toString()).toContain('<李伟@reader.example>\r\n');
    expect(letters.compose(recipient({ address: 'li@例子.测试' }))).toMatchObject({
      international: false,
      to: 'li@xn--fsqu00a.xn--0zwm56d',
    });
  });

  test('they leave by their own page or mail, by one click where there is a page', async () => {
    const text = (await bytesOf(letters.compose(recipient()))).toString('latin1');
    const [, page] = /^List-Unsubscribe: <https:\/\/brief\.desk\.example\/u\/([^>]+)>,\r$/m.exec(text) ?? [];
    const [, mail] = /^ <mailto:weekly@desk\.example\?subject=unsubscribe%20([^>]+)>\r$/m.exec(text) ?? [];
    expect(isTokenOf(KEY, page ?? '', HOLDER)).toBe(true);
    expect(mail).toBe(page);
    const { html } = await parsed(letters.compose(recipient()));
    expect(html).toContain(`<a href="https://brief.desk.example/u/${page}">Unsubscribe</a>`);
    const lines = headersOf(await bytesOf(siteless.compose(recipient())));
    expect(lines.filter((line) => line.startsWith('List-Unsubscribe'))).toEqual([
      `List-Unsubscribe: <mailto:b@back.example?subject=unsubscribe%20${page}>`,
    ]);
  });

  test('bounces come back with a token that proves which delivery they are of', async () => {
    const to = recipient();
    for (const [from, local, domain] of [
      [letters, 'weekly', 'desk.example'],
      [siteless, 'b', 'back.example'],
    ] as const) {
      const message = from.compose(to);
      expect(message.from).toBe(`${local}+${message.envelopeId}@${domain}`);
      expect(to.delivery.startsWith(readBounceToken(KEY, message.envelopeId) ?? '?')).toBe(true);
      expect(headersOf(await bytesOf(message))).toContain(`X-Assay-Delivery: ${message.envelopeId}`);
    }
  });

  test('in a message there is no token but the recipient’s own', async () => {
    const tokens = new Map<number, string>();
    for (let subscriber = 1; subscriber <= 50; subscriber += 1) {
      const delivery = sha256(`${subscriber}`);
      const bytes = await bytesOf(letters.compose(recipient({ subscriber, delivery, format: 'link' })));
      tokens.set(subscriber, bytes.toString('latin1'));
    }
    for (const [subscriber, text] of tokens) {
      const found = [...text.matchAll(/\/u\/([A-Za-z0-9_-]{32})|unsubscribe%20([A-Za-z0-9_-]{32})/g)].map(
        ([, page, mail]) => isTokenOf(KEY, page ?? mail ?? '', { ...HOLDER, id: subscriber }),
      );
      expect(found.length).toBeGreaterThanOrEqual(3);
      expect(new Set(found)).toEqual(new Set([true]));
    }
  });
});

describe('a letter made again', () => {
  test('is the same to the byte, also when the program was started anew and others were made between', async () => {
    const to = recipient({ language: 'zh', metals: ['copper'], corrected: true });
    const first = letters.compose(to);
    const bytes = await bytesOf(first);
    letters.compose(recipient({ subscriber: 7, name: 'Another' }));
    expect((await bytesOf(first)).equals(bytes)).toBe(true);
    expect((await bytesOf(letters.compose(to))).equals(bytes)).toBe(true);
    const anew = await openLetters({ ...edition, mail: mailOf({ replyTo: 'desk@desk.example' }), key: KEY });
    expect((await bytesOf(anew.compose(to))).equals(bytes)).toBe(true);
  });

  test('a second attempt changes nothing in it', async () => {
    const bytes = await bytesOf(letters.compose(recipient()));
    const again = await bytesOf(letters.compose(recipient({ attempt: 5, fence: 9 })));
    expect(again.equals(bytes)).toBe(true);
  });
});
