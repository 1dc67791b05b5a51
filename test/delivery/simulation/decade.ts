import { previousWeek, weekStart } from '../../../src/calendar/week.ts';
import { conduct } from '../../../src/delivery/campaign/campaign.ts';
import type { Campaign, Outcome } from '../../../src/model/delivery.ts';
import { mailSchema } from '../../../src/model/mail.ts';
import type { Ledger } from '../../../src/store/ledger/index.ts';
import { join } from '../engine/office.ts';
import { type VirtualTime, virtualTime } from '../engine/virtual-time.ts';
import { type Chance, chanceOf } from './chance.ts';
import { type Fate, type Life, liveLife } from './life.ts';
import { type Sink, serverOf } from './server.ts';
import { type Books, booksOf, watched } from './watched.ts';

/** What a seed saw: a check that saw nothing is none. */
export interface Seen {
  weeks: number;
  /** Fifty-third weeks of a year. */
  leapWeeks: number;
  runs: number;
  letters: number;
  deaths: number;
  freezes: number;
  stops: number;
  fullDisks: number;
  jumps: number;
  corrections: number;
  doubts: number;
  pauses: number;
  checks: number;
}

interface World {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly ledger: Ledger;
  readonly books: Books;
  readonly sink: Sink;
  readonly seen: Seen;
  readonly dead: Set<string>;
  readonly active: string[];
  journals: Outcome[][];
  born: number;
}

const LEASE = 15 * 60_000;
const MAIL = mailSchema.parse({
  from: 'desk@example.cn',
  smtp: { host: 'localhost', perSecond: 1_000, perDomain: 500 },
});
const FIRST_WEEK = '2026-W48';

/** So many weeks of mailing, with whatever may go wrong. Throws at the first invariant that does not hold. */
export async function live(seed: number, weeks: number, ledger: Ledger): Promise<Seen> {
  const time = virtualTime(`${weekStart(FIRST_WEEK)}T08:00:00.000Z`);
  const books = booksOf(ledger, time);
  const seen = {
    weeks: 0,
    leapWeeks: 0,
    runs: 0,
    letters: 0,
    deaths: 0,
    freezes: 0,
    stops: 0,
    fullDisks: 0,
    jumps: 0,
  };
  const world: World = {
    time,
    ledger,
    books,
    chance: chanceOf(seed),
    sink: { copies: new Map(), faults: [] },
    seen: { ...seen, corrections: 0, doubts: 0, pauses: 0, checks: 0 },
    dead: new Set(),
    active: [],
    journals: [],
    born: 0,
  };
  for (let at = 0; at < 3; at += 1) await time.run(time.busy(subscribe(world)));
  const from = time.now().getTime();
  for (let week = 0; week < weeks; week += 1) {
    const start = from + week * 7 * 86_400_000;
    time.freeze(Math.max(0, start - time.now().getTime()));
    const name = previousWeek(FIRST_WEEK, -week);
    await mailWeek(world, name);
    if (name.endsWith('W53')) world.seen.leapWeeks += 1;
    world.seen.weeks += 1;
    if (week % 104 === 103 || week === weeks - 1) await wholeAudit(world);
  }
  world.seen.checks = books.checks;
  return world.seen;
}

async function wholeAudit({ ledger, time }: World): Promise<void> {
  const [breach] = await time.run(time.busy(ledger.audit(time.now().toISOString())));
  if (breach) throw new Error(`in the whole ledger: ${breach.invariant} ${breach.where}: ${breach.what}`);
}

async function subscribe(world: World): Promise<void> {
  const { ledger, active, time, chance } = world;
  world.born += 1;
  const local = chance.happens(0.03) ? `李${world.born}` : `p${world.born}`;
  const address = `${local}@${chance.oneOf(['one.cn', 'two.cn', 'three.cn'])}`;
  await join(ledger, [address], time);
  active.push(address);
}

async function unsubscribe({ ledger, active, time, chance }: World): Promise<void> {
  if (active.length < 2) return;
  const [key = ''] = active.splice(chance.between(0, active.length - 1), 1);
  const person = await ledger.subscribers.byKey(key);
  if (person === undefined || person.state !== 'active') return;
  const now = time.now().toISOString();
  await ledger.subscribers.change((writing) =>
    writing.setState(person.id, 'unsubscribed', 'one-click', 'wish', now),
  );
}

/** Plans an edition; those of the same week before it are cancelled. */
async function plan(world: World, week: string, version: number): Promise<Campaign> {
  const { ledger, time, books } = world;
  const edition = version === 0 ? week : `${week}.${version}`;
  const now = time.now().toISOString();
  const deadline = new Date(time.now().getTime() + 48 * 3_600_000).toISOString();
  const manifest = `hash-of-${edition}`;
  await ledger.recordEdition(edition, manifest, now, now);
  const draft = { edition, week, version, list: 'weekly', manifest, deadline };
  const { campaign } = await ledger.plan(draft, now);
  await books.check('plan', [campaign]);
  return campaign;
}

