import { lstatSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type PlacedOverride,
  readCatalog,
  readDeskConfig,
  readMappings,
  readOverrides,
  withHolidays,
} from './catalog/index.ts';
import { AssayError, quoted } from './errors.ts';
import {
  type Catalog,
  type DeskConfig,
  type DeskFile,
  deskFileSchema,
  type Release,
  SECTIONS,
} from './model/catalog.ts';
import type { MailConfig } from './model/mail.ts';
import type { Mapping } from './model/mapping.ts';
import type { ScheduleConfig } from './model/schedule.ts';
import type { StudioConfig } from './model/studio.ts';
import { nearest } from './nearest.ts';
import { programRoot } from './program.ts';

/** A folder with `data/`, `templates/` and `reports/`, opened: its configuration read and cross-checked. */
export interface Desk {
  readonly root: string;
  readonly config: DeskConfig;
  /** How the brief is mailed; undefined where the desk mails nothing. Commands that need it `requireMail`. */
  readonly mail: MailConfig | undefined;
  /** When editions are made and mailed by themselves; undefined where none are. */
  readonly schedule: ScheduleConfig | undefined;
  /** What comes before an edition is published. */
  readonly release: Release;
  /** Where the studio is reached, and how long its sessions last. */
  readonly studio: StudioConfig;
  readonly catalog: Catalog;
  /** How files of other layouts are read: the desk's own, and the built-in ones it does not replace. */
  readonly mappings: readonly Mapping[];
  /** Values somebody answers for, of `data/overrides.yaml`. */
  readonly overrides: readonly PlacedOverride[];
  readonly paths: {
    readonly inbox: string;
    readonly store: string;
    /** Subscribers and deliveries, where `DATABASE_URL` names no other place. */
    readonly ledger: string;
    /** Accounts and what was done at the desk, where `DATABASE_URL` names no other place. */
    readonly office: string;
    readonly reports: string;
    /** Built-in first; a desk's own files override them one by one. */
    readonly templates: readonly string[];
  };
}

/** What a desk is that says nothing of itself: both languages, every section, Shanghai's clock. */
function usualDesk(): DeskFile {
  return deskFileSchema.parse({
    name: { en: 'Metals desk', zh: '金属研究部' },
    title: { en: 'Metals Weekly', zh: '金属周报' },
    languages: ['en', 'zh'],
    timeZone: 'Asia/Shanghai',
    sections: SECTIONS,
  });
}

/**
 * Opens the desk at `folder`. What it lacks of `metals/`, `calendars/` and `templates/` comes built in.
 * Throws AssayError: `missing` without a `data/` folder, `config` with every problem of its files.
 */
export async function openDesk(folder: string): Promise<Desk> {
  const root = resolve(folder);
  const data = join(root, 'data');
  const found = await stat(data).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new AssayError('missing', {
      code: 'E_DESK_MISSING',
      where: folder,
      message: `not a desk: no folder ${quoted('data')} in it. Give one with --desk DIR, or make one with "assay init DIR".`,
    });
  }
  const program = programRoot();
  const own = (...names: string[]): string => {
    const path = join(root, ...names);
    return isThere(path) ? path : join(program, ...names);
  };
  const deskFile = join(data, 'desk.yaml');
  // One after the other: it is work for the processor, not the disk, and of two faults the same one is told each time.
  const { mail, schedule, release, studio, ...config } = isThere(deskFile)
    ? await readDeskConfig(deskFile)
    : usualDesk();
  const read = await readCatalog({ metals: own('data', 'metals'), calendars: own('data', 'calendars') });
  const holidaysFile = join(data, 'holidays.yaml');
  const catalog = isThere(holidaysFile)
    ? { ...read, calendars: await withHolidays(holidaysFile, read) }
    : read;
  requireKnown(config, schedule, catalog);
  const overridesFile = join(data, 'overrides.yaml');
  const overrides = isThere(overridesFile) ? await readOverrides(overridesFile, catalog) : [];
  const mappings = await readMappings(
    { own: join(data, 'mappings'), builtIn: join(program, 'data', 'mappings') },
    catalog,
  );
  const templates = [join(program, 'templates'), join(root, 'templates')].filter(
    (path, at, all) => isThere(path) && all.indexOf(path) === at,
  );
  return {
    root,
    config,
    mail,
    schedule,
    release,
    studio,
    catalog,
    mappings,
    overrides,
    paths: {
      inbox: join(data, 'inbox'),
      store: join(data, 'assay.db'),
      ledger: join(data, 'ledger.db'),
      office: join(data, 'office.db'),
      reports: join(root, 'reports'),
      templates,
    },
  };
}

/** How the desk mails. Throws AssayError config E_MAIL_NONE where it does not, with the line to add. */
export function requireMail({ mail }: Desk): MailConfig {
  if (mail !== undefined) return mail;
  throw new AssayError('config', {
    code: 'E_MAIL_NONE',
    where: 'data/desk.yaml',
    message:
      'this desk does not say how to mail. Expected at least a sender and a server. Add: mail: { from: weekly@example.cn, smtp: { host: smtp.example.cn, user: weekly@example.cn, passwordFile: data/smtp.password } }',
  });
}

/** A mistyped id would allow, or wait for, nothing, and nobody would know. */
function requireKnown(
  { data }: DeskConfig,
  schedule: ScheduleConfig | undefined,
  { series, calendars }: Catalog,
): void {
  const unknown = (field: string, kind: string, id: string, known: Iterable<string>, code: string) => {
    const near = nearest(id, known);
    const hint = near === undefined ? '' : ` Did you mean ${quoted(near)}?`;
    const message = `${field} names an unknown ${kind} ${quoted(id)}.${hint} Expected ${EXPECTED[kind] ?? ''}.`;
    return { code, where: 'data/desk.yaml', message };
  };
  const asked =
    schedule === undefined || typeof schedule.needs.series === 'string' ? [] : schedule.needs.series;
  const calendar = schedule?.holiday?.calendar;
  const problems = [
    ...data.allowNegative.map((id) => ['data.allowNegative', id] as const),
    ...asked.map((id) => ['schedule.needs.series', id] as const),
  ]
    .filter(([, id]) => !series.has(id))
    .map(([field, id]) => unknown(field, 'series', id, series.keys(), 'E_CATALOG_SERIES'));
  if (calendar !== undefined && !calendars.has(calendar))
    problems.push(
      unknown('schedule.holiday.calendar', 'calendar', calendar, calendars.keys(), 'E_CATALOG_VENUE'),
    );
  if (problems.length > 0) throw new AssayError('config', problems);
}

const EXPECTED: Readonly<Record<string, string>> = {
  series: 'an id of data/metals/*.yaml',
  calendar: 'a file of data/calendars/',
};

/** A link to nowhere is there, and wrong: what it was meant to hold (an exclusion) must not vanish unsaid. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
