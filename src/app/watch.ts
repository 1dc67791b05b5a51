import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { duesBetween } from '../calendar/due.ts';
import { duePlan, momentsOf } from '../calendar/schedule-plan.ts';
import { usualStateFolder } from '../delivery/epoch/epoch.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, oneLine, problemLine } from '../errors.ts';
import type { Instant, WeekId } from '../model/time.ts';
import { DESK } from '../schedule/dues.ts';
import { openTeller, type Teller } from './alert.ts';
import { openDeskLedgerAsIs, stateFolder } from './ledger.ts';
import { openDeskOfficeAsIs } from './office.ts';
import { newestEdition } from './schedule.ts';

/** Whether the edition that should be out by now is. */
export interface Watched {
  /** '' where none should be out yet. */
  readonly week: WeekId | '';
  readonly outBy: Instant | '';
  /** What it lacks: `archive`, `mail`, `ledger` where the database cannot be asked, or nothing. */
  readonly lacks: 'archive' | 'mail' | 'ledger' | '';
  readonly reason: string;
}

/** An edition is looked for until the next one's turn has come, be it a month later. */
const LOOK_BACK_MS = 371 * 86_400_000;

/**
 * One look, with nothing but the desk's files, its archive and its databases: no server is asked. Throws AssayError
 * config E_SCHEDULE_WATCH where the schedule does not say by when an edition is to be out.
 */
async function lookOut(desk: Desk, effects: Effects): Promise<Watched> {
  const { schedule } = desk;
  if (schedule?.outBy === undefined)
    throw new AssayError('config', {
      code: 'E_SCHEDULE_WATCH',
      where: 'data/desk.yaml',
      message:
        'it does not say by when an edition is to be out. Add to schedule: outBy: "sun 22:00", and whom to tell: alerts: { mail: [desk@example.cn] }.',
    });
  const plan = duePlan(schedule, desk);
  const now = effects.now();
  const from = new Date(now.getTime() - LOOK_BACK_MS).toISOString();
  const last = duesBetween(plan, from, now.toISOString())
    .filter(({ skipped }) => !skipped)
    .map((due) => ({ week: due.week, outBy: momentsOf(due, plan, schedule).outBy }))
    .findLast(({ outBy }) => outBy <= now.toISOString());
  if (last === undefined) return { week: '', outBy: '', lacks: '', reason: '' };
  return { ...last, ...(await lackOf(desk, last.week)) };
}

