import { open } from 'node:fs/promises';
import { AssayError, quoted } from '../errors.ts';

/**
 * The PostgreSQL database of `DATABASE_URL` where it is set, else `file`; an empty variable is how shells say "none".
 * `without` says in a message what it is then. Throws AssayError config E_DB_URL for another kind of database.
 */
export function databasePlace(file: string, without: string): string {
  const url = process.env.DATABASE_URL ?? '';
  if (url === '') return file;
  if (/^postgres(?:ql)?:\/\//i.test(url)) return url;
  // Its scheme and no more: the rest holds a password.
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0];
  const found = scheme === undefined ? 'is no address of a database' : `begins with ${quoted(scheme)}`;
  throw new AssayError('config', {
    code: 'E_DB_URL',
    where: 'DATABASE_URL',
    message: `${found}. Expected postgresql://user@host/name. Without it ${without}.`,
  });
}

/**
 * Makes an empty file that only its owner may read: who works here, who subscribes and what was sent is for nobody
 * else on this machine, and a database's journal gets the rights of its file. What stands in the way is told by who
 * opens it.
 */
export async function makePrivate(file: string): Promise<void> {
  const handle = await open(file, 'a', 0o600).catch(() => undefined);
  await handle?.close();
}
