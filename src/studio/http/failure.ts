import type { FastifyError } from 'fastify';
import type { Effects } from '../../effects.ts';
import { AssayError, type ExitName, oneLine, problemLines } from '../../errors.ts';
import type { Refusal } from '../refusal.ts';
import type { PageName } from '../words.ts';
import { limitText, limitWords } from './body.ts';

/** What stops a run of the command line, as a browser is told. */
const STATUS: Readonly<Record<ExitName, number>> = {
  usage: 400,
  data: 422,
  missing: 404,
  permission: 403,
  temporary: 503,
  unavailable: 503,
  config: 503,
  cannotCreate: 503,
  io: 503,
};
const BY_CODE: Readonly<Record<string, number>> = {
  E_BUILD_RUNNING: 409,
  E_EDITION_ID: 404,
  E_HTTP_SIZE: 413,
  E_HTTP_TYPE: 415,
  E_HTTP_CSRF: 403,
  E_HTTP_RATE: 429,
};
/** Somebody else was faster: what was looked at is no longer so. */
const CHANGED: ReadonlySet<string> = new Set([
  'E_BUILD_CHANGED',
  'E_OVERRIDE_TWICE',
  'E_RELEASE_CHANGED',
  'E_UPLOAD_CHANGED',
]);
const PAGES: Readonly<Record<number, PageName>> = {
  403: 'role',
  404: 'missing',
  409: 'busy',
  413: 'size',
  415: 'type',
  429: 'tooFast',
  503: 'unavailable',
};

/** Whatever went wrong with a request, as its sender is told. */
export function failureRefusal(
  error: FastifyError | Error,
  limit: number,
  effects: Pick<Effects, 'log' | 'random'>,
): Refusal {
  return error instanceof AssayError ? refusalFor(error, effects) : frameworkRefusal(error, limit, effects);
}

/** What a handler threw, for somebody who works at the desk: its lines, or a reference to the log. */
function refusalFor(error: AssayError, effects: Pick<Effects, 'log'>): Refusal {
  const [first] = error.problems;
  const code = first?.code ?? 'E_INTERNAL';
  const isChanged = CHANGED.has(code);
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  const status = isChanged ? 409 : (known ?? STATUS[error.exit]);
  const where = oneLine(first?.where ?? '');
  const message = where === '' ? (first?.message ?? '') : `${where}: ${first?.message ?? ''}`;
  const { problems } = error;
  // Who asked has left, or the server stops: nothing is wrong.
  if (status === 503 && code !== 'E_JOB_STOPPED')
    for (const line of problemLines(problems)) effects.log(line);
  return {
    status,
    code,
    message,
    page: isChanged ? 'refused' : code === 'E_HTTP_CSRF' ? 'csrf' : (PAGES[status] ?? 'refused'),
    // Of a size the page has words of its own.
    what: message.replace(/^limit /, ''),
    problems,
  };
}

/** What the server itself refuses: too long, too slow, not understood. */
function frameworkRefusal(
  error: FastifyError | Error,
  limit: number,
  effects: Pick<Effects, 'log' | 'random'>,
): Refusal {
  const status = 'statusCode' in error ? error.statusCode : undefined;
  const code = 'code' in error ? error.code : '';
  if (status === 413 || code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return {
      status: 413,
      code: 'E_HTTP_SIZE',
      message: limitWords(limit),
      page: 'size',
      what: limitText(limit),
    };
  if (status === 415 || code === 'FST_INVALID_MULTIPART_CONTENT_TYPE')
    return { status: 415, code: 'E_HTTP_TYPE', message: 'expected the form of the page', page: 'type' };
  if (status !== undefined && status >= 400 && status < 500)
    return { status: 400, code: 'E_HTTP_REQUEST', message: 'The request was not understood.', page: 'form' };
  return unexpected(error, effects);
}

function unexpected(error: unknown, effects: Pick<Effects, 'log' | 'random'>): Refusal {
  const reference = Buffer.from(effects.random(4)).toString('hex');
  effects.log(`${reference} ${oneLine(String(error))}`);
  if (process.env.ASSAY_DEBUG && error instanceof Error) effects.log(error.stack ?? '');
  return {
    status: 500,
    code: 'E_INTERNAL',
    message: `reference ${reference}`,
    page: 'trouble',
    what: reference,
  };
}

/** Those outside are not told what was wrong: it is in the log, under a reference. */
export function publicRefusal(
  error: FastifyError | Error,
  limit: number,
  effects: Pick<Effects, 'log' | 'random'>,
): Refusal {
  if (!(error instanceof AssayError)) return frameworkRefusal(error, limit, effects);
  const reference = Buffer.from(effects.random(4)).toString('hex');
  for (const line of problemLines(error.problems)) effects.log(`${reference} ${line}`);
  return {
    status: 503,
    code: 'E_UNAVAILABLE',
    message: `reference ${reference}`,
    page: 'trouble',
    what: reference,
  };
}
