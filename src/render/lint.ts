import type { Problem } from '../errors.ts';
import { quoted } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { VIEW_FIELDS } from './fields.ts';

/** Handlebars' own parser: text → syntax tree, throwing on bad syntax. */
export type Parse = (text: string) => unknown;

const BLOCK_HELPERS: readonly string[] = ['if', 'unless', 'each', 'with'];
/** Helpers that print: our own drawings and the style sheets. `lookup` only names a partial. */
const PRINT_HELPERS: readonly string[] = ['svg', 'css'];

/** Every problem of a theme's templates, in the order of files and lines. */
export function lintTemplates(files: ReadonlyMap<string, string>, parse: Parse): Problem[] {
  const problems: Problem[] = [];
  const partials = [...files.keys()]
    .filter((path) => path.endsWith('.hbs'))
    .map((path) => path.slice(0, -'.hbs'.length));
  if (!partials.includes('brief'))
    problems.push({
      code: 'E_TPL_MISSING',
      where: 'templates/brief.hbs',
      message: 'no such file. Expected the template of the whole document; run assay init to get one.',
    });
  for (const [path, text] of files) {
    if (!path.endsWith('.hbs')) continue;
    const where = `templates/${path}`;
    let tree: unknown;
    try {
      tree = parse(text);
    } catch (error) {
      problems.push(syntaxProblem(where, text, error));
      continue;
    }
    const found: Problem[] = [];
    walk(tree, { where, partials, report: (problem) => found.push(problem) });
    found.push(...bareDigits(where, text));
    problems.push(...found.sort((a, b) => lineOf(a) - lineOf(b)));
  }
  return problems;
}

interface Tour {
  readonly where: string;
  readonly partials: readonly string[];
  report(problem: Problem): void;
}

type Node = Readonly<Record<string, unknown>>;

function walk(value: unknown, tour: Tour): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, tour);
    return;
  }
  if (!isNode(value)) return;
  const report = (code: string, message: string): void =>
    tour.report({ code, where: `${tour.where}:${lineNumber(value)}`, message });
  switch (value.type) {
    case 'MustacheStatement': {
      const name = nameOf(value.path);
      if (value.escaped === false) {
        report(
          'E_TPL_RAW',
          `{{{${name}}}} is not allowed; use {{${name}}}, or {{svg …}} for a drawing of ours.`,
        );
        return;
      }
      if (hasArguments(value) || PRINT_HELPERS.includes(name)) {
        // `{{svg svg}}` calls the helper with the field of the same name.
        if (!PRINT_HELPERS.includes(name))
          report('E_TPL_FIELD', `unknown helper ${quoted(name)}. Known here: ${PRINT_HELPERS.join(', ')}.`);
        walkArguments(value, tour);
        return;
      }
      break;
    }
    case 'BlockStatement': {
      const name = nameOf(value.path);
      if (!BLOCK_HELPERS.includes(name)) {
        report('E_TPL_FIELD', `unknown block {{#${name}}}. Known here: ${BLOCK_HELPERS.join(', ')}.`);
        return;
      }
      walkArguments(value, tour);
      walk(value.program, tour);
      walk(value.inverse, tour);
      return;
    }
    case 'PartialStatement': {
      if (isNode(value.name) && value.name.type === 'PathExpression') {
        const name = nameOf(value.name);
        if (!tour.partials.includes(name))
          report('E_TPL_FIELD', `no partial ${quoted(name)}.${didYouMean(name, tour.partials)}`);
      } else if (!isNode(value.name) || nameOf(value.name.path) !== 'lookup') {
        report('E_TPL_FIELD', 'only {{> (lookup . "template")}} may choose a partial.');
      }
      walkArguments(value, tour);
      return;
    }
    case 'Decorator':
    case 'DecoratorBlock':
    case 'PartialBlockStatement':
      report(
        'E_TPL_SYNTAX',
        'decorators, inline partials and partial blocks are not used; write a file in partials/.',
      );
      return;
    case 'SubExpression':
      report(
        'E_TPL_FIELD',
        `unknown helper ${quoted(nameOf(value.path))}. Nothing is computed in templates.`,
      );
      return;
    case 'PathExpression': {
      const field = unknownField(value);
      if (field !== undefined)
        report('E_TPL_FIELD', `no field ${quoted(field)}.${didYouMean(field, VIEW_FIELDS)}`);
      return;
    }
  }
  for (const [key, child] of Object.entries(value)) if (key !== 'loc') walk(child, tour);
}

