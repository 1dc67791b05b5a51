import { z } from 'zod';
import { type Problem, quoted } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { SourceFile } from './source-file.ts';
import type { Path } from './yaml.ts';

/** Every issue of a schema as a line for people, E_CONFIG_FIELD, at its place in the file. */
export function fieldProblems(schema: z.ZodType, error: z.ZodError, file: SourceFile): Problem[] {
  return error.issues.flatMap((issue) => problemsOf(schema, issue, file));
}

function problemsOf(schema: z.ZodType, issue: z.core.$ZodIssue, file: SourceFile): Problem[] {
  const problem = (where: string, message: string): Problem => ({ code: 'E_CONFIG_FIELD', where, message });
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsAt(schema, issue.path);
    return issue.keys.map((key) =>
      problem(
        file.whereKey([...issue.path, key]),
        `unknown field ${quoted(key)}.${meant(key, known)} Expected only ${known.join(', ')}.`,
      ),
    );
  }
  const field = fieldName(file.value, issue.path);
  const found = valueAt(file.value, issue.path);
  if (issue.code === 'invalid_key') {
    const key = String(issue.path.at(-1));
    return [
      problem(file.whereKey(issue.path), `${quoted(key)} is not a date. Expected one like 2025-06-13.`),
    ];
  }
  const expected = expectation(issue);
  if (found === undefined) {
    return [problem(file.where(issue.path), `${quoted(field)} is missing. Expected ${expected}.`)];
  }
  const hint =
    typeof found === 'string' && issue.code === 'invalid_value' ? meantValue(found, issue.values) : '';
  return [problem(file.where(issue.path), `${field} is ${shown(found)}. Expected ${expected}.${hint}`)];
}

function meantValue(word: string, values: readonly z.core.util.Primitive[]): string {
  const quotedOnly = values.some((value) => typeof value !== 'string' && String(value) === word);
  return quotedOnly ? ' Write it without quotation marks.' : meant(word, values.map(String));
}

function meant(word: string, known: readonly string[]): string {
  const candidate = nearest(word, known);
  return candidate === undefined ? '' : ` Did you mean ${quoted(candidate)}?`;
}

function shown(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? quoted(value) : String(value);
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list of two numbers, low and high',
  object: 'a map of fields',
  record: 'a map',
};

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1
        ? String(issue.values[0])
        : `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? 'more than' : 'at least', Number(issue.minimum));
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'less than' : 'at most', Number(issue.maximum));
    case 'invalid_format':
      if (issue.message.startsWith('a time ')) return issue.message;
      return issue.message.startsWith('ids are ')
        ? issue.message.slice('ids are '.length)
        : 'a date like 2025-06-13';
    case 'invalid_union':
      return issue.message === 'Invalid input' ? 'one of 1, 0, -1' : issue.message;
    default:
      return issue.message;
  }
}

function bound(origin: string, relation: string, limit: number): string {
  if (origin === 'string') return `a text of ${relation} ${limit} character${limit === 1 ? '' : 's'}`;
  if (origin === 'array') return `a list of ${relation} ${limit} item${limit === 1 ? '' : 's'}`;
  return `${relation} ${limit}`;
}

/** `cu_lme_3m.decimals.en`: the path as a reader of the file would say it. */
function fieldName(value: unknown, path: Path): string {
  let name = '';
  path.forEach((step, depth) => {
    const here = valueAt(value, path.slice(0, depth + 1));
    const id = typeof step === 'number' ? idOf(here) : undefined;
    if (id !== undefined) name = id;
    else if (typeof step === 'number') name += `[${step}]`;
    else name += name === '' ? String(step) : `.${String(step)}`;
  });
  return name === '' ? 'the file' : name;
}

function idOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
  return typeof value.id === 'string' ? value.id : undefined;
}

export function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Object.getOwnPropertyDescriptor(here, step)?.value;
  }
  return here;
}

/** The fields a schema knows at a path, for "Did you mean". */
function fieldsAt(schema: z.ZodType, path: Path): string[] {
  let here: unknown = schema;
  const unwrap = () => {
    while (here instanceof z.ZodOptional || here instanceof z.ZodDefault || here instanceof z.ZodPrefault) {
      here = here.unwrap();
    }
  };
  unwrap();
  for (const step of path) {
    if (here instanceof z.ZodObject) here = here.shape[String(step)];
    else if (here instanceof z.ZodArray) here = here.element;
    else if (here instanceof z.ZodRecord) here = here.valueType;
    unwrap();
  }
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}
