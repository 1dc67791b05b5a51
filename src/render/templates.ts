import { createHash } from 'node:crypto';
import Handlebars from 'handlebars';
import { AssayError, type Problem } from '../errors.ts';
import { isOfLetter, lintTemplates } from './lint.ts';
import { PAGE_PLACES, readTemplateFiles } from './template-files.ts';
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
  /** Style sheets: ink, those of screens, those of paper, then a desk's own in the order of their names. */
  readonly css: string;
  /** The whole document. `css` replaces `{{css}}`. Throws AssayError config E_TPL_FIELD for a missing field. */
  render(view: View, css: string): string;
  /** Absent in the files of an edition from before there were letters. */
  readonly letter?: LetterTheme;
}

export interface LetterTheme {
  /** Rules to be written onto the elements. */
  readonly css: string;
  /** Rules that stay in the head: the dark, narrow screens. */
  readonly screen: string;
  /** The letter before that. Throws as `Theme.render`. */
  render(view: View, css: string): string;
}

/**
 * Opens the templates of the first folder, overridden file by file by those of the later ones.
 * A folder that does not exist overrides nothing. Throws AssayError config with every E_TPL_… found.
 */
export async function openTheme(folders: readonly string[]): Promise<Theme> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const [path, text] of await readTemplateFiles(folder)) files.set(path, text);
  }
  return themeFromFiles(files);
}

/** A theme from the files an edition kept. */
export function themeFromFiles(files: ReadonlyMap<string, string>): Theme {
  const ordered = new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  const problems = lintTemplates(ordered, Handlebars.parse);
  if (problems.length > 0) throw new AssayError('config', problems);
  const handlebars = Handlebars.create();
  handlebars.registerHelper('svg', drawn);
  const names = new Set<string>();
  for (const [path, text] of ordered) {
    if (!path.endsWith('.hbs')) continue;
    const name = path.slice(0, -'.hbs'.length);
    names.add(name);
    // A partial's last newline would stand between its last word and the tag that closes around it.
    handlebars.registerPartial(name, handlebars.compile(text.replace(/\n$/, ''), COMPILE));
  }
  const rendering = (name: string): Theme['render'] => {
    const document = handlebars.compile(`{{> ${name}}}`, COMPILE);
    return (view, styles) => {
      try {
        return document(view, { helpers: { css: () => new Handlebars.SafeString(styles) } });
      } catch (error) {
        throw new AssayError('config', renderProblem(error, ordered), { cause: error });
      }
    };
  };
  const sheet = (path: string): string => withoutComments(ordered.get(path) ?? '').replace(/\n\s*/g, '\n');
  return {
    files: ordered,
    hash: hashOf(ordered),
    names,
    css: sheetsInOrder(ordered),
    render: rendering('brief'),
    ...(names.has('email')
      ? {
          letter: {
            css: sheet('email.css'),
            screen: sheet('email-screen.css').trim(),
            render: rendering('email'),
          },
        }
      : {}),
  };
}

/** The server's pages, read once, checked, compiled. They are no part of a theme, nor of an edition. */
export interface Pages {
  /** Ink, then the pages' own sheets. */
  readonly css: string;
  /** Of it what readers' pages need: exactly what `{{css}}` prints, for whoever allows it by its hash. */
  readonly readersCss: string;
  /** A page of `studio/`, by its name without folder and ending. Throws as `Theme.render`. */
  render(name: string, view: View): string;
}

