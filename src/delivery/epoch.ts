import { link, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import type { Instance, Ledger } from '../store/ledger/index.ts';
import { isDead, ownerName } from './owner.ts';

/**
 * How far this machine has seen a ledger come, in a file outside the desk: a ledger that was restored from a copy has
 * forgotten whom it wrote to. `pending` is what the ledger was about to become when we were last seen.
 */
const markSchema = z.strictObject({
  epoch: z.int(),
  seenAt: z.string(),
  pending: z.strictObject({ epoch: z.int(), seenAt: z.string() }).exactOptional(),
  released: z.string().exactOptional(),
});
type Mark = z.infer<typeof markSchema>;

/** Which ledger a desk's letters went from last: a new one has forgotten everybody. */
const deskSchema = z.strictObject({ ledger: z.string(), seenAt: z.string() });

type Counted = Pick<Ledger, 'kind' | 'instance' | 'advance'>;

/** `~/.local/state/assay`, or as XDG_STATE_HOME has it. */
export function usualStateFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'assay');
}

/** How far the wall clock may lie behind what the ledger has seen, in ms. */
const MOST_BACK = 3_600_000;

/**
 * Called before anything is sent: takes the ledger one epoch further, and remembers it here. `desk` is the fingerprint
 * of its key: the same desk goes on with the same ledger. Throws AssayError: data E_LEDGER_EPOCH where the ledger is
 * not the one last seen here, temporary E_LEDGER_CLOCK where this machine's clock is over an hour behind it and
 * E_LEDGER_BUSY, io E_LEDGER_STATE where the folder cannot be written.
 */
export async function checkEpoch(
  ledger: Counted,
  stateFolder: string,
  effects: Effects,
  desk?: string,
): Promise<Instance> {
  return withMark(ledger, stateFolder, effects, async (path) => {
    const mark = await readMark(path);
    const instance = await ledger.instance();
    const fault = faultOf(ledger.kind, instance, mark) ?? (await deskFault(stateFolder, instance.id, desk));
    if (fault !== undefined) throw held(path, fault);
    const now = effects.now().toISOString();
    if (instance.seenAt !== '' && Date.parse(now) < Date.parse(instance.seenAt) - MOST_BACK) {
      throw new AssayError('temporary', {
        code: 'E_LEDGER_CLOCK',
        where: '',
        message: `this machine's clock says ${now}, but the ledger was written at ${instance.seenAt}. Nothing was sent. Set the clock right, then send again; if it is the ledger that is wrong, run "assay deliveries release --reason WHY".`,
      });
    }
    const next = await moveOn(ledger, path, instance, now);
    await rememberDesk(stateFolder, next, desk);
    return next;
  });
}

/**
 * One epoch further while letters go out, and when somebody has left: a copy made before is then behind. Nothing where
 * this machine never sent from the ledger, or it is not as it was last seen: the next sender tells.
 */
export async function keepEpoch(ledger: Counted, stateFolder: string, effects: Effects): Promise<void> {
  const { id } = await ledger.instance();
  // Who has never sent leaves nothing behind.
  if ((await readText(join(stateFolder, `${id}.json`))) === undefined) return;
  await withMark(ledger, stateFolder, effects, async (path) => {
    const mark = await readMark(path);
    const instance = await ledger.instance();
    if (mark === undefined || faultOf(ledger.kind, instance, mark) !== undefined) return;
    await moveOn(ledger, path, instance, effects.now().toISOString());
  });
}

/** An operator's word that this ledger is to be gone on with, whatever was seen here before. */
export async function releaseEpoch(
  ledger: Counted,
  stateFolder: string,
  reason: string,
  effects: Effects,
  desk?: string,
): Promise<Instance> {
  return withMark(ledger, stateFolder, effects, async (path) => {
    const now = effects.now().toISOString();
    const next = await moveOn(ledger, path, await ledger.instance(), now, `${now} ${reason}`);
    await rememberDesk(stateFolder, next, desk);
    return next;
  });
}

/** In words, of a desk that sent from another ledger before; undefined where it did not, or this machine never knew. */
export async function deskFault(folder: string, ledger: string, desk?: string): Promise<string | undefined> {
  const text = desk === undefined ? undefined : await readText(join(folder, `desk-${desk}.json`));
  if (text === undefined) return undefined;
  const known = parsed(deskSchema, text);
  if (known === undefined) return 'what this machine remembers of the desk cannot be read';
  if (known.ledger === ledger) return undefined;
  return `it is another than this desk sent from at ${known.seenAt} (was DATABASE_URL changed, or data/ledger.db made anew?)`;
}

async function rememberDesk(folder: string, { id, seenAt }: Instance, desk?: string): Promise<void> {
  if (desk !== undefined) await writeWhole(join(folder, `desk-${desk}.json`), { ledger: id, seenAt });
}

