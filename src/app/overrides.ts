import { join } from 'node:path';
import { localDay } from '../calendar/clock.ts';
import { addDays, realDate } from '../calendar/week.ts';
import { readOverrides } from '../catalog/index.ts';
import { type Desk, openDesk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, oneLine, quoted } from '../errors.ts';
import type { Override } from '../model/override.ts';
import type { IsoDate } from '../model/time.ts';
import { nearest } from '../nearest.ts';
import { takeInbox } from '../snapshot/intake.ts';
import { openStoreAsIs } from '../store/index.ts';
import { overrideWords } from './recorded.ts';
import { replaceFile } from './replace-file.ts';

/** Nobody answers for a value longer than this without looking at it again; longer only by editing the file. */
const MOST_OVERRIDE_DAYS = 60;
const MOST_REASON = 300;

/** Words as people typed them. */
export type OverrideRequest =
  | {
      readonly do: 'accept' | 'exclude';
      readonly series: string;
      readonly date: string;
      /** The value that was looked at, a plain decimal in the series' own unit. */
      readonly value: string;
      readonly reason: string;
      /** '' for the longest there is. */
      readonly expires: string;
      /** Name of the account. */
      readonly by: string;
    }
  | { readonly do: 'end'; readonly series: string; readonly date: string };

export interface OverrideDone {
  readonly done: 'accepted' | 'excluded' | 'ended';
  readonly override: Override;
  /** For the audit trail: what the override says now, where there is one. */
  readonly told: string;
}

/**
 * Writes or ends an override in `data/overrides.yaml`, at once for the next build. Throws AssayError usage:
 * E_OVERRIDE_SERIES, E_OVERRIDE_DATE, E_OVERRIDE_REASON, E_OVERRIDE_NONE; temporary E_OVERRIDE_VALUE where the value is
 * no longer the one looked at, E_OVERRIDE_TWICE where somebody answers for it already.
 */
export async function changeOverrides(
  folder: string,
  request: OverrideRequest,
  effects: Effects,
): Promise<OverrideDone> {
  const desk = await openDesk(folder);
  return request.do === 'end' ? ended(desk, request, effects) : added(desk, request, effects);
}

async function added(
  desk: Desk,
  request: Exclude<OverrideRequest, { do: 'end' }>,
  effects: Effects,
): Promise<OverrideDone> {
  const { do: action, series, date, by } = request;
  const today = localDay(effects.now(), desk.config.timeZone);
  requireSeries(series, desk);
  if (realDate(date) === undefined)
    throw usage('E_OVERRIDE_DATE', `date ${quoted(date)} is no day. Expected a date such as 2026-11-20.`);
  const expires = expiryOf(request.expires, date, today);
  const reason = reasonOf(request.reason);
  const value = await requireValue(desk, request, effects);
  const override: Override = {
    ...{ series, date, action, by, reason, expires },
    // An exclusion of a value that is corrected later has done its work: it speaks of this one.
    value,
  };
  const file = fileOf(desk);
  const { withOverride } = await import('../catalog/edit-overrides.ts');
  await replaceFile(
    file,
    async (text) => {
      await requireFree(file, override, today, desk);
      return withOverride(text, override);
    },
    effects,
  );
  const done = action === 'accept' ? 'accepted' : 'excluded';
  return { done, override, told: overrideWords(override) };
}

async function ended(
  desk: Desk,
  { series, date }: Extract<OverrideRequest, { do: 'end' }>,
  effects: Effects,
): Promise<OverrideDone> {
  const file = fileOf(desk);
  const { withoutOverride } = await import('../catalog/edit-overrides.ts');
  let gone: Override | undefined;
  await replaceFile(
    file,
    async (text) => {
      gone = (text === '' ? [] : await readOverrides(file, desk.catalog)).find(
        (one) => one.series === series && one.date === date,
      );
      if (gone === undefined) {
        const message = `there is no override of ${quoted(series)} for ${quoted(date)}. It may have been ended by somebody else; load the page again.`;
        throw usage('E_OVERRIDE_NONE', message);
      }
      return withoutOverride(text, { series, date });
    },
    effects,
  );
  if (gone === undefined) throw new Error('an override was ended that was never seen');
  return { done: 'ended', override: gone, told: '' };
}

