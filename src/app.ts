import { join } from 'node:path';
import type { BouncesRequest } from './app/bounces.ts';
import type { Audited, DeliveriesQuery, ListedDeliveries } from './app/deliveries.ts';
import type { Diagnosis } from './app/doctor.ts';
import type { SubscribersImport, SubscribersImported } from './app/import-subscribers.ts';
import type { Progress } from './app/jobs.ts';
import type { HeldQuestion, Released, ReleaseRequest } from './app/release.ts';
import type { ResolveRequest } from './app/resolve.ts';
import type { NextRuns, WeekWord } from './app/schedule-commands.ts';
import type { SendRequest, Sent } from './app/send.ts';
import type { ServeRequest } from './app/serve.ts';
import type {
  AddRequest,
  RemoveRequest,
  SubscriberChanged,
  SubscriberShown,
  WishRequest,
} from './app/subscribers.ts';
import type { UserAdd, UserChange, UserChanged } from './app/users.ts';
import type { Watched } from './app/watch.ts';
import type { Searched, SearchQuery } from './archive/search/index.ts';
import type { RepliesRead } from './delivery/bounces/index.ts';
import type { LogResolved } from './delivery/bounces/postfix-log.ts';
import { type Desk, openDesk } from './desk.ts';
import type { Effects } from './effects.ts';
import type { Problem } from './errors.ts';
import type { Account } from './model/account.ts';
import type { Delivery } from './model/delivery.ts';
import type { Manifest } from './model/edition.ts';
import type { Finding, Verdict } from './model/finding.ts';
import type { Language } from './model/language.ts';
import type { Vintage } from './model/observation.ts';
import type { Subscriber, SubscriberState } from './model/subscriber.ts';
import type { FileTaken } from './snapshot/intake.ts';
import type { Occurrence } from './store/office/index.ts';

/** What a front door may ask for. Names and dates come as people typed them; they are parsed here. */
export interface BuildRequest {
  readonly week?: string;
  readonly languages?: readonly Language[];
  readonly asOf?: string;
  readonly draft: boolean;
  /** sha256 that the week's snapshot must have: what was approved is what is built. */
  readonly expect?: string;
  /** Told when a stage begins. */
  readonly report?: (progress: Progress) => void;
}

export interface Built {
  readonly edition: string;
  /** sha256 of the snapshot it was made of. */
  readonly snapshot: string;
  readonly dir: string;
  /** Paths inside `dir`. */
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
  /** Milliseconds per stage. */
  readonly timings: Readonly<Record<string, number>>;
}

export interface Checked {
  readonly verdict: Verdict;
  readonly checks: number;
  /** Of each series, and of each group of metals; empty where the inbox or the desk could not be read so far. */
  readonly series: Readonly<Record<string, Verdict>>;
  readonly sections: Readonly<Record<string, Verdict>>;
  /** In the order of their places. */
  readonly findings: readonly Finding[];
}

export interface ImportRequest {
  /** Paths as people typed them. */
  readonly files: readonly string[];
  /** Name of the mapping to read them by; else the one that fits a file's name, if any. */
  readonly mapping?: string;
  /** A publisher's release: what it changes is a revision of its own. */
  readonly release?: boolean;
  readonly reason?: string;
  readonly dryRun: boolean;
}

export interface Imported {
  readonly files: readonly FileTaken[];
  readonly findings: readonly Finding[];
  /** Whether nothing was wrong. */
  readonly sound: boolean;
  /** Whether the store has it now: not when anything was wrong, nor after a dry run. */
  readonly kept: boolean;
  /** Mappings proposed for files nobody knows how to read. */
  readonly proposals: ReadonlyArray<{
    readonly file: string;
    readonly yaml: string;
    readonly notes: readonly string[];
  }>;
}

export interface Replayed {
  readonly edition: string;
  readonly identical: boolean;
  readonly compared: number;
  readonly findings: readonly Finding[];
}

export interface Shown {
  readonly series: string;
  readonly unit: string;
  readonly observations: readonly Vintage[];
}

export interface ListedEdition {
  readonly edition: string;
  readonly publishedAt?: string;
  readonly verdict?: Verdict;
  readonly problem?: string;
}

/** The one app behind command line, studio and scheduler. Every method may throw AssayError. */
export interface App {
  build(request: BuildRequest): Promise<Built>;
  check(week?: string): Promise<Checked>;
  import(request: ImportRequest): Promise<Imported>;
  show(series: string, options: { readonly asOf?: string; readonly revisions: boolean }): Promise<Shown>;
  replay(edition: string): Promise<Replayed>;
  readonly archive: {
    list(): Promise<ListedEdition[]>;
    show(edition: string): Promise<Manifest>;
    verify(
      edition?: string,
    ): Promise<Array<{ readonly edition: string; readonly findings: readonly Finding[] }>>;
    /** In every edition there is, however many were never read. */
    search(query: SearchQuery): Promise<Searched>;
  };
  send(request: SendRequest): Promise<Sent>;
  /** Writes the edition's letters into a folder; gives their paths. */
  preview(edition: string, folder: string): Promise<readonly string[]>;
  readonly deliveries: {
    /** `use` has what is listed while the ledger is open. */
    list<T>(query: DeliveriesQuery, use: (listed: ListedDeliveries) => Promise<T>): Promise<T>;
    audit(): Promise<Audited>;
    resolve(request: ResolveRequest): Promise<Delivery>;
    resolveFromPostfixLog(file: string): Promise<LogResolved>;
    release(request: ReleaseRequest): Promise<Released>;
    /** Why nothing is sent from the ledger until it is released; undefined where it may be used. */
    held(open?: HeldQuestion): Promise<Problem | undefined>;
  };
  doctor(): Promise<Diagnosis[]>;
  bounces(request: BouncesRequest): Promise<RepliesRead>;
  /** Ends when a stop is asked for. */
  serve(request: ServeRequest): Promise<void>;
  readonly schedule: {
    next(count: number): Promise<NextRuns>;
    /** Weeks that were due, the newest first. */
    list(limit: number): Promise<Occurrence[]>;
    hold(word: WeekWord): Promise<Occurrence>;
    release(word: WeekWord): Promise<Occurrence>;
  };
  readonly watch: {
    /** One look whether the edition is out that should be; people are told where it is not. */
    once(): Promise<Watched>;
    /** A look each minute, until a stop is asked for. */
    always(): Promise<void>;
  };
  readonly subscribers: {
    import(request: SubscribersImport): Promise<SubscribersImported>;
    /** In batches, by address. */
    list(query: { readonly list?: string; readonly state?: SubscriberState }): AsyncIterable<Subscriber[]>;
    add(request: AddRequest): Promise<SubscriberChanged>;
    /** Other wishes of somebody who is known. */
    wish(request: WishRequest): Promise<SubscriberChanged>;
    remove(request: RemoveRequest): Promise<SubscriberChanged>;
    show(address: string): Promise<SubscriberShown>;
  };
  /** Accounts of the studio, as whoever has this machine's files changes them. */
  readonly users: {
    add(request: UserAdd): Promise<Account>;
    /** By name. */
    list(): Promise<Account[]>;
    change(request: UserChange): Promise<UserChanged>;
  };
}

