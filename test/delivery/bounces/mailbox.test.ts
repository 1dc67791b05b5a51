import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openMailboxes } from '../../../src/delivery/bounces/index.ts';
import { MOST_READ, messagesOfMbox } from '../../../src/delivery/bounces/mbox.ts';
import { parseMessage } from '../../../src/delivery/bounces/message.ts';
import { replyOf } from '../../../src/delivery/bounces/reply.ts';
import { temporaryDesk } from '../../support/desk.ts';
import * as corpus from './corpus.ts';

const ABOUT = { token: 'a'.repeat(32), to: 'li@x.cn' };
const SEPARATOR = 'From MAILER-DAEMON Sun Jun 15 18:00:03 2025';

async function messages(bytes: Uint8Array, pieces: number): Promise<string[]> {
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  const found: string[] = [];
  for await (const { bytes: message } of messagesOfMbox(Readable.from(chunks)))
    found.push(message.toString());
  return found;
}

const noInput = () => Readable.from([]);

describe('mbox', () => {
  test('messages come out as they went in, however the file is cut', async () => {
    const line = fc.oneof(
      fc.constantFrom('', '>From me', 'From here on at 12:30', '>>From x', 'text', 'From MAILER Sun 1 1:00'),
      fc.string({ unit: fc.constantFrom('a', ' ', 'é', '\r'), maxLength: 40 }),
    );
    const message = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => `${lines.join('\n')}\n`);
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 6 }), fc.nat(40), async (all, cuts) => {
        const mbox = all.map((one) => `${SEPARATOR}\n${one.replace(/^(>*From )/gm, '>$1')}\n`).join('');
        const found = await messages(Buffer.from(mbox), cuts + 1);
        expect(found).toEqual(all.map((one) => `${one}\n`));
      }),
    );
  });

  test('lines "From " of a message in the old kind part nothing that has no empty line and time before them', async () => {
    const mbox = `${SEPARATOR}\nSubject: a\n\ntext\nFrom now on 12:30\n\nFrom them no time\n\n${SEPARATOR}\r\nSubject: b\r\n\r\n`;
    expect(await messages(Buffer.from(mbox), 3)).toHaveLength(2);
  });

  test('a message of 50 MB, in one line or many, keeps a quarter of a megabyte', async () => {
    const head = Buffer.from(`${SEPARATOR}\n${corpus.postfix(ABOUT)}`);
    for (const fill of ['x', '\n']) {
      const filling = Readable.from(
        (function* () {
          yield head;
          for (let at = 0; at < 50; at += 1) yield Buffer.alloc(1024 * 1024, fill);
          yield Buffer.from(`\n\n${SEPARATOR}\nSubject: last\n\n`);
        })(),
      );
      const found: number[] = [];
      let isCut = false;
      for await (const one of messagesOfMbox(filling)) {
        found.push(one.bytes.length);
        isCut ||= one.isCut;
      }
      expect(found).toHaveLength(2);
      expect(isCut).toBe(true);
      expect(found[0]).toBe(MOST_READ);
    }
  });
});

