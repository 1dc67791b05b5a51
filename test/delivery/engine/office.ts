import {
  type CampaignEnd,
  type CampaignRun,
  conduct,
  type Progress,
} from '../../../src/delivery/campaign/campaign.ts';
import type { Carrier, Handover, Line, Outgoing, Trouble } from '../../../src/delivery/campaign/carrier.ts';
import type { Journal } from '../../../src/delivery/campaign/journal.ts';
import type { Campaign, Claimed, Outcome } from '../../../src/model/delivery.ts';
import { type MailConfig, mailSchema } from '../../../src/model/mail.ts';
import { type Ledger, openLedger } from '../../../src/store/ledger/index.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

export const ACCEPTED: Handover = {
  state: 'ACCEPTED',
  scope: 'recipient',
  phase: 'end',
  reason: '250 2.0.0 Ok',
  reply: { code: 250, enhanced: '2.0.0', text: 'Ok' },
};
export const BUSY: Handover = {
  state: 'DEFERRED',
  scope: 'recipient',
  phase: 'rcpt',
  reason: '450 4.2.0 later',
  reply: { code: 450, enhanced: '4.2.0', text: 'later' },
};
export const GONE: Handover = {
  state: 'REJECTED',
  scope: 'recipient',
  phase: 'rcpt',
  reason: '550 5.1.1 no such user',
  reply: { code: 550, enhanced: '5.1.1', text: 'no such user' },
  strike: 'gone',
};
export const POLICY: Handover = {
  state: 'REJECTED',
  scope: 'campaign',
  phase: 'end',
  reason: '554 5.7.1 blocked',
  reply: { code: 554, enhanced: '5.7.1', text: 'blocked' },
};
export const SILENT: Handover = { state: 'UNCERTAIN', scope: 'host', phase: 'end', reason: 'no word' };
export const DROPPED: Handover = { state: 'DEFERRED', scope: 'host', phase: 'rcpt', reason: 'dropped' };
export const CLOSING: Handover = {
  state: 'DEFERRED',
  scope: 'host',
  phase: 'mail',
  reason: '421 4.3.2 closing',
  reply: { code: 421, enhanced: '4.3.2', text: 'closing' },
};

/** What the server does with the n-th message, from 1; a number before it: after so many ms. */
export type Script = (message: Outgoing, n: number) => Handover | Promise<Handover>;

export interface OfficeOptions {
  readonly people?: readonly string[];
  readonly lines?: number;
  readonly script?: Script;
  readonly line?: (n: number) => Trouble | undefined;
  readonly offers?: Partial<Line['offers']>;
  readonly bytes?: (claim: Claimed) => number;
  readonly mail?: Record<string, unknown>;
  readonly smtp?: Record<string, unknown>;
  readonly expireHours?: number;
  /** Stands between the run and the ledger. */
  readonly wrap?: (ledger: Ledger, time: VirtualTime) => Ledger;
}

export type Event =
  | { readonly what: 'line' | 'release'; readonly at: number }
  | { readonly what: 'send'; readonly at: number; readonly to: string; readonly granted: string };

/** A ledger with a campaign, a server that does as it is told, and a run that may begin. */
export async function office(options: OfficeOptions = {}) {
  const time = virtualTime();
  const ledger = await openLedger(':memory:');
  const people = options.people ?? ['a@one.cn', 'b@one.cn', 'c@two.cn'];
  await join(ledger, people, time);
  const now = time.now().toISOString();
  await ledger.recordEdition('2026-W47', 'hash', now, now);
  const deadline = new Date(time.now().getTime() + (options.expireHours ?? 48) * 3_600_000).toISOString();
  const plan = {
    edition: '2026-W47',
    week: '2026-W47',
    version: 0,
    list: 'weekly',
    manifest: 'hash',
    deadline,
  };
  const { campaign } = await ledger.plan(plan, now);
  const mail = mailConfig(options);
  const events: Event[] = [];
  const progress: Progress[] = [];
  const kept: Outcome[] = [];
  const journal: Journal = {
    path: 'journal',
    append: async (outcomes) => {
      kept.push(...outcomes);
    },
    close: async () => undefined,
  };
  const carrier = carrierOf(options, ledger, time, events);
  const wrapped = options.wrap?.(ledger, time) ?? ledger;
  const run = (more: Partial<CampaignRun> = {}): Promise<CampaignEnd> =>
    time.run(
      conduct(
        {
          ledger: wrapped,
          campaign,
          letters: lettersOf(options),
          carrier,
          mail,
          effects: time,
          journalFolder: 'nowhere',
          onProgress: (one) => progress.push(one),
          owner: 'me',
          ...more,
        },
        journal,
      ),
    );
  const sent = (): string[] => events.flatMap((one) => (one.what === 'send' ? [one.to] : []));
  return { time, ledger, campaign, mail, carrier, events, sent, progress, kept, journal, run };
}

export async function join(ledger: Ledger, people: readonly string[], time: VirtualTime): Promise<void> {
  const now = time.now().toISOString();
  await ledger.subscribers.change((writing) =>
    writing.add(
      people.map((address) => ({
        address,
        key: address.toLowerCase(),
        name: '',
        language: 'en',
        timeZone: '',
        metals: [],
        format: 'html',
        lists: ['weekly'],
      })),
      'test',
      now,
    ),
  );
}

function mailConfig({ mail, smtp, lines = 2 }: OfficeOptions): MailConfig {
  return mailSchema.parse({
    from: 'desk@example.cn',
    ...mail,
    smtp: { host: 'localhost', perSecond: 1_000, perDomain: 1_000, connections: lines, ...smtp },
  });
}

function lettersOf({ bytes }: OfficeOptions): { compose(claim: Claimed): Outgoing } {
  return {
    compose: (claim) => ({
      from: 'desk@example.cn',
      to: claim.address,
      international: /[^ -~]/.test(claim.address),
      bytes: bytes?.(claim) ?? 1_000,
      envelopeId: claim.delivery,
      open: () => Buffer.from(claim.delivery),
    }),
  };
}

function carrierOf(options: OfficeOptions, ledger: Ledger, time: VirtualTime, events: Event[]): Carrier {
  let messages = 0;
  let asked = 0;
  const offers = { size: 0, international: false, dsn: false, ...options.offers };
  const line: Line = {
    offers,
    async send(message) {
      messages += 1;
      const n = messages;
      // What the ledger holds at the moment the server hears of it.
      const granted = (await ledger.delivery(message.envelopeId))?.state ?? '';
      events.push({ what: 'send', at: time.ticks(), to: message.to, granted });
      return (await options.script?.(message, n)) ?? ACCEPTED;
    },
    release: () => {
      events.push({ what: 'release', at: time.ticks() });
    },
  };
  return {
    lines: options.lines ?? 2,
    async line() {
      asked += 1;
      const trouble = options.line?.(asked);
      if (trouble !== undefined) return { trouble };
      events.push({ what: 'line', at: time.ticks() });
      return { line };
    },
    close: async () => undefined,
  };
}

/** `{ ACCEPTED: 3 }`: only states that somebody is in. */
export async function tally(ledger: Ledger, campaign: Campaign): Promise<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(await ledger.counts(campaign.id)).filter(([, count]) => count > 0),
  );
}