function walkArguments(statement: Node, tour: Tour): void {
  walk(statement.params, tour);
  walk(statement.hash, tour);
}

/** `@index` and `.` are no fields; what stands under `words` is checked against the brief when it is rendered. */
function unknownField(path: Node): string | undefined {
  if (path.data === true || !Array.isArray(path.parts)) return undefined;
  const parts = path.parts.filter((part) => typeof part === 'string');
  if (parts[0] === 'words') return undefined;
  return parts.find((part) => !VIEW_FIELDS.includes(part));
}

/** Numbers are figures: a digit typed into a template would have no source. */
function bareDigits(where: string, text: string): Problem[] {
  const blank = (match: string): string => match.replace(/[^\n]/g, ' ');
  const seen = text.replace(/\{\{.*?\}\}/gs, blank).replace(/<!--.*?-->|<[^>]*>/gs, blank);
  return seen.split('\n').flatMap((line, at) => {
    const digit = /\d+/.exec(line);
    if (digit === null) return [];
    const message = `the number ${digit[0]} is typed into the template. Numbers come from figures of the brief.`;
    return [{ code: 'E_TPL_DIGIT', where: `${where}:${at + 1}`, message }];
  });
}

function syntaxProblem(where: string, text: string, error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  const open = unclosedBlock(text);
  if (open !== undefined) {
    return {
      code: 'E_TPL_SYNTAX',
      where: `${where}:${text.split('\n').length}`,
      message: `{{#${open.name}}} opened on line ${open.line} is not closed.`,
    };
  }
  const mismatch = /^(\S+) doesn't match (\S+) - (\d+):/.exec(message);
  if (mismatch !== null)
    return {
      code: 'E_TPL_SYNTAX',
      where: `${where}:${mismatch[3]}`,
      message: `{{#${mismatch[1]}}} is closed by {{/${mismatch[2]}}}. Expected {{/${mismatch[1]}}}.`,
    };
  const line = /on line (\d+)/.exec(message)?.[1] ?? '1';
  const got = /Expecting (.*), got '([^']*)'/s.exec(message);
  const near = text.split('\n')[Number(line) - 1]?.trim() ?? '';
  return {
    code: 'E_TPL_SYNTAX',
    where: `${where}:${line}`,
    message: `not a Handlebars template near ${quoted(near)}${got === null ? '' : ` (unexpected ${got[2]})`}. Check the braces.`,
  };
}

function unclosedBlock(text: string): { name: string; line: number } | undefined {
  const open: { name: string; line: number }[] = [];
  for (const match of text.matchAll(/\{\{~?([#/])\s*([\w-]+)/g)) {
    const name = match[2] ?? '';
    if (match[1] === '#') open.push({ name, line: text.slice(0, match.index).split('\n').length });
    else if (open.at(-1)?.name === name) open.pop();
    else return undefined;
  }
  return open.at(-1);
}

function didYouMean(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function nameOf(path: unknown): string {
  return isNode(path) && typeof path.original === 'string' ? path.original : '?';
}

function hasArguments(statement: Node): boolean {
  return (Array.isArray(statement.params) && statement.params.length > 0) || statement.hash !== undefined;
}

function lineNumber(node: Node): number {
  const start = isNode(node.loc) ? node.loc.start : undefined;
  return isNode(start) && typeof start.line === 'number' ? start.line : 1;
}

function lineOf(problem: Problem): number {
  return Number(/:(\d+)$/.exec(problem.where)?.[1] ?? 0);
}