async function lackOf(desk: Desk, week: WeekId): Promise<Pick<Watched, 'lacks' | 'reason'>> {
  const found = await newestEdition(desk.paths.reports, week).catch((error: unknown) => {
    if (error instanceof AssayError) return error;
    throw error;
  });
  if (found === undefined)
    return { lacks: 'archive', reason: `no edition is archived. ${await knownOf(desk, week)}`.trim() };
  if (found instanceof AssayError) return { lacks: 'archive', reason: linesOf(found) };
  const list = desk.schedule?.send?.list;
  if (list === undefined) return { lacks: '', reason: '' };
  try {
    const ledger = await openDeskLedgerAsIs(desk);
    try {
      // A correction is mailed by people, if at all: until it is, what counts is what readers have got.
      const campaign = (await ledger.campaigns({ list })).find((one) => one.week === week);
      if (campaign?.state === 'finished' || campaign?.state === 'cancelled') return { lacks: '', reason: '' };
      const state = campaign === undefined ? 'not begun' : `${campaign.state} ${campaign.reason}`.trim();
      const words = `${found.edition} is archived, but not mailed to ${list} (${state}). ${await knownOf(desk, week)}`;
      return { lacks: 'mail', reason: words.trim() };
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return {
      lacks: 'ledger',
      reason: `${found.edition} is archived; whether it is mailed cannot be known: ${linesOf(error)}`,
    };
  }
}

/** What the schedule wrote down last, where its database can be asked. */
async function knownOf(desk: Desk, week: WeekId): Promise<string> {
  try {
    const office = await openDeskOfficeAsIs(desk);
    try {
      const one = await office.occurrences.of(DESK, week);
      return one === undefined ? 'No server has begun it.' : `Last known: ${one.state}, ${one.reason}`;
    } finally {
      await office.close();
    }
  } catch (error) {
    if (error instanceof AssayError) return `The office cannot be asked: ${linesOf(error)}`;
    throw error;
  }
}

function linesOf(error: AssayError): string {
  return error.problems.slice(0, 2).map(problemLine).map(oneLine).join(' ');
}

const toldSchema = z.object({
  week: z.string(),
  lacks: z.enum(['archive', 'mail', 'ledger', '']),
  told: z.boolean(),
  /** The words it was first told in, and by which ways. */
  reason: z.string().default(''),
  ways: z.array(z.string()).default([]),
});
type Told = z.infer<typeof toldSchema>;
const NOTHING: Told = { week: '', lacks: '', told: true, reason: '', ways: [] };

/**
 * One look, and people told of what it finds: of the same lack of the same week once, and when it is over. What was told
 * is remembered beside the ledger's mark, outside of the desk.
 */
export async function watchOnce(
  desk: Desk,
  effects: Effects,
  tell: Teller = openTeller(effects),
): Promise<Watched> {
  const found = await lookOut(desk, effects);
  const file = toldFile(desk);
  const known = await readTold(file);
  const at = effects.now().toISOString();
  const isKnown = known.week === found.week && known.lacks === found.lacks;
  // Who was told by a way that worked is not told again because another does not.
  const ways = new Set(isKnown || found.lacks === '' ? known.ways : []);
  const alert = (kind: 'not-out' | 'recovered', week: WeekId | '', reason: string): Promise<boolean> => {
    effects.log(oneLine(`${kind === 'not-out' ? 'E_WATCH_NOT_OUT' : 'I_WATCH_OUT'} ${week}: ${reason}`));
    return tell(desk, { kind, week, edition: '', reason, at }, ways);
  };
  if (found.lacks !== '' && !(isKnown && known.told)) {
    const now = `not out by ${found.outBy}: ${found.reason}`;
    const reason = isKnown && known.reason !== '' ? known.reason : now;
    const told = await alert('not-out', found.week, reason);
    await writeTold(file, { week: found.week, lacks: found.lacks, told, reason, ways: [...ways] });
  } else if (found.lacks === '' && known.lacks !== '' && found.week !== '') {
    const isOut = known.week === found.week;
    const reason = isOut
      ? 'it is out now.'
      : `${found.week} is out; ${known.week} never was while it was watched.`;
    const told = await alert('recovered', known.week, reason);
    await writeTold(file, told ? NOTHING : { ...known, ways: [...ways] });
  }
  return found;
}

const LOOK_MS = 60_000;

/** A look each minute until a stop is asked for. What cannot be looked at is said once, and looked at again. */
export async function watchDesk(open: () => Promise<Desk>, effects: Effects): Promise<void> {
  const tell = openTeller(effects);
  let trouble = '';
  while (!effects.stop.aborted) {
    try {
      await watchOnce(await open(), effects, tell);
      trouble = '';
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      const words = linesOf(error);
      if (words !== trouble) effects.log(words);
      trouble = words;
    }
    await effects.wait(LOOK_MS);
  }
}

function toldFile(desk: Desk): string {
  const folder = desk.mail === undefined ? usualStateFolder() : stateFolder(desk, desk.mail);
  const name = createHash('sha256').update(desk.root).digest('hex').slice(0, 16);
  return join(folder, `watch-${name}.json`);
}

/** One that cannot be read has told nothing: rather twice than never. */
async function readTold(file: string): Promise<Told> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    return toldSchema.parse(JSON.parse(text));
  } catch {
    return NOTHING;
  }
}

async function writeTold(file: string, told: Told): Promise<void> {
  try {
    await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, JSON.stringify(told), { mode: 0o600 });
    await rename(`${file}.new`, file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AssayError(
      'io',
      {
        code: 'E_WATCH_STATE',
        where: file,
        message: `cannot be written (${code}): what was told would be told again each minute. Make its folder writable, or set mail.stateFolder.`,
      },
      { cause: error },
    );
  }
}
