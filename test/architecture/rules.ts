import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import type { Source } from './source.ts';

/** Folders of src/ from top to bottom: each imports only from those above it. */
export const ORDER: readonly string[] = [
  'model',
  'units',
  'calendar',
  'catalog',
  'sources',
  'store',
  'checks',
  'snapshot',
  'analysis',
  'language',
  'charts',
  'notes',
  'brief',
  'render',
  'archive',
  'delivery',
  'access',
  'schedule',
  'studio',
  'cli',
];

/** Top-level files everybody may import; the other top-level files join the folders and only `cli` may call them. */
const FOR_ALL = ['alive.ts', 'errors.ts', 'effects.ts', 'nearest.ts'];

/** Folders beside the order: `setup` runs before anything is installed, `app` holds the app's longer methods. */
const BESIDE = ['setup', 'app'];

/** Callers of the app. What the app loads when it serves (`studio`) knows it by its types alone: no cycles. */
const FRONT_DOORS = ['cli', 'studio', 'schedule'];

/** The one door to each heavy dependency: a folder, or a file where the door is narrower. */
export const DOORS: Readonly<Record<string, readonly string[]>> = {
  'decimal.js': ['src/units/'],
  'date-fns': ['src/calendar/'],
  '@date-fns/tz': ['src/calendar/'],
  yaml: ['src/catalog/'],
  'node-cron': ['src/schedule/'],
  'csv-parse': ['src/sources/'],
  hucre: ['src/sources/xlsx/'],
  yauzl: ['src/sources/xlsx/'],
  kysely: ['src/store/'],
  libsql: ['src/store/'],
  pg: ['src/store/'],
  'simple-statistics': ['src/analysis/'],
  vega: ['src/charts/'],
  'vega-lite': ['src/charts/'],
  handlebars: ['src/render/templates.ts'],
  // The press holds the browser, a sheet is one of its pages, the pipe leads to it.
  'puppeteer-core': ['src/render/press.ts', 'src/render/sheet.ts', 'src/render/pipe.ts'],
  // Reads configuration files from wherever it is called; the set-up runs its command, nobody imports it.
  puppeteer: [],
  'subset-font': ['src/render/'],
  juice: ['src/render/'],
  nodemailer: ['src/delivery/'],
  'postal-mime': ['src/delivery/'],
  fastify: ['src/studio/'],
  '@fastify/cookie': ['src/studio/'],
  '@fastify/multipart': ['src/studio/'],
  // Sent to browsers as the file it is.
  'htmx.org': [],
  'prom-client': ['src/studio/'],
  pino: ['src/app/'],
  minisearch: ['src/archive/'],
  'markdown-it': ['src/notes/'],
  commander: ['src/cli/'],
  esbuild: ['src/setup/'],
};

/** Where the disk may be touched. */
const DISK = ['catalog', 'sources', 'store', 'render', 'archive', 'delivery', 'cli', 'setup', 'app'];
const DISK_FILES = ['src/desk.ts', 'src/program.ts'];

/** Snapshot in, brief out: no clock, disk, network or chance. */
const PURE = ['model', 'units', 'checks', 'analysis', 'language', 'charts', 'brief'];

export interface Breach {
  readonly path: string;
  readonly rule: string;
  readonly what: string;
}

export function breachesOf(source: Source): Breach[] {
  const found = [...importBreaches(source), ...codeBreaches(source)];
  return found.map(([rule, what]) => ({ path: source.path, rule, what }));
}

type Found = readonly [rule: string, what: string];

function importBreaches(source: Source): Found[] {
  return source.imports.flatMap((specifier): Found[] => {
    if (specifier.startsWith('.')) return relativeBreaches(source, specifier);
    const builtin = specifier.startsWith('node:') || builtinModules.includes(specifier);
    return builtin ? builtinBreaches(source, specifier) : doorBreaches(source, specifier);
  });
}

