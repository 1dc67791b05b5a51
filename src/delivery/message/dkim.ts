import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import { type Finding, findingAt } from '../../model/finding.ts';
import type { MailConfig } from '../../model/mail.ts';
import { readSecretFile } from '../leaving/secret-file.ts';
import { header } from './headers.ts';

/** Signs letters for a domain (RFC 6376). */
export interface Signer {
  readonly domain: string;
  readonly selector: string;
  readonly key: KeyObject;
  readonly algorithm: 'rsa-sha256' | 'ed25519-sha256';
}

const SETTING = 'mail.dkim.keyFile';

/**
 * The signer a desk at `root` is configured with, and what receivers may hold against it. Throws AssayError config:
 * E_CONFIG_SECRET when others may read the key, E_CONFIG_DKIM for what is no key or none that mail knows.
 */
export async function openSigner(
  { domain, selector, keyFile }: NonNullable<MailConfig['dkim']>,
  root: string,
): Promise<{ readonly signer: Signer; readonly findings: readonly Finding[] }> {
  const path = resolve(root, keyFile);
  const key = privateKey(path, await readSecretFile(path, SETTING, 'E_CONFIG_DKIM'));
  const algorithm = key.asymmetricKeyType === 'rsa' ? 'rsa-sha256' : 'ed25519-sha256';
  return {
    signer: { domain: domain.toLowerCase(), selector, key, algorithm },
    findings: weakness(path, key),
  };
}

function privateKey(path: string, bytes: Buffer): KeyObject {
  const fail = (message: string, cause?: unknown): AssayError =>
    new AssayError('config', { code: 'E_CONFIG_DKIM', where: `${SETTING} ${path}`, message }, { cause });
  const text = bytes.toString('latin1');
  if (/ENCRYPTED/.test(text)) {
    throw fail('the key has a password. Expected one without: openssl pkey -in KEY -out NEW');
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(bytes);
  } catch (error) {
    const found = /PUBLIC KEY/.test(text) ? 'a public key' : 'no private key';
    throw fail(`${found}. Expected a PEM file that begins with "-----BEGIN PRIVATE KEY-----".`, error);
  }
  const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details } = key;
  if (type !== 'rsa' && type !== 'ed25519') throw fail(`a key of the kind ${type}. Expected RSA or Ed25519.`);
  const bits = details?.modulusLength ?? LEAST_BITS;
  if (type === 'rsa' && bits < LEAST_BITS) {
    throw fail(`RSA of ${bits} bits, which receivers refuse. Make a new one: openssl genrsa -out KEY 2048`);
  }
  return key;
}

const LEAST_BITS = 1024;
const GOOD_BITS = 2048;

function weakness(path: string, key: KeyObject): Finding[] {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? GOOD_BITS;
  if (bits >= GOOD_BITS) return [];
  const message = `RSA of ${bits} bits is weak, some receivers ignore it. Make a new one: openssl genrsa -out KEY ${GOOD_BITS}`;
  return [findingAt('W_CONFIG_DKIM', `${SETTING} ${path}`, message)];
}

/** Signed where they are there. Those named twice cannot be added by others without breaking the signature. */
const SIGNED = [
  ...[
    'From',
    'From',
    'To',
    'To',
    'Reply-To',
    'Subject',
    'Subject',
    'Date',
    'Date',
    'Message-ID',
    'MIME-Version',
  ],
  ...[
    'Content-Type',
    'Content-Language',
    'List-Id',
    'List-Unsubscribe',
    'List-Unsubscribe-Post',
    'Auto-Submitted',
  ],
];

/**
 * The `DKIM-Signature:` line of a message, relaxed/relaxed. `headers`: its header lines as they stand. `bodyHash`:
 * sha256 of its body in base64. No time is in it: a letter made again is the same.
 */
export function signature(signer: Signer, headers: readonly string[], bodyHash: string): string {
  const left = headers.map(relaxedHeader);
  const names: string[] = [];
  let data = '';
  for (const name of SIGNED) {
    const prefix = `${name.toLowerCase()}:`;
    const at = left.findIndex((line) => line.startsWith(prefix));
    if (at === -1 && !names.includes(name)) continue;
    names.push(name);
    if (at !== -1) data += `${left.splice(at, 1)[0]}\r\n`;
  }
  const unsigned = header(
    'DKIM-Signature',
    `v=1; a=${signer.algorithm}; c=relaxed/relaxed; d=${signer.domain}; s=${signer.selector}; h=${names.join(': ')}; bh=${bodyHash}; b=`,
  ).replace(/\r\n$/, '');
  const signed = signatureOf(signer, `${data}${relaxedHeader(unsigned)}`).toString('base64');
  return `${unsigned}\r\n ${signed.replace(/.{72}(?=.)/g, '$&\r\n ')}\r\n`;
}

function signatureOf({ key, algorithm }: Signer, text: string): Buffer {
  const data = Buffer.from(text);
  // RFC 8463: Ed25519 signs the hash.
  return algorithm === 'rsa-sha256'
    ? sign('sha256', data, key)
    : sign(null, createHash('sha256').update(data).digest(), key);
}

/** RFC 6376, 3.4.2: name in lower case, unfolded, blanks in a row as one. */
function relaxedHeader(line: string): string {
  const colon = line.indexOf(':');
  const value = line
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${line.slice(0, colon).toLowerCase()}:${value}`;
}
