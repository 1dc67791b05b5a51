import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';

/** What scrypt costs: memory 128·N·r bytes (here 128 MB), time in proportion. */
export interface PasswordCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** The work for a guess. May be raised: each password is kept with the cost it was made at. */
export const USUAL_COST: PasswordCost = { N: 2 ** 17, r: 8, p: 1 };
/** No password is kept at more; a row that says so is damaged. */
const MOST_MEMORY = 1024 ** 3;

const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** Computations at once: each takes 128 MB, and who signs in a hundred times at once shall not take all there is. */
const AT_ONCE = 2;
/** Some ten seconds of work. Who comes then is told so, and does not wait for what others gave up long ago. */
const MOST_WAITING = 40;

export interface Verified {
  readonly matches: boolean;
  /** It was made at another cost than is usual now: hash it again while it is known. */
  readonly isOutdated: boolean;
}

/** `scrypt$<log2 N>$<r>$<p>$<salt>$<key>`, salt and key in base64url: 95 characters at most. */
export async function hashPassword(
  password: string,
  { random }: Pick<Effects, 'random'>,
  cost = USUAL_COST,
): Promise<string> {
  const salt = random(SALT_BYTES);
  const key = await derived(password, salt, cost);
  return ['scrypt', Math.log2(cost.N), cost.r, cost.p, base64(salt), base64(key)].join('$');
}

/** Takes as long whatever the password is. What is no hash of ours matches nothing, and takes as long too. */
export async function verifyPassword(password: string, kept: string): Promise<Verified> {
  const known = parsed(kept);
  if (known === undefined) return verifyNone(password);
  const key = await derived(password, known.salt, known.cost);
  return { matches: timingSafeEqual(key, known.key), isOutdated: !isUsual(known.cost) };
}

/** Of a name nobody has: takes as long as `verifyPassword`, so that nobody learns which names there are. */
export async function verifyNone(password: string): Promise<Verified> {
  await derived(password, NO_SALT, USUAL_COST);
  return { matches: false, isOutdated: false };
}

const NO_SALT = new Uint8Array(SALT_BYTES);

interface Kept {
  readonly cost: PasswordCost;
  readonly salt: Buffer;
  readonly key: Buffer;
}

const KEPT = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/;

function parsed(kept: string): Kept | undefined {
  const [, log, r, p, salt = '', key = ''] = KEPT.exec(kept) ?? [];
  const cost = { N: 2 ** Number(log), r: Number(r), p: Number(p) };
  if (key === '' || cost.N < 2 || cost.r < 1 || cost.p < 1 || memory(cost) > MOST_MEMORY) return undefined;
  return { cost, salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') };
}

function isUsual({ N, r, p }: PasswordCost): boolean {
  return N === USUAL_COST.N && r === USUAL_COST.r && p === USUAL_COST.p;
}

function memory({ N, r, p }: PasswordCost): number {
  return 128 * r * (N + p + 2);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

/**
 * One form of what looks the same, however a keyboard puts it together. Throws AssayError temporary E_PASSWORD_BUSY
 * where too many wait.
 */
async function derived(password: string, salt: Uint8Array, cost: PasswordCost): Promise<Buffer> {
  const text = password.normalize('NFKC');
  await turn();
  try {
    return await new Promise((resolve, reject) => {
      const options: ScryptOptions = { ...cost, maxmem: memory(cost) + 1024 ** 2 };
      scrypt(text, salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
    });
  } finally {
    next();
  }
}

let running = 0;
const waiting: Array<() => void> = [];

async function turn(): Promise<void> {
  if (running < AT_ONCE) {
    running += 1;
    return;
  }
  if (waiting.length >= MOST_WAITING)
    throw new AssayError('temporary', {
      code: 'E_PASSWORD_BUSY',
      where: '',
      message: `${waiting.length} others wait for their password to be looked at. Nothing was changed. Try again in a minute.`,
    });
  await new Promise<void>((resolve) => waiting.push(resolve));
}

/** Whoever waits longest takes over. */
function next(): void {
  const first = waiting.shift();
  if (first === undefined) running -= 1;
  else first();
}
