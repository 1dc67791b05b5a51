import { userInfo } from 'node:os';
import type { Actor } from '../model/account.ts';

/** Whom the audit trail names for a command: whoever is signed in to this machine, who has the files anyway. */
export function cliActor(): Actor {
  return { name: systemUser(), role: 'admin', from: 'cli' };
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container a number may have no name.
    return process.getuid === undefined ? 'unknown' : `uid ${process.getuid()}`;
  }
}