function relativeBreaches(source: Source, specifier: string): Found[] {
  const target = posix.join(posix.dirname(source.path), specifier);
  const breach: Found = ['upward import', target];
  if (!/\.(?:ts|mjs|mts)$/.test(specifier)) return [['import without its ending', specifier]];
  if (!target.startsWith('src/')) return [['import from outside src', target]];
  const parts = target.split('/');
  const folder = parts.length > 2 ? (parts[1] ?? '') : '';
  if (folder === source.folder) return [];
  if (source.folder === '' || source.folder === 'app') return [];
  if (source.folder === 'setup') return FOR_ALL.includes(parts[1] ?? '') ? [] : [breach];
  const isFront = FRONT_DOORS.includes(source.folder);
  if (folder === '') return FOR_ALL.includes(parts[1] ?? '') || isFront ? [] : [breach];
  if (BESIDE.includes(folder)) return isFront ? [] : [breach];
  return rank(folder) < rank(source.folder) ? [] : [breach];
}

function rank(folder: string): number {
  return ORDER.indexOf(folder);
}

function builtinBreaches(source: Source, specifier: string): Found[] {
  const found: Found[] = [];
  if (!specifier.startsWith('node:')) found.push(['builtin without node:', specifier]);
  const disk = /^(?:node:)?fs(?:\/promises)?$/.test(specifier);
  if (disk && !DISK.includes(source.folder) && !DISK_FILES.includes(source.path))
    found.push(['disk', specifier]);
  else if (PURE.includes(source.folder)) found.push(['the pure middle', specifier]);
  return found;
}

function doorBreaches(source: Source, specifier: string): Found[] {
  const [scope = '', name = ''] = specifier.split('/');
  const doors = DOORS[scope.startsWith('@') ? `${scope}/${name}` : scope];
  if (doors === undefined || doors.some((door) => source.path.startsWith(door))) return [];
  return [['second door', specifier]];
}

const CLOCK =
  /\bnew\s+Date\s*(?:\(\s*\)|;|,)|\bDate\s*\.\s*now\b|\bMath\s*\.\s*random\b|\bperformance\s*\.\s*now\b|\bhrtime\b|\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b/g;
const IN_PURE = /\bDate\b|\bfetch\s*\(|\bprocess\s*\.|\bIntl\s*\.\s*DateTimeFormat\b|\bsetTimeout\b/g;
const LOOSE: ReadonlyArray<readonly [rule: string, pattern: RegExp]> = [
  ['any', /[:<,|&(]\s*any\b(?!\s*[:(])|\bas\s+any\b|\bany\[\]/g],
  ['enum', /^\s*(?:export\s+)?(?:const\s+)?enum\s/gm],
  ['ignored type error', /@ts-(?:ignore|expect-error|nocheck)/g],
];

/** A cast: `as` behind a value, other than `as const`. Renames of imports and exports are no casts. */
const CAST = /[\w)\]}'"`]\s+as\s+(?!const\b)/g;
const RENAMES = /\b(?:import|export)\s+(?:type\s+)?(?:\*\s+as\s+\w+|[\w\s,]*\{[^}]*\})/g;

function codeBreaches(source: Source): Found[] {
  const { path, folder, code } = source;
  const matches = (rule: string, pattern: RegExp): Found[] =>
    [...code.matchAll(pattern)].map(([what]) => [rule, what.trim()]);
  return [
    ...(path === 'src/effects.ts' || folder === 'setup'
      ? []
      : matches('clock or chance outside effects', CLOCK)),
    ...(atDoor(source)
      ? []
      : [...code.replace(RENAMES, '').matchAll(CAST)].map(
          ([what]): Found => ['cast away from a door', what],
        )),
    ...(PURE.includes(folder) ? matches('the pure middle', IN_PURE) : []),
    // A declaration describes a package as it is.
    ...(path.endsWith('.d.ts') ? [] : matches('default export', /\bexport\s+default\b|\bas\s+default\b/g)),
    ...LOOSE.flatMap(([rule, pattern]) => matches(rule, pattern)),
  ];
}

/** Doors to what is not imported: the browser's process and its pipes. */
const HIDDEN_DOORS = ['src/render/browser.ts'];

/** A file that imports a package may say what the package's types do not. */
function atDoor({ path, imports }: Source): boolean {
  return (
    HIDDEN_DOORS.includes(path) ||
    imports.some(
      (specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:') && specifier !== 'zod',
    )
  );
}