/** The intention is written first: whenever we are killed, what the ledger then is was foretold. */
async function moveOn(
  ledger: Counted,
  path: string,
  { epoch, seenAt }: Instance,
  now: string,
  released?: string,
): Promise<Instance> {
  const why = released === undefined ? {} : { released };
  await writeMark(path, { epoch, seenAt, pending: { epoch: epoch + 1, seenAt: now }, ...why });
  const next = await ledger.advance(now);
  await writeMark(path, { epoch: next.epoch, seenAt: next.seenAt, ...why });
  return next;
}

/** In words, why the ledger is not the one last seen here. */
function faultOf(
  kind: Ledger['kind'],
  { epoch, seenAt }: Instance,
  mark: Mark | undefined,
): string | undefined {
  if (mark === undefined) {
    return epoch === 0 ? undefined : `it has been used ${epoch} times, but never on this machine`;
  }
  const known = [mark, ...(mark.pending === undefined ? [] : [mark.pending])];
  if (known.some((one) => one.epoch === epoch && one.seenAt === seenAt)) return undefined;
  // Machines that share one database move it on in turn.
  if (kind === 'postgres' && epoch > mark.epoch) return undefined;
  if (epoch < mark.epoch) return `it is at epoch ${epoch}, but was at ${mark.epoch} here at ${mark.seenAt}`;
  return `it was used elsewhere (epoch ${epoch} at ${seenAt}; here ${mark.epoch} at ${mark.seenAt})`;
}

function held(path: string, fault: string): AssayError {
  return new AssayError('data', {
    code: 'E_LEDGER_EPOCH',
    where: path,
    message: `the ledger was restored or copied: ${fault}. It may have forgotten letters that were sent, so nothing was sent. Look at "assay deliveries list"; if it is right, run "assay deliveries release --reason WHY".`,
  });
}

async function withMark<T>(
  ledger: Counted,
  folder: string,
  effects: Effects,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const { id } = await ledger.instance();
  const path = join(folder, `${id}.json`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const unlock = await lock(`${path}.lock`, effects);
    try {
      return await work(path);
    } finally {
      await unlock();
    }
  } catch (error) {
    if (error instanceof AssayError || !(error instanceof Error && 'code' in error)) throw error;
    const message = `what this machine remembers of the ledger cannot be kept (${String(error.code)}). Nothing was sent. Make room or give this user the right to write there, or set mail.stateFolder.`;
    throw new AssayError('io', { code: 'E_LEDGER_STATE', where: path, message }, { cause: error });
  }
}

/** Two senders that start at once take turns. A lock whose process is gone is nobody's. */
async function lock(path: string, effects: Effects): Promise<() => Promise<void>> {
  const own = `${path}.${Buffer.from(effects.random(6)).toString('hex')}`;
  await writeFile(own, ownerName(), { flag: 'wx' });
  try {
    for (let tried = 0; ; tried += 1) {
      try {
        // A link is there with its content, or not at all.
        await link(own, path);
        return () => rm(path, { force: true });
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const owner = await readFile(path, 'utf8').catch(() => undefined);
      if (owner !== undefined && (isDead(owner) || owner === '' || (await isForgotten(path, effects))))
        await breakLock(path, owner, `${own}.old`);
      else if (tried < MOST_TRIES && !effects.stop.aborted) await effects.wait(TRY_MS);
      else throw stillLocked(path, owner ?? '');
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** Of an owner we cannot ask after, such as a container that is gone: nobody holds it for so many ms. */
const FORGOTTEN_MS = 600_000;

async function isForgotten(path: string, effects: Effects): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && effects.now().getTime() - found.mtimeMs > FORGOTTEN_MS;
}

/** Held for milliseconds; a minute is more than any disk takes. */
const TRY_MS = 100;
const MOST_TRIES = 600;

/** Moved away first: what somebody else has locked meanwhile goes back. */
async function breakLock(path: string, owner: string, aside: string): Promise<void> {
  await rename(path, aside).catch(() => undefined);
  const found = await readFile(aside, 'utf8').catch(() => undefined);
  if (found !== undefined && found !== owner) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function stillLocked(path: string, owner: string): AssayError {
  return new AssayError('temporary', {
    code: 'E_LEDGER_BUSY',
    where: path,
    message: `another sender (${owner}) has been starting for a minute. Nothing was sent. Send again; if nobody is sending, remove this file.`,
  });
}

async function readMark(path: string): Promise<Mark | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  const mark = parsed(markSchema, text);
  if (mark === undefined) throw held(path, 'what this machine remembers of it cannot be read');
  return mark;
}

/** Undefined where there is no such file. */
async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parsed<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function writeMark(path: string, mark: Mark): Promise<void> {
  return writeWhole(path, mark);
}

async function writeWhole(path: string, value: Mark | z.infer<typeof deskSchema>): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(value)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** Makes the rename durable. Windows cannot open folders; some network file systems cannot sync them. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await folder.sync().catch(() => undefined);
  await folder.close();
}
