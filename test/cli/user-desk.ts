import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { type Office, openOffice } from '../../src/store/office/index.ts';
import { assay, type Ended } from '../support/assay.ts';
import { temporaryDesk } from '../support/desk.ts';

export const SENTENCE = 'copper tin and a lame horse';
export const PASSWORD = ['--password-file', '@pw'] as const;

export interface UserDesk {
  readonly root: string;
  /** `@` before a word is the desk's folder. */
  run(...words: string[]): Promise<Ended>;
  office<T>(look: (office: Office) => Promise<T>): Promise<T>;
}

/** `assay user` on a desk of its own, with a good password in `pw`. */
export async function userDesk(url = ''): Promise<UserDesk> {
  const root = await temporaryDesk({ pw: `${SENTENCE}\n` });
  await chmod(join(root, 'pw'), 0o600);
  return {
    root,
    run: (...words) => {
      const placed = words.map((word) => (word.startsWith('@') ? join(root, word.slice(1)) : word));
      return assay(['user', ...placed, '--desk', root], { env: { DATABASE_URL: url } });
    },
    office: async (look) => {
      const office = await openOffice(url || join(root, 'data', 'office.db'));
      return look(office).finally(() => office.close());
    },
  };
}
