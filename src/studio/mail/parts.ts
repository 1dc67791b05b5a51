import { AssayError, quoted } from '../../errors.ts';
import { mayAs } from '../../model/account.ts';
import type { Campaign, CampaignState, DeliveryState } from '../../model/delivery.ts';
import type { Language } from '../../model/language.ts';
import type { Instant } from '../../model/time.ts';
import type { View } from '../../render/view.ts';
import type { Ledger } from '../../store/ledger/index.ts';
import { aroundOf, type ReasonView, reasonView } from '../around.ts';
import { filled } from '../filled.ts';
import { localMoment } from '../local-moment.ts';
import type { Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { type MailWords, WORDS } from './words.ts';

/** What every page of mail works with. */
export interface Bench {
  readonly ledger: Ledger;
  readonly say: MailWords;
  readonly language: Language;
  /** A moment as the desk's clocks show it; '' of none. */
  readonly at: (moment: Instant | undefined) => string;
  readonly now: Instant;
  /** Why something is as it is, in the visitor's language. */
  readonly why: (reason: string) => ReasonView;
  /** Whether the visitor may see subscribers' addresses. */
  readonly seesPeople: boolean;
}

/** Throws AssayError missing E_MAIL_NONE where the desk mails nothing. */
export async function benchOf(shop: Shop, visit: Visit): Promise<Bench> {
  const { ledger } = shop;
  if (ledger === undefined)
    throw new AssayError('missing', {
      code: 'E_MAIL_NONE',
      where: 'data/desk.yaml',
      message: 'this desk mails nothing. Add mail: to it and start the studio anew.',
    });
  const { language } = visit;
  const { timeZone } = (await shop.desk()).config;
  const around = await aroundOf(shop, language);
  return {
    ledger,
    say: WORDS[language],
    language,
    why: (reason) => reasonView(reason, language, around),
    at: (moment = '') => localMoment(moment, timeZone),
    now: shop.effects.now().toISOString(),
    seesPeople: visit.account !== undefined && mayAs(visit.account.role, 'analyst'),
  };
}

/** A number in a path. Throws AssayError missing E_HTTP_PATH of anything else. */
export function numberIn(visit: Visit, name: string): number {
  const text = visit.params[name] ?? '';
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw absent(`nothing is called ${quoted(text)} here`);
}

export function absent(message: string): AssayError {
  return new AssayError('missing', { code: 'E_HTTP_PATH', where: '', message: `${message}.` });
}

/** Throws AssayError missing where there is none. */
export async function campaignOf(ledger: Ledger, id: number): Promise<Campaign> {
  const found = (await ledger.campaigns()).find((one) => one.id === id);
  if (found === undefined) throw absent(`there is no campaign ${id}`);
  return found;
}

export function campaignName({ edition, list }: Pick<Campaign, 'edition' | 'list'>, say: MailWords): string {
  return filled(say.words.campaign, { edition, list });
}

type Tone = 'good' | 'warn' | 'bad' | 'quiet';

export const TONES: Readonly<Record<DeliveryState, Tone>> = {
  PLANNED: 'quiet',
  CLAIMED: 'quiet',
  IN_DATA: 'quiet',
  ACCEPTED: 'good',
  BOUNCED: 'bad',
  DEFERRED: 'warn',
  REJECTED: 'bad',
  UNCERTAIN: 'warn',
  SUPPRESSED: 'quiet',
  EXPIRED: 'bad',
  CANCELLED: 'quiet',
};

export const CAMPAIGN_TONES: Readonly<Record<CampaignState, Tone>> = {
  open: 'quiet',
  paused: 'warn',
  finished: 'good',
  cancelled: 'quiet',
};

/** Who does something, as the ledger's histories keep it. */
export function nameOf({ actor }: Visit): string {
  return `studio ${actor.name}`;
}

export type Tab = 'overview' | 'subscribers' | 'uncertain' | '';

/** A page's own view with the words of mail, and the tab it stands under. */
export function page(say: MailWords, rest: View, tab: Tab = ''): View {
  const tabs = {
    overview: tab === 'overview',
    subscribers: tab === 'subscribers',
    uncertain: tab === 'uncertain',
  };
  return { words: say.words, tabs, ...rest };
}
