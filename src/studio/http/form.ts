import { AssayError } from '../../errors.ts';
import { jsonFault } from './json-fault.ts';

/** Fields of a form, whatever way they were sent. No field is called like a part of every object. */
export interface Form {
  readonly form: Readonly<Record<string, string>>;
  all(field: string): readonly string[];
  /** In the order they were sent. */
  readonly pairs: ReadonlyArray<readonly [name: string, value: string]>;
}

const MOST_FIELDS = 5_000;
const NOT_NAMES: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Throws AssayError usage E_HTTP_FORM. */
export function formFrom(pairs: ReadonlyArray<readonly [string, string]>): Form {
  if (pairs.length > MOST_FIELDS) throw wrong(`more than ${MOST_FIELDS} fields`);
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    if (NOT_NAMES.includes(name)) throw wrong(`the field "${name}" is not allowed`);
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  const form: Record<string, string> = Object.create(null);
  for (const [name, given] of values) form[name] = given.at(-1) ?? '';
  return { form, all: (field) => values.get(field) ?? [], pairs };
}

export const NO_FORM = formFrom([]);

export function urlEncoded(text: string): Form {
  return formFrom([...new URLSearchParams(text)]);
}

/** One flat object: text, numbers, switches, or lists of text. Throws AssayError usage E_HTTP_JSON, E_HTTP_FORM. */
export function jsonForm(text: string): Form {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badJson('expected one object of fields');
  return formFrom(
    Object.entries(value).flatMap(([name, given]: [string, unknown]) =>
      (Array.isArray(given) ? given : [given]).map((one: unknown): [string, string] => {
        if (typeof one === 'string') return [name, one];
        if (typeof one === 'number' || typeof one === 'boolean') return [name, String(one)];
        throw badJson(`the field "${name.slice(0, 60)}" is no text`);
      }),
    ),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const before = text.slice(0, jsonFault(text)).split('\n');
    throw badJson(`at line ${before.length} column ${(before.at(-1) ?? '').length + 1}`);
  }
}

function badJson(message: string): AssayError {
  return new AssayError('usage', { code: 'E_HTTP_JSON', where: '', message });
}

function wrong(what: string): AssayError {
  return new AssayError('usage', {
    code: 'E_HTTP_FORM',
    where: '',
    message: `${what}. Expected the form of the page.`,
  });
}
