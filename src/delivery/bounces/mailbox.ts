import { createReadStream, type Stats } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError, type Problem } from '../../errors.ts';
import { messagesOfMbox, oneMessage, type RawMessage } from './mbox.ts';

export interface PlacedMessage extends RawMessage {
  /** `mail/new/1763….host`, `bounces.mbox#12`, `stdin`. */
  readonly where: string;
  /** Why it could not be read. */
  readonly fault?: string;
}

/** A place messages come from, looked at but not read yet. */
export interface Mailbox {
  messages(): AsyncGenerator<PlacedMessage>;
}

/**
 * Looks at every place before any is read: a Maildir (`new/` and `cur/`), an mbox, one message, or `-` for one from
 * `stdin`. Nothing is ever moved or deleted there. Throws AssayError: usage E_BOUNCES_PLACE, missing
 * E_BOUNCES_MISSING, permission E_BOUNCES_PERMISSION.
 */
export async function openMailboxes(
  places: readonly string[],
  stdin: () => AsyncIterable<Uint8Array>,
): Promise<Mailbox[]> {
  if (places.filter((place) => place === '-').length > 1)
    throw new AssayError(
      'usage',
      problem('E_BOUNCES_PLACE', '-', 'given twice. Expected it once: it is standard input.'),
    );
  const mailboxes: Mailbox[] = [];
  for (const place of places) {
    if (place === '-') {
      mailboxes.push({ messages: () => single('stdin', stdin()) });
      continue;
    }
    try {
      mailboxes.push(await openMailbox(place));
    } catch (error) {
      throw error instanceof AssayError ? error : unreadable(place, error);
    }
  }
  return mailboxes;
}

async function openMailbox(place: string): Promise<Mailbox> {
  const found = await stat(place);
  if (found.isDirectory()) {
    const folders = await maildirFolders(place);
    if (folders.length > 0) return { messages: () => messagesOfMaildir(place, folders) };
    const message =
      'a folder without new/ or cur/ in it. Expected a Maildir, an mbox file, a message (.eml), or - for standard input.';
    throw new AssayError('usage', problem('E_BOUNCES_PLACE', place, message));
  }
  if (!isReadable(found)) {
    const message =
      'a device or socket. Expected a Maildir, an mbox file, a message (.eml), or - for standard input.';
    throw new AssayError('usage', problem('E_BOUNCES_PLACE', place, message));
  }
  if (found.isFIFO()) return { messages: () => single(place, createReadStream(place)) };
  const isMbox = await beginsAsMbox(place);
  return { messages: () => (isMbox ? numbered(place) : single(place, createReadStream(place))) };
}

function isReadable(found: Stats): boolean {
  return found.isFile() || found.isFIFO();
}

async function maildirFolders(place: string): Promise<string[]> {
  const entries = await readdir(place, { withFileTypes: true });
  const there = new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
  return ['new', 'cur'].filter((name) => there.has(name));
}

/** Also says early whether the file can be read at all. */
async function beginsAsMbox(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(5), 0, 5, 0);
    return buffer.subarray(0, bytesRead).toString('latin1') === 'From ';
  } finally {
    await handle.close();
  }
}

async function* single(where: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<PlacedMessage> {
  yield { where, ...(await oneMessage(chunks)) };
}

async function* numbered(path: string): AsyncGenerator<PlacedMessage> {
  let number = 0;
  for await (const message of messagesOfMbox(createReadStream(path))) {
    number += 1;
    yield { where: `${path}#${number}`, ...message };
  }
}

async function* messagesOfMaildir(place: string, folders: readonly string[]): AsyncGenerator<PlacedMessage> {
  for (const folder of folders) {
    const entries = await readdir(join(place, folder), { withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map(({ name }) => name);
    for (const name of names.sort()) {
      const path = join(place, folder, name);
      // A reader of mail may move it from new/ to cur/ meanwhile: it is found there, or the next time.
      try {
        yield { where: path, ...(await oneMessage(createReadStream(path))) };
      } catch (error) {
        const fault = codeOf(error);
        if (fault !== 'ENOENT') yield { where: path, bytes: Buffer.alloc(0), isCut: false, fault };
      }
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function unreadable(where: string, error: unknown): AssayError {
  const code = codeOf(error);
  if (code === 'ENOENT') {
    const message =
      'no such file or folder. Expected a Maildir, an mbox file, a message (.eml), or - for standard input.';
    return new AssayError('missing', problem('E_BOUNCES_MISSING', where, message), { cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const message = `cannot be read (${code}). Give this user the right to read it.`;
    return new AssayError('permission', problem('E_BOUNCES_PERMISSION', where, message), { cause: error });
  }
  return new AssayError('io', problem('E_BOUNCES_READ', where, `cannot be read (${code}). Check the disk.`), {
    cause: error,
  });
}

function problem(code: string, where: string, message: string): Problem {
  return { code, where, message };
}
