import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSigner } from '../../../src/delivery/message/dkim.ts';
import { openLetters } from '../../../src/delivery/message/letters.ts';
import { AssayError } from '../../../src/errors.ts';
import { archived, bytesOf, expectHeadersOnce, expectPlainLines, KEY, mailOf, recipient } from './edition.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-dkim-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const PEM = { type: 'pkcs8', format: 'pem' } as const;
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ED25519 = generateKeyPairSync('ed25519');
const config = (keyFile: string) => ({ domain: 'desk.example', selector: 'assay2026', keyFile });

async function keyFile(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text, { mode: 0o600 });
  return name;
}

/** As a receiver does it, by RFC 6376 alone: every header it names, its body, both relaxed. */
function proven(
  message: Buffer,
  key: KeyObject,
): { readonly body: boolean; readonly head: boolean; readonly tags: Map<string, string> } {
  const text = message.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const lines = text.slice(0, end).split(/\r\n(?![ \t])/);
  const own = lines.find((line) => line.startsWith('DKIM-Signature:')) ?? '';
  const tags = new Map(
    own
      .slice('DKIM-Signature:'.length)
      .split(';')
      .map((tag) => [
        tag.slice(0, tag.indexOf('=')).trim(),
        tag.slice(tag.indexOf('=') + 1).replace(/\s/g, ''),
      ]),
  );
  const relaxed = (line: string): string => {
    const colon = line.indexOf(':');
    const value = line
      .slice(colon + 1)
      .replace(/\r\n/g, '')
      .replace(/[ \t]+/g, ' ')
      .replace(/^ | $/g, '');
    return `${line.slice(0, colon).trim().toLowerCase()}:${value}`;
  };
  const left = [...lines];
  let signed = '';
  for (const name of (tags.get('h') ?? '').split(':')) {
    const at = left.findLastIndex((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    if (at !== -1) signed += `${relaxed(left.splice(at, 1)[0] ?? '')}\r\n`;
  }
  signed += relaxed(own.replace(/([;\s])b=[^;]*$/, '$1b='));
  const body = text
    .slice(end + 4)
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
    .join('\r\n')
    .replace(/(?:\r\n)*$/, '\r\n');
  const hash = createHash('sha256').update(body, 'latin1').digest('base64');
  const data = Buffer.from(signed, 'latin1');
  const signature = Buffer.from(tags.get('b') ?? '', 'base64');
  const head =
    key.asymmetricKeyType === 'rsa'
      ? verify('sha256', data, key, signature)
      : verify(null, createHash('sha256').update(data).digest(), key, signature);
  return { body: hash === tags.get('bh'), head, tags };
}

describe('a signed letter', () => {
  test.each([
    ['RSA', RSA, 'rsa-sha256'],
    ['Ed25519', ED25519, 'ed25519-sha256'],
  ] as const)('proves its body and its head to a receiver: %s', async (name, pair, algorithm) => {
    await using edition = await archived();
    const file = await keyFile(`${name}.pem`, pair.privateKey.export(PEM).toString());
    const { signer, findings } = await openSigner(config(file), folder);
    expect(findings).toEqual([]);
    const letters = await openLetters({
      ...edition,
      mail: mailOf({ replyTo: 'a@desk.example' }),
      key: KEY,
      signer,
    });
    for (const format of ['pdf', 'link', 'html'] as const) {
      for (const metals of [[], ['copper']]) {
        const message = letters.compose(
          recipient({ format, metals, name: '李 伟', language: 'zh', corrected: true }),
        );
        const bytes = await bytesOf(message);
        expect(message.bytes).toBe(bytes.length);
        expectPlainLines(bytes);
        expectHeadersOnce(bytes);
        const { body, head, tags } = proven(bytes, pair.publicKey);
        expect({ body, head }).toEqual({ body: true, head: true });
        expect(Object.fromEntries(tags)).toMatchObject({
          ...{ v: '1', a: algorithm, c: 'relaxed/relaxed', d: 'desk.example', s: 'assay2026' },
        });
        const names = (tags.get('h') ?? '').split(':');
        for (const one of [
          'From',
          'To',
          'Subject',
          'Date',
          'List-Unsubscribe',
          'List-Unsubscribe-Post',
          'Reply-To',
        ])
          expect(names).toContain(one);
        expect(names.filter((one) => one === 'From')).toHaveLength(2);
        expect(
          (
            await bytesOf(
              letters.compose(recipient({ format, metals, name: '李 伟', language: 'zh', corrected: true })),
            )
          ).equals(bytes),
        ).toBe(true);
      }
    }
  });

  test('is no longer proven when anything of it is changed, or a second sender is added', async () => {
    await using edition = await archived();
    const { signer } = await openSigner(
      config(await keyFile('rsa.pem', RSA.privateKey.export(PEM).toString())),
      folder,
    );
    const letters = await openLetters({ ...edition, mail: mailOf(), key: KEY, signer });
    const text = (await bytesOf(letters.compose(recipient()))).toString('latin1');
    const key = createPublicKey(RSA.privateKey);
    const changed = (from: string | RegExp, to: string): Buffer => {
      const other = text.replace(from, to);
      expect(other).not.toBe(text);
      return Buffer.from(other, 'latin1');
    };
    expect(proven(changed('Copper rose', 'Copper fell'), key)).toMatchObject({ body: false, head: true });
    expect(proven(changed(/^Subject: .*/m, 'Subject: copper falls'), key)).toMatchObject({
      body: true,
      head: false,
    });
    expect(proven(changed(/^List-Unsubscribe-Post: .*\r\n/m, ''), key).head).toBe(false);
    expect(proven(changed('\r\nTo: ', '\r\nFrom: <other@x.example>\r\nTo: '), key).head).toBe(false);
    expect(proven(changed('\r\nDate: Sun', '\r\nDate: Mon'), key).head).toBe(false);
    expect(proven(changed('Auto-Submitted: auto', 'Auto-Submitted:    auto'), key)).toMatchObject({
      body: true,
      head: true,
    });
  });
});

describe('a key that signs nothing', () => {
  const refusal = async (file: string): Promise<string> => {
    const error: unknown = await openSigner(config(file), folder).catch((thrown: unknown) => thrown);
    if (!(error instanceof AssayError)) throw new Error(`no AssayError: ${String(error)}`);
    expect(error.exit).toBe('config');
    return error.message.replaceAll(folder, '');
  };

  test('is refused when others may read it, with what to run', async () => {
    const file = await keyFile('wide.pem', RSA.privateKey.export(PEM).toString());
    await chmod(join(folder, file), 0o644);
    expect(await refusal(file)).toBe(
      'E_CONFIG_SECRET mail.dkim.keyFile /wide.pem: is readable by everyone (mode 0644). Run: chmod 600 /wide.pem',
    );
  });

  test.each([
    [
      'a public key',
      RSA.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      'a public key. Expected a PEM',
    ],
    ['no key', 'hello\n', 'no private key. Expected a PEM'],
    ['empty', '', 'no private key. Expected a PEM'],
    [
      'with a password',
      RSA.privateKey.export({ ...PEM, cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
      'the key has a password.',
    ],
    [
      'of another kind',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(PEM).toString(),
      'a key of the kind ec.',
    ],
    [
      'too short',
      generateKeyPairSync('rsa', { modulusLength: 768 }).privateKey.export(PEM).toString(),
      'RSA of 768 bits',
    ],
  ])('is refused when it is %s', async (name, text, words) => {
    const file = await keyFile(`${name.replaceAll(' ', '-')}.pem`, text);
    expect(await refusal(file)).toContain(`E_CONFIG_DKIM mail.dkim.keyFile /${file}: ${words}`);
  });

  test('is refused when it is not there', async () => {
    expect(await refusal('nowhere.pem')).toBe(
      'E_CONFIG_DKIM mail.dkim.keyFile /nowhere.pem: no such file. Put it there, or set mail.dkim.keyFile.',
    );
  });

  test('is warned of when it is weak', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export(PEM).toString();
    const { findings } = await openSigner(config(await keyFile('weak.pem', weak)), folder);
    expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'W_CONFIG_DKIM RSA of 1024 bits is weak, some receivers ignore it. Make a new one: openssl genrsa -out KEY 2048',
    ]);
  });
});
