import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A source file as the rules look at it. */
export interface Source {
  /** `src/charts/line.ts` */
  readonly path: string;
  /** Folder below `src/`; empty for a top-level file. */
  readonly folder: string;
  /** Module specifiers as written, of imports, re-exports and `import()`. */
  readonly imports: readonly string[];
  /** The text with comments and the insides of strings blanked: what is left is code. */
  readonly code: string;
}

/** Every source file below `root/src` whose name ends in one of `endings`. */
export function readSources(root: string, endings: readonly string[]): Source[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort()
    .map((path) => sourceOf(path, readFileSync(join(root, path), 'utf8')));
}

export function sourceOf(path: string, text: string): Source {
  const parts = path.split('/');
  return { path, folder: parts.length > 2 ? (parts[1] ?? '') : '', ...lex(text) };
}

/** Words after which a `/` begins a regular expression, as it does after most punctuation. */
const BEFORE_REGEX =
  /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|case|typeof|in|of|do|else|throw|void|await|yield))\s*$/;
const IMPORT =
  /(?:^|[;\s}])(?:import|export)\s(?:[\w\s{},*$]*\sfrom\s*)?$|\bimport\s*\(\s*$|\bimport\s*$|\bfrom\s*$/;

/** Blanks comments and strings, and keeps those strings that stand where a module's name does. */
function lex(text: string): Pick<Source, 'imports' | 'code'> {
  const imports: string[] = [];
  let code = '';
  let at = 0;
  const blankTo = (end: number): void => {
    code += text.slice(at, end).replace(/[^\n]/g, ' ');
    at = end;
  };
  const quoted = (): void => {
    const end = endOfString(text, at);
    if (IMPORT.test(code.slice(-400))) imports.push(text.slice(at + 1, end - 1));
    code += text[at];
    at += 1;
    blankTo(end - 1);
    code += text[at] ?? '';
    at += 1;
  };
  /** Depth of braces inside each open `${`. */
  const holes: number[] = [];
  const template = (): void => {
    for (;;) {
      const end = text.slice(at).search(/`|\$\{|\\/);
      blankTo(end === -1 ? text.length : at + end);
      if (end === -1) return;
      if (text[at] === '\\') {
        blankTo(at + 2);
        continue;
      }
      const closes = text[at] === '`';
      code += closes ? '`' : '${';
      at += closes ? 1 : 2;
      if (!closes) holes.push(0);
      return;
    }
  };
  while (at < text.length) {
    const two = text.slice(at, at + 2);
    const one = text[at] ?? '';
    if (two === '//') blankTo(until(text, '\n', at));
    else if (two === '/*') blankTo(until(text, '*/', at) + 2);
    else if (one === "'" || one === '"') quoted();
    else if (one === '/' && BEFORE_REGEX.test(code.slice(-40))) blankTo(endOfRegex(text, at));
    else {
      code += one;
      at += 1;
      const last = holes.length - 1;
      if (one === '`') template();
      else if (one === '{' && last >= 0) holes[last] = (holes[last] ?? 0) + 1;
      else if (one === '}' && last >= 0) {
        if (holes[last] === 0) {
          holes.pop();
          template();
        } else holes[last] = (holes[last] ?? 0) - 1;
      }
    }
  }
  return { imports, code };
}

function until(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from);
  return found === -1 ? text.length : found;
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== text[from] && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function endOfRegex(text: string, from: number): number {
  let at = from + 1;
  let inClass = false;
  while (at < text.length && text[at] !== '\n' && (inClass || text[at] !== '/')) {
    if (text[at] === '[') inClass = true;
    if (text[at] === ']') inClass = false;
    at += text[at] === '\\' ? 2 : 1;
  }
  return at + 1;
}