describe('messages', () => {
  test('the report of a message cut in its returned letter is read', async () => {
    const long = corpus.postfix(ABOUT, {
      returned: `${corpus.letterHeaders(ABOUT)}\n\n${'x\n'.repeat(400_000)}`,
    });
    const mail = await parseMessage(Buffer.from(long).subarray(0, MOST_READ));
    if ('fault' in mail) throw new Error(mail.fault);
    expect(replyOf(mail)).toMatchObject({ kind: 'report', recipients: [{ fate: { what: 'failed' } }] });
  });

  test('MIME bombs are told or read, in little time', async () => {
    const nested = Array.from(
      { length: 5_000 },
      (_, at) => `Content-Type: multipart/mixed; boundary="b${at}"\n\n--b${at}\n`,
    ).join('');
    const parts = `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(60_000)}`;
    const letters = Array.from({ length: 2_000 }, () => 'Content-Type: message/rfc822\n\n').join('');
    const headers = `To: ${'a@b.example, '.repeat(40_000)}\n\n`;
    const reports = `Content-Type: multipart/report; boundary=b\n\n${'--b\nContent-Type: message/delivery-status\n\nAction: failed\n'.repeat(5_000)}`;
    const began = process.cpuUsage();
    const told: string[] = [];
    for (const bomb of [nested, parts, letters, headers, reports, `:${'('.repeat(400_000)}`]) {
      const mail = await parseMessage(Buffer.from(`Subject: bomb\n${bomb}`).subarray(0, MOST_READ));
      told.push('fault' in mail ? mail.fault : replyOf(mail).kind);
    }
    expect(told).toHaveLength(6);
    expect(told[0]).toContain('nesting depth');
    expect(told[3]).toContain('header');
    // Of the processor, so that other work on the machine does not count; microseconds.
    expect(process.cpuUsage(began).user).toBeLessThan(5_000_000);
  });

  test('whatever bytes come are read without an error', async () => {
    const bits = fc.constantFrom(
      'Content-Type: multipart/report; boundary=b\n',
      '--b\n',
      'Content-Type: message/delivery-status\n',
      'Content-Transfer-Encoding: base64\n',
      'Action: failed\n',
      '\n',
      'Subject: =?utf-8?B?////?=\n',
      '\u0000',
      'From: mailer-daemon\n',
      '550 5.1.1\n',
      'Content-Type: text/html; charset=nonsense\n',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(bits, { maxLength: 20 }).map((all) => Buffer.from(all.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (any) => {
        const mail = await parseMessage(any);
        if (!('fault' in mail)) expect(replyOf(mail).kind).toBeTypeOf('string');
      }),
      { numRuns: 300 },
    );
  });
});

describe('places', () => {
  test.each([
    ['nowhere', 'E_BOUNCES_MISSING'],
    ['folder', 'E_BOUNCES_PLACE'],
    ['/dev/null', 'E_BOUNCES_PLACE'],
  ])('%s is %s before anything is read', async (name, code) => {
    const root = await temporaryDesk({});
    await mkdir(join(root, 'folder'));
    const place = name.startsWith('/') ? name : join(root, name);
    await expect(openMailboxes(['-', place], noInput)).rejects.toThrow(code);
  });

  test('standard input is read once', async () => {
    await expect(openMailboxes(['-', '-'], noInput)).rejects.toThrow('E_BOUNCES_PLACE');
  });

  test('one message, with the line a delivery agent put before it', async () => {
    const root = await temporaryDesk({});
    const file = join(root, 'one.eml');
    await writeFile(file, 'Subject: one\n\nFrom here 12:30\n');
    const [eml, stdin] = await openMailboxes([file, '-'], () =>
      Readable.from([Buffer.from(`${SEPARATOR}\nSubject: two\n\n`)]),
    );
    const texts: string[] = [];
    for (const box of [eml, stdin])
      for await (const { where, bytes } of box?.messages() ?? [])
        texts.push(`${where.split('/').at(-1)} ${bytes.toString().split('\n')[0]}`);
    expect(texts).toEqual(['one.eml Subject: one', 'stdin Subject: two']);
  });

  test.skipIf(process.getuid?.() === 0)(
    'a message nobody may read is told, the others are read',
    async () => {
      const root = await temporaryDesk({
        'mail/new/1': 'Subject: one\n\n',
        'mail/new/2': 'Subject: two\n\n',
      });
      await chmod(join(root, 'mail/new/1'), 0o000);
      const [box] = await openMailboxes([join(root, 'mail')], noInput);
      const faults: Array<string | undefined> = [];
      for await (const { fault } of box?.messages() ?? []) faults.push(fault);
      expect(faults).toEqual(['EACCES', undefined]);
    },
  );
});
