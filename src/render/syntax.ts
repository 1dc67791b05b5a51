import { type Problem, quoted } from '../errors.ts';

/** Blocks in blocks beyond this would exhaust the stack of whoever compiles them. */
export const DEEPEST = 64;
export const TOO_DEEP = 'blocks nested too deeply to be read. Expected a few levels; use partials.';

/** The line where more blocks are open than anybody nests: parsing thousands of them takes minutes. */
export function bottomlessLine(text: string): number | undefined {
  let depth = 0;
  for (const { 0: mark, index } of text.matchAll(/\{\{~?(?:[#^][\w*>]|\/)/g)) {
    depth = Math.max(0, depth + (mark.endsWith('/') ? -1 : 1));
    if (depth > DEEPEST) return text.slice(0, index).split('\n').length;
  }
  return undefined;
}

/** Why a text is no template, as a line for people; what its parser said is for those who wrote it. */
export function syntaxProblem(where: string, text: string, error: unknown): Problem {
  if (error instanceof RangeError) {
    return { code: 'E_TPL_SYNTAX', where, message: TOO_DEEP };
  }
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
