import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRegularFile } from './regular-file.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** Where compiling leaves it. Run from its sources the program takes it too: files are known by their bytes alone. */
const FILE = join(HERE, basename(HERE) === 'catalog' ? '../../dist' : '.', 'built-in.json');
/** Many times what the built-in files come to. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Values of YAML files by the SHA-256 of their bytes. */
export type KnownValues = ReadonlyMap<string, unknown>;

const NONE: KnownValues = new Map();
let values: Promise<KnownValues> | undefined;

/** Values of the built-in YAML files, parsed and found sound when the program was compiled. */
export function knownValues(): Promise<KnownValues> {
  values ??= knownValuesIn(FILE);
  return values;
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** `{"sha256":"…","values":{…}}`; the hash is of what follows `"values":`, up to the last brace. */
export function knownText(known: KnownValues): string {
  const body = JSON.stringify(Object.fromEntries(known));
  return `${head(hashOf(Buffer.from(body)))}${body}}`;
}

/** What `knownText` wrote into a file. Nothing where it is missing, cut short or changed: then all is parsed. */
export async function knownValuesIn(file: string): Promise<KnownValues> {
  const bytes = await readRegularFile(file, MAX_BYTES).catch(() => undefined);
  if (!(bytes instanceof Uint8Array)) return NONE;
  const body = bytes.subarray(HEAD_LENGTH, -1);
  if (bytes.toString('utf8', 0, HEAD_LENGTH) !== head(hashOf(body)) || bytes.at(-1) !== CLOSING) return NONE;
  const parsed: unknown = JSON.parse(body.toString('utf8'));
  return new Map(Object.entries(parsed ?? {}));
}

function head(hash: string): string {
  return `{"sha256":"${hash}","values":`;
}

const HEAD_LENGTH = head('0'.repeat(64)).length;
const CLOSING = '}'.charCodeAt(0);
