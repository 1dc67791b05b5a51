import { timingSafeEqual } from 'node:crypto';
import type { Effects } from '../../effects.ts';
import type { Accounts } from '../../store/office/index.ts';
import { randomSigns } from '../people/initial-password.ts';

const HOLDS_MS = 10 * 60_000;
const MOST_WRONG = 5;
/** Letters and digits nobody takes for one another. */
const SIGNS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 12;

/** Opens the one door of a desk without accounts: a code that is told where the server runs, and nowhere else. */
export interface SetupCode {
  /** Whether there is nobody yet; then a code that holds has been told. */
  isOpen(): Promise<boolean>;
  /** Whether that is the code. After some that are not, another is told. */
  matches(given: string): boolean;
}

export function openSetupCode(
  accounts: Pick<Accounts, 'list'>,
  effects: Pick<Effects, 'ticks' | 'random'>,
  tell: (code: string) => void,
): SetupCode {
  let code = '';
  let until = Number.NEGATIVE_INFINITY;
  let wrong = 0;
  // Once there is an account there always is one: accounts are not removed.
  let isOver = false;
  const renew = (): void => {
    code = newCode(effects);
    until = effects.ticks() + HOLDS_MS;
    wrong = 0;
    tell(code);
  };
  return {
    isOpen: async () => {
      if (!isOver) isOver = (await accounts.list()).length > 0;
      if (!isOver && effects.ticks() >= until) renew();
      return !isOver;
    },
    matches: (given) => {
      const [a, b] = [Buffer.from(plain(given)), Buffer.from(plain(code))];
      if (!isOver && effects.ticks() < until && a.length === b.length && timingSafeEqual(a, b)) return true;
      wrong += 1;
      if (wrong >= MOST_WRONG || effects.ticks() >= until) renew();
      return false;
    },
  };
}

function plain(code: string): string {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** `K7QM-4TXB-…`: some 59 bits. */
function newCode(effects: Pick<Effects, 'random'>): string {
  return randomSigns(SIGNS, LENGTH, effects).replace(/(.{4})(?=.)/g, '$1-');
}