async function mailWeek(world: World, week: string): Promise<void> {
  const { time, chance, seen } = world;
  if (world.active.length < 4 && chance.happens(world.active.length < 3 ? 0.9 : 0.1))
    await time.run(time.busy(subscribe(world)));
  const campaigns = [await time.run(time.busy(plan(world, week, 0)))];
  const faulty = chance.happens(0.35);
  const corrected = chance.happens(0.03);
  const correct = async (): Promise<void> => {
    await time.pass(chance.between(0, 4_000));
    campaigns.push(await time.busy(plan(world, week, campaigns.length)));
    seen.corrections += 1;
  };
  const first = mail(world, campaigns, 0, faulty);
  const both = [first, ...(corrected ? [correct()] : [])];
  await time.run(Promise.all(both));
  for (let at = 1; at < campaigns.length; at += 1) await time.run(mail(world, campaigns, at, faulty));
  for (let at = 0; at < campaigns.length; at += 1) await time.run(time.busy(settle(world, campaigns, at)));
}

/** One campaign to its end, however many runs that takes. */
async function mail(
  world: World,
  campaigns: readonly Campaign[],
  at: number,
  faulty: boolean,
): Promise<void> {
  const { time, chance, ledger, dead, seen, books } = world;
  const planned = campaigns[at];
  if (planned === undefined) throw new Error('no campaign');
  for (let run = 1; ; run += 1) {
    if (run > 200) throw new Error(`${planned.edition} never ends`);
    const first = start(world, campaigns, at, faulty && run < 12);
    const others = [first.ended];
    if (faulty && chance.happens(0.1)) others.push(beside(world, campaigns, at, first.life));
    if (faulty && chance.happens(0.2)) others.push(churn(world));
    await Promise.all(others);
    const found = (await time.busy(ledger.campaigns({ edition: planned.edition })))[0];
    if (found === undefined) throw new Error('the campaign is gone');
    if (found.state === 'finished' || found.state === 'cancelled') break;
    if (found.state === 'paused') {
      seen.pauses += 1;
      const now = time.now().toISOString();
      await time.busy(ledger.setCampaign(found.id, 'open', '', now));
      await books.check('opened again', [found]);
    }
    await time.pass(chance.between(1_000, 600_000));
    const due = await time.busy(ledger.nextDue(found.id));
    if (due !== undefined) await time.pass(Math.max(0, Date.parse(due) - time.now().getTime()));
  }
  if (world.sink.faults.length > 0) throw new Error(world.sink.faults.join('; '));
  // What dead senders of an ended campaign still held is taken up by the next run of any.
  await time.busy(ledger.recover([...dead], time.now().toISOString()));
}

/** Another sender, begun once the first stands still, or a moment later. */
async function beside(world: World, campaigns: readonly Campaign[], at: number, first: Life): Promise<void> {
  await Promise.race([first.standstill, world.time.pass(world.chance.between(0, 3_000))]);
  await start(world, campaigns, at, true).ended;
}

async function churn(world: World): Promise<void> {
  const { time, chance } = world;
  await time.pass(chance.between(0, 3_000));
  await time.busy(chance.happens(0.5) ? unsubscribe(world) : subscribe(world));
}

