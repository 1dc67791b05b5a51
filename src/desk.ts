import { lstatSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type PlacedOverride,
  readCatalog,
  readDeskConfig,
  readMappings,
  readOverrides,
} from './catalog/index.ts';
import { AssayError, quoted } from './errors.ts';
import { type Catalog, type DeskConfig, SECTIONS } from './model/catalog.ts';
import type { Mapping } from './model/mapping.ts';
import { programRoot } from './program.ts';

/** A folder with `data/`, `templates/` and `reports/`, opened: its configuration read and cross-checked. */
export interface Desk {
  readonly root: string;
  readonly config: DeskConfig;
  readonly catalog: Catalog;
  /** How files of other layouts are read: the desk's own, and the built-in ones it does not replace. */
  readonly mappings: readonly Mapping[];
  /** Values somebody answers for, of `data/overrides.yaml`. */
  readonly overrides: readonly PlacedOverride[];
  readonly paths: {
    readonly inbox: string;
    readonly store: string;
    readonly reports: string;
    /** Built-in first; a desk's own files override them one by one. */
    readonly templates: readonly string[];
  };
}

/** What a desk is that says nothing of itself: both languages, every section, Shanghai's clock. */
const UNNAMED: DeskConfig = {
  version: 1,
  name: { en: 'Metals desk', zh: '金属研究部' },
  title: { en: 'Metals Weekly', zh: '金属周报' },
  languages: ['en', 'zh'],
  timeZone: 'Asia/Shanghai',
  paper: 'A4',
  sections: [...SECTIONS],
  data: { allowNegative: [], maxBytes: 64 * 1024 * 1024 },
  gate: { hold: 'any' },
};

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
  const [config, catalog] = await Promise.all([
    isThere(deskFile) ? readDeskConfig(deskFile) : UNNAMED,
    readCatalog({ metals: own('data', 'metals'), calendars: own('data', 'calendars') }),
  ]);
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
    catalog,
    mappings,
    overrides,
    paths: {
      inbox: join(data, 'inbox'),
      store: join(data, 'assay.db'),
      reports: join(root, 'reports'),
      templates,
    },
  };
}

/** A link to nowhere is there, and wrong: what it was meant to hold (an exclusion) must not vanish unsaid. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