/** Opens `studio/` of the first folder, overridden file by file by the later ones. Throws AssayError config E_TPL_…. */
export async function openPages(folders: readonly string[]): Promise<Pages> {
  const files = new Map<string, string>();
  for (const folder of folders)
    for (const [path, text] of await readTemplateFiles(folder, PAGE_PLACES)) files.set(path, text);
  const ordered = new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  const problems = lintTemplates(ordered, Handlebars.parse, 'studio/message');
  if (problems.length > 0) throw new AssayError('config', problems);
  const handlebars = Handlebars.create();
  const readersCss = pageSheets(ordered, OF_THE_DESK);
  handlebars.registerHelper('css', () => new Handlebars.SafeString(readersCss));
  handlebars.registerHelper('svg', drawn);
  requireFields(handlebars);
  const compiled = new Map<string, ReturnType<typeof Handlebars.compile>>();
  for (const [path, text] of ordered) {
    if (!path.endsWith('.hbs')) continue;
    const name = path.slice('studio/'.length, -'.hbs'.length);
    compiled.set(name, handlebars.compile(text, COMPILE));
    handlebars.registerPartial(`studio/${name}`, handlebars.compile(text.replace(/\n$/, ''), COMPILE));
  }
  return {
    css: pageSheets(ordered, []),
    readersCss,
    render: (name, view) => {
      const page = compiled.get(name);
      if (page === undefined) throw new Error(`no page ${name}`);
      try {
        return page(view);
      } catch (error) {
        throw new AssayError('config', renderProblem(error, ordered), { cause: error });
      }
    },
  };
}

function drawn(drawing: unknown): Handlebars.SafeString {
  if (typeof drawing === 'string') return new Handlebars.SafeString(drawing);
  throw new TypeError('{{svg …}} was given something that is no drawing.');
}

/** A misspelled field would be no condition and no list, and nobody would know: strict printing does not see those. */
function requireFields(handlebars: typeof Handlebars): void {
  for (const name of ['if', 'unless', 'each', 'with']) {
    const block = handlebars.helpers[name];
    if (block === undefined) throw new Error(`no helper ${name}`);
    handlebars.registerHelper(name, function (this: unknown, ...given: unknown[]) {
      if (given[0] === undefined) throw new TypeError(`{{#${name} …}} was given a field that is not there.`);
      return Reflect.apply(block, this, given);
    });
  }
}

/** Sheets that pages for readers, each of which carries its own, have no use for. */
const OF_THE_DESK: readonly string[] = ['data', 'grid', 'mail', 'week'].map((part) => `studio/${part}.css`);

function pageSheets(files: ReadonlyMap<string, string>, without: readonly string[]): string {
  const own = [...files.keys()].filter(
    (path) => path.startsWith('studio/') && path.endsWith('.css') && !without.includes(path),
  );
  return withoutComments(['ink.css', ...own].map((path) => files.get(path) ?? '').join('\n')).replace(
    /\n\s*/g,
    '\n',
  );
}

const SHEETS: readonly string[] = [
  'ink.css',
  'screen.css',
  'screen-tables.css',
  'screen-wide.css',
  'print.css',
  'print-blocks.css',
];

/** Comments and indents stay in the files. */
function sheetsInOrder(files: ReadonlyMap<string, string>): string {
  const sheets = [...files.keys()].filter((path) => path.endsWith('.css'));
  const own = sheets.filter((path) => !SHEETS.includes(path) && !isOfLetter(path));
  const all = [...SHEETS, ...own].map((path) => files.get(path) ?? '').join('\n');
  return withoutComments(all).replace(/\n\s*/g, '\n');
}

/** A pattern would search the whole rest again for each comment that is never closed. */
function withoutComments(css: string): string {
  let kept = '';
  let at = 0;
  for (;;) {
    const open = css.indexOf('/*', at);
    const close = open < 0 ? -1 : css.indexOf('*/', open + 2);
    if (close < 0) return kept + css.slice(at);
    kept += css.slice(at, open);
    at = close + 2;
  }
}

const COMPILE = {
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { svg: true, css: true },
  preventIndent: true,
};

function hashOf(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [path, text] of files) hash.update(`${path}\0${Buffer.byteLength(text)}\0${text}`);
  return hash.digest('hex');
}

/** Handlebars gives line and column of a missing field but not the file: it is the one that has the name there. */
function renderProblem(error: unknown, files: ReadonlyMap<string, string>): Problem {
  if (error instanceof RangeError) {
    const message =
      'they include each other without end, through {{> (lookup . "template")}}. Expected templates of sections and blocks that include none of those they stand in.';
    return { code: 'E_TPL_CYCLE', where: 'templates', message };
  }
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
