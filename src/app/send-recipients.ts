import { AssayError, counted } from '../errors.ts';
import type { Campaign, DeliveryCounts } from '../model/delivery.ts';
import { LANGUAGES } from '../model/language.ts';
import { LETTER_FORMATS } from '../model/subscriber.ts';
import type { Ledger } from '../store/ledger/index.ts';

/** Who a campaign would go to. */
export interface Recipients {
  /** In all: a correction also goes to people no longer on the list. */
  readonly count: number;
  /** Of the list: `en pdf` → how many, in the order of languages and formats, those of nobody left out. */
  readonly kinds: Readonly<Record<string, number>>;
  /** The first few, as much of them as is needed to recognize them: `l…@x.cn`. */
  readonly first: readonly string[];
}

const FIRST = 5;

/** Reads the whole list, in batches. */
export async function recipientsOf(ledger: Ledger, list: string, count: number): Promise<Recipients> {
  const kinds: Record<string, number> = {};
  for (const language of LANGUAGES) for (const format of LETTER_FORMATS) kinds[`${language} ${format}`] = 0;
  const first: string[] = [];
  for await (const batch of ledger.subscribers.all({ list, state: 'active' })) {
    for (const { language, format, address } of batch) {
      const kind = `${language} ${format}`;
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      if (first.length < FIRST) first.push(masked(address));
    }
  }
  return { count, kinds: Object.fromEntries(Object.entries(kinds).filter(([, n]) => n > 0)), first };
}

/** A dry run may be shown around; whole addresses need not be. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@');
  return `${[...address.slice(0, at)][0] ?? ''}…${address.slice(at)}`;
}

/**
 * Nobody is written to by surprise. Throws AssayError data: E_SEND_NONE, E_SEND_EXPECT, and E_SEND_JUMP where the
 * list grew or shrank by more than `jumpPercent` and ten people since its last finished campaign.
 */
export function requireExpected(
  count: number,
  list: string,
  expected: number | undefined,
  last: Campaign | undefined,
  jumpPercent: number,
): void {
  if (count === 0) {
    throw refusal(
      'E_SEND_NONE',
      `list ${JSON.stringify(list)} has 0 active subscribers; nothing sent. See "assay subscribers list", or name another list with --list.`,
    );
  }
  if (expected !== undefined) {
    if (expected === count) return;
    throw refusal(
      'E_SEND_EXPECT',
      `list ${JSON.stringify(list)} has ${counted(count, 'recipient')}, --expect says ${expected.toLocaleString('en-US')}; nothing sent. If ${count.toLocaleString('en-US')} is right: --expect ${count}.`,
    );
  }
  if (last === undefined) return;
  const jump = Math.abs(count - last.planned);
  if (jump <= 10 || jump * 100 <= jumpPercent * last.planned) return;
  throw refusal(
    'E_SEND_JUMP',
    `list ${JSON.stringify(list)} has ${counted(count, 'recipient')}; ${last.edition} went to ${last.planned.toLocaleString('en-US')}. That is a jump of more than ${jumpPercent} % (mail.jumpPercent); nothing sent. If it is right: --expect ${count}.`,
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
