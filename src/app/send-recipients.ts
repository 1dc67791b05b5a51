import type { Letters } from '../delivery/message/letters.ts';
import { AssayError, counted, quoted } from '../errors.ts';
import type { Campaign, Claimed, DeliveryCounts } from '../model/delivery.ts';
import type { Language } from '../model/language.ts';
import { LETTER_FORMATS, type LetterFormat, type Subscriber } from '../model/subscriber.ts';
import { deliveryIdOf } from '../store/ledger/delivery-id.ts';
import type { Ledger, NewCampaign } from '../store/ledger/index.ts';

/** What sending would do. */
export interface Plan {
  /** Of the list, by language and format: how many, and bytes of a whole letter. Kinds of nobody are left out. */
  readonly kinds: ReadonlyArray<{
    readonly language: Language;
    readonly format: LetterFormat;
    readonly count: number;
    readonly bytes: number;
  }>;
  /** The first few, as much of them as is needed to recognize them: `l…@x.cn`. */
  readonly first: readonly string[];
  /** What it would cancel of earlier editions of the week. */
  readonly cancels: ReadonlyArray<{ readonly edition: string; readonly list: string; readonly left: number }>;
}

const FIRST = 5;

/** Reads the whole list, in batches, and makes one letter of each kind. */
export async function planOf(ledger: Ledger, fresh: NewCampaign, letters: Letters): Promise<Plan> {
  const kinds = new Map<string, { one: Subscriber; count: number }>();
  const first: string[] = [];
  for await (const batch of ledger.subscribers.all({ list: fresh.list, state: 'active' })) {
    for (const one of batch) {
      const kind = `${one.language} ${one.format}`;
      kinds.set(kind, { one, count: (kinds.get(kind)?.count ?? 0) + 1 });
      if (first.length < FIRST) first.push(masked(one.address));
    }
  }
  const sorted = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    kinds: sorted.map(([, { one, count }]) => {
      const { language, format } = one;
      return { language, format, count, bytes: letters.compose(letterTo(one, fresh)).bytes };
    }),
    first,
    cancels: await wouldCancel(ledger, fresh),
  };
}

function letterTo(one: Subscriber, fresh: NewCampaign): Claimed {
  const { address, name, language, timeZone, metals, format } = one;
  return {
    ...{ address, name, language, timeZone, metals, format, subscriber: one.id },
    delivery: deliveryIdOf(fresh, one.key),
    corrected: fresh.version > 0,
    attempt: 1,
    fence: 1,
  };
}

/** Formats somebody of the list has, so that none turns out not to be possible half-way. */
export async function formatsOf(ledger: Ledger, list: string): Promise<Set<LetterFormat>> {
  const formats = new Set<LetterFormat>();
  for await (const batch of ledger.subscribers.all({ list, state: 'active' })) {
    for (const { format } of batch) formats.add(format);
    if (formats.size === LETTER_FORMATS.length) break;
  }
  return formats;
}

/** A dry run may be shown around; whole addresses need not be. */
function masked(address: string): string {
  const at = address.lastIndexOf('@');
  return `${[...address.slice(0, at)][0] ?? ''}…${address.slice(at)}`;
}

/**
 * Nobody is written to by surprise. Throws AssayError data: E_SEND_NONE, E_SEND_EXPECT, and E_SEND_JUMP where the
 * list grew or shrank by more than `jumpPercent` and ten people since its last finished campaign.
 */
export function requireExpected(asked: {
  readonly list: string;
  readonly count: number;
  readonly expected: number | undefined;
  readonly last: Campaign | undefined;
  readonly jumpPercent: number;
}): void {
  const { count, expected, last, jumpPercent } = asked;
  const [list, number] = [quoted(asked.list), count.toLocaleString('en-US')];
  if (count === 0)
    throw refusal(
      'E_SEND_NONE',
      `list ${list} has 0 active subscribers; nothing sent. See "assay subscribers list", or name another list with --list.`,
    );
  if (expected === count) return;
  if (expected !== undefined)
    throw refusal(
      'E_SEND_EXPECT',
      `list ${list} has ${counted(count, 'recipient')}, --expect says ${expected.toLocaleString('en-US')}; nothing sent. If ${number} is right: --expect ${count}.`,
    );
  if (last === undefined) return;
  const jump = Math.abs(count - last.planned);
  if (jump <= 10 || jump * 100 <= jumpPercent * last.planned) return;
  throw refusal(
    'E_SEND_JUMP',
    `list ${list} has ${counted(count, 'recipient')}; ${last.edition} went to ${last.planned.toLocaleString('en-US')}. That is a jump of more than ${jumpPercent} % (mail.jumpPercent); nothing sent. If it is right: --expect ${count}.`,
  );
}

/** Campaigns of other editions of the week that still have something to send, which a newer edition cancels. */
export async function wouldCancel(
  ledger: Ledger,
  campaign: Pick<Campaign, 'week' | 'version'>,
): Promise<Array<{ readonly edition: string; readonly list: string; readonly left: number }>> {
  const elder = (await ledger.campaigns()).filter(
    (one) =>
      one.week === campaign.week &&
      one.version < campaign.version &&
      (one.state === 'open' || one.state === 'paused'),
  );
  const found = [];
  for (const { id, edition, list } of elder) {
    const counts = await ledger.counts(id);
    const left = leftOf(counts);
    if (left > 0) found.push({ edition, list, left });
  }
  return found;
}

/** What a cancellation would reach: IN_DATA is in the server's hands. */
function leftOf({ PLANNED, CLAIMED, DEFERRED }: DeliveryCounts): number {
  return PLANNED + CLAIMED + DEFERRED;
}

function refusal(code: string, message: string): AssayError {
  return new AssayError('data', { code, where: '', message });
}
