import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Effects } from '../../effects.ts';
import type { Instance, Ledger } from '../../store/ledger/index.ts';
import { deskFault, faultOf, hasStrayed, held, requireClock } from './epoch-checks.ts';
import { whileLocked } from './epoch-lock.ts';
import { type ClockMark, markPath, readMark, writeDeskMark, writeMark } from './epoch-mark.ts';
import { machineUptime, type Uptime } from './uptime.ts';

type Counted = Pick<Ledger, 'kind' | 'instance' | 'advance'>;

/** The world, and how long this machine is up where that is not to be asked of it. */
type World = Effects & { readonly uptime?: () => Uptime | undefined };

/** `~/.local/state/assay`, or as XDG_STATE_HOME has it. */
export function usualStateFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'assay');
}

/**
 * Called before anything is sent: takes the ledger one epoch further, and remembers it here. `desk` is the fingerprint
 * of its key: the same desk goes on with the same ledger. Throws AssayError: data E_LEDGER_EPOCH where the ledger is
 * not the one last seen here, temporary E_LEDGER_CLOCK where this machine's clock is over an hour behind it, or
 * strayed as far from the uptime since the last run, and E_LEDGER_BUSY, io E_LEDGER_STATE where the folder cannot be
 * written.
 */
export async function checkEpoch(
  ledger: Counted,
  stateFolder: string,
  effects: World,
  desk?: string,
): Promise<Instance> {
  return oneFurther(ledger, stateFolder, effects, desk, async (path) => {
    const { instance, now, clock } = await lookAtEpoch(ledger, stateFolder, effects, desk);
    return moveOn(ledger, path, instance, now, { clock });
  });
}

/** The step while no other process looks at the mark; then this desk goes on with that ledger. */
async function oneFurther(
  ledger: Counted,
  stateFolder: string,
  effects: World,
  desk: string | undefined,
  step: (path: string) => Promise<Instance>,
): Promise<Instance> {
  const { id } = await ledger.instance();
  const path = markPath(stateFolder, id);
  return whileLocked(path, effects, async () => {
    const next = await step(path);
    await rememberDesk(stateFolder, next, desk);
    return next;
  });
}

/** What `checkEpoch` throws for, without a step; and how far the ledger and the clock are. */
export async function lookAtEpoch(
  ledger: Counted,
  stateFolder: string,
  effects: World,
  desk?: string,
): Promise<{ readonly instance: Instance; readonly now: string; readonly clock: ClockMark | undefined }> {
  const instance = await ledger.instance();
  const path = markPath(stateFolder, instance.id);
  const mark = await readMark(path);
  const fault = faultOf(ledger.kind, instance, mark) ?? (await deskFault(stateFolder, instance.id, desk));
  if (fault !== undefined) throw held(path, fault);
  const now = effects.now().toISOString();
  const clock = clockOf(effects, now);
  requireClock(now, instance, mark === 'unreadable' ? undefined : mark?.clock, clock);
  return { instance, now, clock };
}

/**
 * One epoch further while letters go out, and when somebody has left: a copy made before is then behind. Nothing where
 * this machine never sent from the ledger, or it is not as it was last seen: the next sender tells.
 */
export async function keepEpoch(ledger: Counted, stateFolder: string, effects: World): Promise<void> {
  const { id } = await ledger.instance();
  const path = markPath(stateFolder, id);
  // Who has never sent leaves nothing behind.
  if ((await readMark(path)) === undefined) return;
  await whileLocked(path, effects, async () => {
    const mark = await readMark(path);
    const instance = await ledger.instance();
    if (mark === undefined || mark === 'unreadable' || faultOf(ledger.kind, instance, mark) !== undefined)
      return;
    const now = effects.now().toISOString();
    const clock = clockOf(effects, now);
    // A clock that nobody has looked at yet is still to be told of by the next sender.
    await moveOn(ledger, path, instance, now, {
      clock: hasStrayed(mark.clock, clock) ? mark.clock : clock,
    });
  });
}

/** An operator's word that this ledger is to be gone on with, whatever was seen here before. */
export async function releaseEpoch(
  ledger: Counted,
  stateFolder: string,
  reason: string,
  effects: World,
  desk?: string,
): Promise<Instance> {
  return oneFurther(ledger, stateFolder, effects, desk, async (path) => {
    const now = effects.now().toISOString();
    const why = { clock: clockOf(effects, now), released: `${now} ${reason}` };
    return moveOn(ledger, path, await ledger.instance(), now, why);
  });
}

async function rememberDesk(folder: string, { id, seenAt }: Instance, desk?: string): Promise<void> {
  if (desk !== undefined) await writeDeskMark(folder, desk, { ledger: id, seenAt });
}

function clockOf({ uptime = machineUptime }: World, at: string): ClockMark | undefined {
  const up = uptime();
  return up === undefined ? undefined : { boot: up.boot, uptime: up.ms, at };
}

/** The intention is written first: whenever we are killed, what the ledger then is was foretold. */
async function moveOn(
  ledger: Counted,
  path: string,
  { epoch, seenAt }: Instance,
  now: string,
  { clock, released }: { readonly clock: ClockMark | undefined; readonly released?: string },
): Promise<Instance> {
  const rest = { ...(clock === undefined ? {} : { clock }), ...(released === undefined ? {} : { released }) };
  await writeMark(path, { epoch, seenAt, pending: { epoch: epoch + 1, seenAt: now }, ...rest });
  const next = await ledger.advance(now);
  await writeMark(path, { epoch: next.epoch, seenAt: next.seenAt, ...rest });
  return next;
}
