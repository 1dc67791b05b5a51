import type { Problem } from '../errors.ts';
import { quoted } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { cycleProblems, type Include } from './cycles.ts';
import { VIEW_FIELDS } from './fields.ts';
import { LETTER_FIELDS } from './letter-fields.ts';
import { mailProblems } from './letter-lint.ts';
import { markupProblems, sheetProblems } from './markup.ts';
import { PAGE_FIELDS } from './page-fields.ts';
import { bottomlessLine, DEEPEST, syntaxProblem, TOO_DEEP } from './syntax.ts';

/** Handlebars' own parser: text → syntax tree, throwing on bad syntax. */
export type Parse = (text: string) => unknown;

const BLOCK_HELPERS: readonly string[] = ['if', 'unless', 'each', 'with'];
/** Helpers that print: our own drawings and the style sheets. `lookup` only names a partial. */
const PRINT_HELPERS: readonly string[] = ['svg', 'css'];

/** What `{{#each}}` gives with `@`. */
const LOOP_WORDS: readonly string[] = ['index', 'first', 'last', 'key'];

/** The letter's template, its partials and style sheets have fields and rules of their own. */
export function isOfLetter(path: string): boolean {
  return /^(?:partials\/)?email(?:-[a-z0-9-]+)?\.(?:hbs|css)$/.test(path);
}

/** The server's pages may ask for something, and what they have differs from page to page. */
function isOfStudio(path: string): boolean {
  return path.startsWith('studio/');
}

/** Every problem of a theme's templates, in the order of files and lines. `entry`: the one it cannot do without. */
export function lintTemplates(files: ReadonlyMap<string, string>, parse: Parse, entry = 'brief'): Problem[] {
  const problems: Problem[] = [];
  const partials = [...files.keys()]
    .filter((path) => path.endsWith('.hbs'))
    .map((path) => path.slice(0, -'.hbs'.length));
  if (!partials.includes(entry))
    problems.push({
      code: 'E_TPL_MISSING',
      where: `templates/${entry}.hbs`,
      message: 'no such file. Expected the template of the whole document; run assay init to get one.',
    });
  const includes = new Map<string, Include[]>();
  for (const [path, text] of files) {
    const where = `templates/${path}`;
    if (!path.endsWith('.hbs')) {
      problems.push(...sheetProblems(where, text), ...(isOfLetter(path) ? mailProblems(where, text) : []));
      continue;
    }
    const bottomless = bottomlessLine(text);
    if (bottomless !== undefined) {
      problems.push({ code: 'E_TPL_SYNTAX', where: `${where}:${bottomless}`, message: TOO_DEEP });
      continue;
    }
    let tree: unknown;
    try {
      tree = parse(text);
    } catch (error) {
      problems.push(syntaxProblem(where, text, error));
      continue;
    }
    const found: Problem[] = [];
    const included: Include[] = [];
    includes.set(path.slice(0, -'.hbs'.length), included);
    const fields = fieldsOf(path);
    walk(tree, { where, partials, fields, included, depth: 0, report: (problem) => found.push(problem) });
    found.push(
      ...markupProblems(where, text, isOfStudio(path)),
      ...(isOfLetter(path) ? mailProblems(where, text) : []),
    );
    problems.push(...found.sort((a, b) => lineOf(a) - lineOf(b)));
  }
  return [...problems, ...cycleProblems(includes)];
}

/** Those who have no account see one page; a desk may word it anew, and is told at once what it misspells. */
function fieldsOf(path: string): readonly string[] | undefined {
  if (isOfLetter(path)) return LETTER_FIELDS;
  if (!isOfStudio(path)) return VIEW_FIELDS;
  return path === 'studio/message.hbs' ? PAGE_FIELDS : undefined;
}

interface Tour {
  readonly where: string;
  readonly partials: readonly string[];
  /** Undefined where a field is only known when the page is shown. */
  readonly fields: readonly string[] | undefined;
  /** Filled on the way: the partials named outright. */
  readonly included: Include[];
  /** How many blocks stand around the node. */
  readonly depth: number;
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
      if (isNode(value.path) && value.path.type !== 'PathExpression') {
        report(
          'E_TPL_FIELD',
          `${quoted(String(value.path.original))} is typed into the template. Expected the name of a field.`,
        );
        return;
      }
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
        if (name === 'svg' && !(Array.isArray(value.params) && value.params.length === 1))
          report('E_TPL_FIELD', '{{svg}} draws one field. Expected e.g. {{svg picture}}.');
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
      if (tour.depth >= DEEPEST) {
        report('E_TPL_SYNTAX', TOO_DEEP);
        return;
      }
      walkArguments(value, tour);
      walk(value.program, { ...tour, depth: tour.depth + 1 });
      walk(value.inverse, { ...tour, depth: tour.depth + 1 });
      return;
    }
    case 'PartialStatement': {
      if (isNode(value.name) && value.name.type === 'PathExpression') {
        const name = nameOf(value.name);
        if (tour.partials.includes(name)) tour.included.push({ name, line: lineNumber(value) });
        else report('E_TPL_FIELD', `no partial ${quoted(name)}.${didYouMean(name, tour.partials)}`);
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
      const field = unknownField(value, tour.fields);
      if (field !== undefined)
        report('E_TPL_FIELD', `no field ${quoted(field)}.${didYouMean(field, tour.fields ?? [])}`);
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
function unknownField(path: Node, fields: readonly string[] | undefined): string | undefined {
  if (!Array.isArray(path.parts)) return undefined;
  const parts = path.parts.filter((part) => typeof part === 'string');
  if (fields === undefined && path.data === true && parts[0] === 'root') return undefined;
  if (path.data === true) return LOOP_WORDS.includes(parts.join('.')) ? undefined : `@${parts.join('.')}`;
  if (fields === undefined) return undefined;
  if (parts[0] === 'words') return undefined;
  return parts.find((part) => !fields.includes(part));
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
