import type { FastifyRequest } from 'fastify';
import { AssayError } from '../../errors.ts';
import type { Route, Upload } from '../route.ts';
import { type Form, formFrom, jsonForm, NO_FORM, urlEncoded } from './form.ts';

/** Of a form without files. A note of a hundred pages is less. */
const FORM_BYTES = 1024 * 1024;
/** Fields and boundaries beside the files. */
const AROUND_FILES = 64 * 1024;
const MOST_FILES = 10;

export interface Body extends Form {
  readonly files: readonly Upload[];
}

/** Bytes a route's body may have in all. */
export function bodyLimit({ files }: Route): number {
  return files === undefined ? FORM_BYTES : files.maxBytes + AROUND_FILES;
}

/** What is said of it. */
export function limitOf(route: Route): number {
  return route.files?.maxBytes ?? FORM_BYTES;
}

/** Whether a form with files says how long it is, and is short enough: nobody counts what comes in pieces. */
export function fits(request: FastifyRequest, route: Route): boolean {
  const { 'content-length': length } = request.headers;
  return route.files === undefined || (length !== undefined && Number(length) <= bodyLimit(route));
}

export function typeOf(request: FastifyRequest): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/**
 * What was sent with a POST. Files are written to `uploads` as they come, and removed after the answer. Throws
 * AssayError usage E_HTTP_TYPE, E_HTTP_SIZE, E_HTTP_JSON, E_HTTP_FORM.
 */
export async function readBody(request: FastifyRequest, route: Route, uploads: string): Promise<Body> {
  const type = typeOf(request);
  if (type === 'multipart/form-data' && route.files !== undefined)
    return withFiles(request, route.files.maxBytes, uploads);
  const text = typeof request.body === 'string' ? request.body : '';
  if (type === 'application/x-www-form-urlencoded') return { ...urlEncoded(text), files: [] };
  if (type === 'application/json') return { ...jsonForm(text), files: [] };
  if (type === '' && text === '') return { ...NO_FORM, files: [] };
  throw refused('E_HTTP_TYPE', 'expected the form of the page');
}

async function withFiles(request: FastifyRequest, maxBytes: number, uploads: string): Promise<Body> {
  const limits = {
    files: MOST_FILES,
    fileSize: maxBytes,
    fields: 200,
    fieldSize: AROUND_FILES,
    fieldNameSize: 100,
    headerPairs: 20,
    parts: 200 + MOST_FILES,
  };
  const { files, values } = await request.saveRequestFiles({ tmpdir: uploads, limits });
  const pairs = Object.entries(values).flatMap(([name, given]: [string, unknown]) =>
    (Array.isArray(given) ? given : [given]).flatMap((one: unknown): Array<[string, string]> => {
      const value = typeof one === 'object' && one !== null && 'value' in one ? one.value : one;
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
  const saved = files
    // An input without a choice is sent as a file without a name.
    .filter(({ filename, file }) => filename !== '' || file.bytesRead > 0)
    .map((one) => ({
      field: one.fieldname,
      name: plainName(one.filename),
      path: one.filepath,
      bytes: one.file.bytesRead,
    }));
  if (saved.reduce((sum, { bytes }) => sum + bytes, 0) > maxBytes)
    throw refused('E_HTTP_SIZE', limitWords(maxBytes));
  return { ...formFrom(pairs), files: saved };
}

/** The last part of what may be a path, as text that can be shown. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return [...last.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')]
    .slice(0, 120)
    .join('');
}

export function limitWords(bytes: number): string {
  return `limit ${limitText(bytes)}`;
}

/** `10 MB`. */
export function limitText(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${Math.floor(bytes / 1024)} KB`;
}

function refused(code: string, message: string): AssayError {
  return new AssayError('usage', { code, where: '', message });
}