/** Heavy parts (charts, templates, browser, store) are loaded by the method that needs them. */
export function openApp(folder: string, effects: Effects): App {
  const desk = (): Promise<Desk> => openDesk(folder);
  const reports = join(folder, 'reports');
  return {
    build: async (request) => (await import('./pipeline.ts')).buildEdition(folder, request, effects),
    check: async (week) => (await import('./app/check.ts')).checkDesk(await desk(), week, effects),
    import: async (request) => (await import('./app/import.ts')).importFiles(await desk(), request, effects),
    show: async (series, options) =>
      (await import('./app/show.ts')).showSeries(await desk(), series, options),
    replay: async (edition) => (await import('./app/replay.ts')).replayEdition(reports, edition, effects),
    archive: {
      list: async () => (await import('./archive/index.ts')).listEditions(reports),
      show: async (edition) => (await import('./archive/index.ts')).readManifest(reports, edition),
      verify: async (edition) => {
        const { verifyArchive, verifyEdition } = await import('./archive/index.ts');
        return edition === undefined
          ? verifyArchive(reports)
          : [{ edition, findings: await verifyEdition(reports, edition) }];
      },
      search: async (query) =>
        (await import('./app/search-archive.ts')).searchArchive(folder, { ...query, isWhole: true }, effects),
    },
    send: async (request) => (await import('./app/send.ts')).sendEdition(await desk(), request, effects),
    preview: async (edition, to) =>
      (await import('./app/preview.ts')).previewLetters(await desk(), edition, to, effects),
    deliveries: {
      list: async (query, use) =>
        (await import('./app/deliveries.ts')).listDeliveries(await desk(), query, use),
      audit: async () => (await import('./app/deliveries.ts')).auditDeliveries(await desk(), effects),
      resolve: async (request) =>
        (await import('./app/resolve.ts')).resolveDelivery(await desk(), request, effects),
      resolveFromPostfixLog: async (file) =>
        (await import('./app/resolve.ts')).resolveByLog(await desk(), file, effects),
      release: async (request) =>
        (await import('./app/release.ts')).releaseDeliveries(await desk(), request, effects),
      held: async (open) =>
        (await import('./app/release.ts')).ledgerHeld(open ?? { desk: await desk() }, effects),
    },
    doctor: async () => (await import('./app/doctor.ts')).diagnose(folder, effects),
    bounces: async (request) =>
      (await import('./app/bounces.ts')).readBounces(await desk(), request, effects),
    serve: async (request) =>
      (await import('./app/serve.ts')).serveDesk(await desk(), request, effects, (its) =>
        openApp(folder, its),
      ),
    schedule: {
      next: async (count) =>
        (await import('./app/schedule-commands.ts')).nextOf(await desk(), count, effects),
      list: async (limit) =>
        (await import('./app/schedule-commands.ts')).listOccurrences(await desk(), limit),
      hold: async (word) =>
        (await import('./app/schedule-commands.ts')).holdByCommand(await desk(), word, effects),
      release: async (word) =>
        (await import('./app/schedule-commands.ts')).releaseByCommand(await desk(), word, effects),
    },
    watch: {
      once: async () => (await import('./app/watch.ts')).watchOnce(await desk(), effects),
      always: async () => (await import('./app/watch.ts')).watchDesk(desk, effects),
    },
    subscribers: {
      import: async (request) =>
        (await import('./app/import-subscribers.ts')).importSubscribers(await desk(), request, effects),
      list: async function* (query) {
        yield* (await import('./app/subscribers.ts')).listSubscribers(await desk(), query);
      },
      add: async (request) =>
        (await import('./app/subscribers.ts')).addSubscriber(await desk(), request, effects),
      wish: async (request) =>
        (await import('./app/subscribers.ts')).wishSubscriber(await desk(), request, effects),
      remove: async (request) =>
        (await import('./app/subscribers.ts')).removeSubscriber(await desk(), request, effects),
      show: async (address) => (await import('./app/subscribers.ts')).showSubscriber(await desk(), address),
    },
    users: {
      add: async (request) => (await import('./app/users.ts')).addUser(await desk(), request, effects),
      list: async () => (await import('./app/users.ts')).listUsers(await desk()),
      change: async (request) => (await import('./app/users.ts')).changeUser(await desk(), request, effects),
    },
  };
}