/** A sender, with what is to befall it. */
function start(
  world: World,
  campaigns: readonly Campaign[],
  at: number,
  faulty: boolean,
): { readonly life: Life; readonly ended: Promise<void> } {
  const { time, chance, sink, seen, books, dead } = world;
  const campaign = campaigns[at];
  if (campaign === undefined) throw new Error('no campaign');
  seen.runs += 1;
  const fate: Fate = {
    dieAt: faulty && chance.happens(0.25) ? chance.between(1, 60) : 0,
    freezeAt: faulty && chance.happens(0.08) ? chance.between(1, 50) : 0,
    // Often until just after its lease: then it wakes while another one is at its letters.
    freezeMs: chance.happens(0.5) ? LEASE + chance.between(0, 4_000) : chance.between(1_000, LEASE * 2),
    stopAt: faulty && chance.happens(0.05) ? chance.between(1, 50) : 0,
  };
  const life = liveLife(`sender ${seen.runs}`, time, fate);
  const fullAt =
    faulty && chance.happens(0.06) ? time.ticks() + chance.between(0, 3_000) : Number.POSITIVE_INFINITY;
  const jumpAt = faulty && chance.happens(0.03) ? chance.between(0, 2_000) : undefined;
  const full = (): boolean => time.ticks() >= fullAt;
  const own = watched(books, life, time, chance, () => campaigns, full);
  const journal: Outcome[] = [];
  const kept = world.journals;
  const work = async (): Promise<void> => {
    for (const outcomes of kept) {
      await own.write({ outcomes, intents: [], owner: life.name }, time.now().toISOString());
      world.journals = world.journals.filter((one) => one !== outcomes);
    }
    await conduct(
      {
        ledger: own,
        campaign,
        letters: lettersOf(campaign),
        carrier: serverOf(life, time, chance, sink, faulty),
        mail: MAIL,
        effects: life.effects,
        journalFolder: '',
        onProgress: () => undefined,
        patience: chance.oneOf([0, 15 * 60_000]),
        leaseMs: LEASE,
        owner: life.name,
        isGone: (owner) => dead.has(owner),
      },
      {
        path: 'journal',
        append: (outcomes) =>
          life.step(async () => {
            if (chance.happens(0.1)) throw new Error('no room for the journal');
            journal.push(...outcomes);
          }),
        close: async () => undefined,
      },
    );
  };
  const jump = async (): Promise<void> => {
    if (jumpAt === undefined) return;
    await time.pass(jumpAt);
    const ms = chance.oneOf([-7_200_000, -1_800_000, 1_800_000, 7_200_000]);
    time.jump(ms);
    seen.jumps += 1;
    // Whoever is told of it sets the clock right.
    await time.pass(60_000);
    time.jump(-ms);
  };
  const ended = Promise.all([Promise.race([work(), life.death]).catch(isDiskFull(seen)), jump()]).then(() => {
    // However it ended, its process is gone.
    dead.add(life.name);
    if (life.isDead) seen.deaths += 1;
    if (life.effects.stop.aborted) seen.stops += 1;
    if (journal.length > 0) world.journals.push(journal);
  });
  life.standstill.then(
    () => {
      seen.freezes += 1;
    },
    () => undefined,
  );
  return { life, ended };
}

function isDiskFull(seen: Seen): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof Error && error.message.startsWith('E_LEDGER_FULL'))) throw error;
    seen.fullDisks += 1;
  };
}

function lettersOf({ edition, manifest }: Campaign) {
  return {
    compose: ({ address, delivery }: { address: string; delivery: string }) => ({
      from: 'desk@example.cn',
      to: address,
      international: /[^ -~]/.test(address),
      bytes: 1_000,
      envelopeId: delivery,
      open: () => Buffer.from(`${edition} ${manifest}`),
    }),
  };
}

/** After the end: the sink against the books, then evidence, an operator's word and bounces. */
async function settle(world: World, campaigns: readonly Campaign[], at: number): Promise<void> {
  const { ledger, sink, time, chance, seen, books } = world;
  const campaign = campaigns[at];
  if (campaign === undefined) throw new Error('no campaign');
  const now = time.now().toISOString();
  await books.check('the end', [campaign]);
  let rows = 0;
  for await (const batch of ledger.deliveries({ campaign: campaign.id })) {
    for (const { delivery, address, state } of batch) {
      rows += 1;
      const name = `${campaign.edition} ${address}`;
      const copies = sink.copies.get(name) ?? 0;
      const [least, most] = state === 'ACCEPTED' ? [1, 1] : state === 'UNCERTAIN' ? [0, 1] : [0, 0];
      if (copies < least || copies > most) throw new Error(`I9 ${name}: ${state}, but ${copies} copies`);
      if (state === 'UNCERTAIN') {
        seen.doubts += 1;
        if (chance.happens(0.5)) continue;
        const to = copies === 1 ? 'ACCEPTED' : 'CANCELLED';
        await ledger.resolve({ delivery, to, kind: 'operator', by: 'desk', reason: 'looked' }, now);
      } else if (state === 'ACCEPTED' && chance.happens(0.01)) {
        const strike = chance.oneOf(['strike', 'gone'] as const);
        await ledger.resolve(
          { delivery, to: 'BOUNCED', kind: 'evidence', by: 'dsn', reason: '5.1.1', strike },
          now,
        );
      } else continue;
      await books.check('resolve', [campaign]);
    }
  }
  seen.letters += rows;
  if (rows !== campaign.planned)
    throw new Error(`I2 ${campaign.edition}: ${rows} rows, planned ${campaign.planned}`);
  if (at === campaigns.length - 1 && (await ledger.owners()).length > 0)
    throw new Error('I10: a lease is left');
  for (const name of [...sink.copies.keys()])
    if (name.startsWith(`${campaign.edition} `)) sink.copies.delete(name);
}
