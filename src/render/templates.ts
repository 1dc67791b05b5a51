import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { AssayError, type Problem } from '../errors.ts';
import { lintTemplates } from './lint.ts';
import type { View } from './view.ts';

/**
 * Templates and style sheets, read once, checked, compiled.
 * `files`: path inside the templates folder → text, so that an edition can keep them; `hash` is their sha256.
 */
export interface Theme {
  readonly files: ReadonlyMap<string, string>;
  readonly hash: string;
  /** Names of templates without `.hbs`: `sections/section`. */
  readonly names: ReadonlySet<string>;
  /** Style sheets: ink, screen, print, then a desk's own in the order of their names. */
  readonly css: string;
  /** The whole document. `css` replaces `{{css}}`. Throws AssayError config E_TPL_FIELD for a missing field. */
  render(view: View, css: string): string;
}

/**
 * Opens the templates of the first folder, overridden file by file by those of the later ones.
 * A folder that does not exist overrides nothing. Throws AssayError config with every E_TPL_… found.
 */
export async function openTheme(folders: readonly string[]): Promise<Theme> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const [path, text] of await readFolder(folder)) files.set(path, text);
  }
  return themeFromFiles(files);
}

/** A theme from the files an edition kept. */
export function themeFromFiles(files: ReadonlyMap<string, string>): Theme {
  const ordered = new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  const problems = lintTemplates(ordered, Handlebars.parse);
  if (problems.length > 0) throw new AssayError('config', problems);
  const handlebars = Handlebars.create();
  handlebars.registerHelper('svg', (drawing: unknown) => new Handlebars.SafeString(String(drawing)));
  const names = new Set<string>();
  for (const [path, text] of ordered) {
    if (!path.endsWith('.hbs')) continue;
    const name = path.slice(0, -'.hbs'.length);
    names.add(name);
    // A partial's last newline would stand between its last word and the tag that closes around it.
    handlebars.registerPartial(name, handlebars.compile(text.replace(/\n$/, ''), COMPILE));
  }
  const document = handlebars.compile('{{> brief}}', COMPILE);
  return {
    files: ordered,
    hash: hashOf(ordered),
    names,
    css: sheetsInOrder(ordered),
    render: (view, styles) => {
      try {
        return document(view, { helpers: { css: () => new Handlebars.SafeString(styles) } });
      } catch (error) {
        throw new AssayError('config', renderProblem(error, ordered), { cause: error });
      }
    },
  };
}

const SHEETS: readonly string[] = ['ink.css', 'screen.css', 'print.css'];

/** Comments and indents stay in the files. */
function sheetsInOrder(files: ReadonlyMap<string, string>): string {
  const sheets = [...files.keys()].filter((path) => path.endsWith('.css'));
  const own = sheets.filter((path) => !SHEETS.includes(path));
  const all = [...SHEETS, ...own].map((path) => files.get(path) ?? '').join('\n');
  return all.replace(/\/\*.*?\*\//gs, '').replace(/\n\s*/g, '\n');
}

const COMPILE = {
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { svg: true, css: true },
  preventIndent: true,
};

/** Only .hbs and .css belong to a theme; `studio/` and `email.hbs` are other parts' and compiled there. */
async function readFolder(folder: string): Promise<[string, string][]> {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const own = names.map((name) => name.replaceAll('\\', '/')).filter((name) => THEME_FILE.test(name));
  return Promise.all(
    own.map(async (name): Promise<[string, string]> => [name, await readFile(join(folder, name), 'utf8')]),
  );
}

const THEME_FILE = /^(?:[a-z0-9-]+\.css|brief\.hbs|(?:sections|partials)\/[a-z0-9-]+\.hbs)$/;

function hashOf(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [path, text] of files) hash.update(`${path}\0${Buffer.byteLength(text)}\0${text}`);
  return hash.digest('hex');
}

/** Handlebars gives line and column of a missing field but not the file: it is the one that has the name there. */
function renderProblem(error: unknown, files: ReadonlyMap<string, string>): Problem {
  const message = error instanceof Error ? error.message : String(error);
  const found = /"([^"]+)" not defined in .* - (\d+):(\d+)/s.exec(message);
  if (found === null) {
    const [first = ''] = message.split('\n');
    return {
      code: 'E_TPL_FIELD',
      where: 'templates',
      message: `${first} Compare them with the built-in ones.`,
    };
  }
  const [, name = '', line = '', column = ''] = found;
  const file = [...files].find(([path, text]) => {
    const start = (text.split('\n')[Number(line) - 1] ?? '').slice(Number(column));
    return path.endsWith('.hbs') && new RegExp(`^[\\w./@]*\\b${name}\\b`).test(start);
  });
  return {
    code: 'E_TPL_FIELD',
    where: `templates/${file?.[0] ?? '?'}:${line}:${Number(column) + 1}`,
    message: `"${name}" is not among the fields given there. Compare the file with the built-in one.`,
  };
}