/** One value has one answer. What has expired, or speaks of another value than there is now, gives way to a new one. */
async function requireFree(file: string, wanted: Override, today: IsoDate, desk: Desk): Promise<void> {
  const all = await readOverrides(file, desk.catalog).catch((error: unknown) => {
    if (error instanceof AssayError && error.exit === 'missing') return [];
    throw error;
  });
  const twin = all.find(({ series, date }) => series === wanted.series && date === wanted.date);
  if (twin === undefined || twin.expires < today) return;
  if (twin.value !== undefined && twin.value !== wanted.value) return;
  throw new AssayError('temporary', {
    code: 'E_OVERRIDE_TWICE',
    where: twin.where,
    message: `${quoted(twin.by)} has decided already to ${twin.action} ${quoted(twin.series)} of ${twin.date}, until ${twin.expires} (${quoted(twin.reason)}). End that one first, if it is wrong.`,
  });
}

function requireSeries(series: string, { catalog }: Desk): void {
  if (catalog.series.has(series)) return;
  const meant = nearest(series, catalog.series.keys());
  const hint = meant === undefined ? '' : ` Did you mean ${quoted(meant)}?`;
  throw usage('E_OVERRIDE_SERIES', `unknown series ${quoted(series)}.${hint} Expected an id of data/metals.`);
}

function expiryOf(asked: string, date: IsoDate, today: IsoDate): IsoDate {
  const latest = addDays(today > date ? today : date, MOST_OVERRIDE_DAYS);
  const expires = asked.trim() === '' ? latest : asked.trim();
  const earliest = today > date ? today : date;
  if (realDate(expires) !== undefined && expires >= earliest && expires <= latest) return expires;
  const message = `it is to end on ${quoted(expires)}. Expected a day from ${earliest} to ${latest} (${MOST_OVERRIDE_DAYS} days).`;
  throw usage('E_OVERRIDE_DATE', message);
}

function reasonOf(typed: string): string {
  const reason = oneLine(typed.trim().replace(/\s+/g, ' '));
  const length = [...reason].length;
  if (length > 0 && length <= MOST_REASON) return reason;
  const found = length === 0 ? 'no reason is given' : `the reason has ${length} characters`;
  const message = `${found}. Expected at most ${MOST_REASON} that tell a colleague why: who was asked, which page was looked at.`;
  throw usage('E_OVERRIDE_REASON', message);
}

/** The value as the desk has it now, new files of the inbox included; only the very one that was looked at counts. */
async function requireValue(
  desk: Desk,
  { series, date, value: looked }: Exclude<OverrideRequest, { do: 'end' }>,
  effects: Effects,
): Promise<number> {
  const store = await openStoreAsIs(desk.paths.store);
  try {
    await takeInbox(desk, store, effects.now, { stop: effects.stop });
    const [found] = await store.observations({ series: [series], from: date, to: date });
    if (found !== undefined && looked.trim() !== '' && Number(found.value) === Number(looked))
      return Number(found.value);
    const now = found === undefined ? 'there is no value of that day' : `the value is ${found.value} now`;
    throw new AssayError('temporary', {
      code: 'E_OVERRIDE_VALUE',
      where: `${series} ${date}`,
      message: `${now}, ${quoted(looked)} was looked at. Nothing was changed. Look at the page again.`,
    });
  } finally {
    await store.close();
  }
}

function fileOf({ root }: Desk): string {
  return join(root, 'data', 'overrides.yaml');
}

function usage(code: string, message: string): AssayError {
  return new AssayError('usage', { code, where: 'data/overrides.yaml', message });
}
