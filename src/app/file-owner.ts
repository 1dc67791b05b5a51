import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';

/** The system's name for a user's number, as `ls -l` shows it; `uid 1002` where this machine has none. */
export async function ownerName(uid: number): Promise<string> {
  const own = ownUser();
  if (own?.uid === uid) return own.username;
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n');
  const name = lines.map((line) => line.split(':')).find((fields) => fields[2] === String(uid))?.[0];
  return name === undefined || name === '' ? `uid ${uid}` : name;
}

function ownUser(): { readonly uid: number; readonly username: string } | undefined {
  try {
    return userInfo({ encoding: 'utf8' });
  } catch {
    // In a container a number may have no name.
    return undefined;
  }
}
