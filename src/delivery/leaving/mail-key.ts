import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { link, mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode, syncFolder, writeSynced } from '../../archive/folder.ts';
import type { Effects } from '../../effects.ts';
import { AssayError } from '../../errors.ts';
import { readSecretFile } from './secret-file.ts';

/** Makes and proves tokens. Nothing prints the secret. */
export interface Key {
  readonly secret: KeyObject;
  /** 16 hex digits by which a ledger notices another key. */
  readonly fingerprint: string;
}

/** Secrets shorter than this are refused, in bytes. */
const KEY_BYTES = 32;

const SETTING = 'mail.keyFile';

export function keyOf(secret: Uint8Array): Key {
  const key = createSecretKey(secret);
  return { secret: key, fingerprint: proof(key, 'fingerprint', '').toString('hex').slice(0, 16) };
}

/** 32 bytes. What it is for is part of it: a token of one kind never passes for another. */
export function proof(secret: KeyObject, purpose: string, text: string): Buffer {
  return createHmac('sha256', secret).update(`assay ${purpose}\0${text}`).digest();
}

/**
 * The key of a desk, made where there is none yet: 64 hex digits that only this user may read. Of two processes that
 * make it at once both get the same. Throws AssayError config E_CONFIG_SECRET when others may read it, E_MAIL_KEY when
 * it is no key, cannot be read or cannot be made.
 */
export async function openKey(file: string, effects: Pick<Effects, 'random'>): Promise<Key> {
  const kept = await readKey(file);
  if (kept !== undefined) return kept;
  try {
    await makeKey(file, effects.random(KEY_BYTES));
  } catch (error) {
    const reason = errorCode(error) ?? 'unknown';
    throw unusable(
      file,
      `cannot be made (${reason}). Set ${SETTING} to a place this user may write to.`,
      error,
    );
  }
  const written = await readKey(file);
  if (written === undefined) throw unusable(file, 'is gone again. See who else writes to this folder.');
  return written;
}

async function readKey(file: string): Promise<Key | undefined> {
  const bytes = await readSecretFile(file, SETTING, 'E_MAIL_KEY').catch((error: unknown) => {
    if (error instanceof AssayError && errorCode(error.cause) === 'ENOENT') return undefined;
    throw error;
  });
  if (bytes === undefined) return undefined;
  const text = bytes.toString('latin1').trim();
  const digits = KEY_BYTES * 2;
  if (/^(?:[0-9a-f]{2})+$/i.test(text) && text.length >= digits) return keyOf(Buffer.from(text, 'hex'));
  const found = text === '' ? 'is empty' : `holds no key (${text.length} characters)`;
  throw unusable(
    file,
    `${found}. Expected at least ${digits} hex digits. Restore it from a copy: links and bounces of letters sent so far are proven by it.`,
  );
}

let made = 0;

/** Under another name first: nobody ever reads half a key, and nobody's key is replaced. */
async function makeKey(file: string, secret: Uint8Array): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  made += 1;
  const temporary = join(folder, `.tmp-${process.pid}-${made}-${basename(file)}`);
  await rm(temporary, { force: true });
  try {
    await writeSynced(temporary, `${Buffer.from(secret).toString('hex')}\n`, 0o600);
    await link(temporary, file).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(folder);
}

function unusable(file: string, message: string, cause?: unknown): AssayError {
  return new AssayError('config', { code: 'E_MAIL_KEY', where: `${SETTING} ${file}`, message }, { cause });
}
