import { AssayError } from '../../errors.ts';
import type { Instant } from '../../model/time.ts';
import { piecesOf } from './pieces.ts';

/**
 * How far a relay came with a letter. `seen`: it began to read it, and nothing says that it kept it. `queued`: it has
 * it. `refused`: it read it and would not have it. The others are what it reports of the last hop it knows.
 */
export type RelayStatus = 'seen' | 'refused' | 'queued' | 'deferred' | 'sent' | 'bounced' | 'expired';

export interface RelayRecord {
  readonly messageId: string;
  /** Of the last time it was queued. */
  readonly queueId: string;
  readonly status: RelayStatus;
  /** `2.0.0`; '' where none was logged. */
  readonly enhanced: string;
  /** Of the next server; 0 where it gave none. */
  readonly code: number;
  readonly text: string;
  readonly at: Instant;
}

export interface PostfixLog {
  /** By message id, without angle brackets. */
  readonly records: ReadonlyMap<string, RelayRecord>;
  /** The times of its first and last line; undefined of a log without any. */
  readonly from: Instant | undefined;
  readonly to: Instant | undefined;
  readonly lines: number;
}

/** One time a message lay in a queue. A filter behind the relay gives it back under another queue id. */
interface Stay {
  readonly messageId: string;
  readonly queueId: string;
  status: RelayStatus;
  enhanced: string;
  code: number;
  text: string;
  at: Instant;
}

const LINE =
  /^(?:(\w{3} [ \d]\d \d\d:\d\d:\d\d)|(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d))) (\S+) ([\w.-]+)\/([\w./-]+)\[\d+\]: (?:\[ID \d+ [\w.]+\] )?([0-9A-F]{5,15}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,20}): (.*)$/;
const STAMP =
  /^(?:(\w{3} [ \d]\d \d\d:\d\d:\d\d)|(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d))) /;
const STATUS = /(?:^|, )status=(sent|bounced|deferred|expired|undeliverable)\b(?: ?\((.*)\)|, (.*))?$/;

/**
 * Reads a log of Postfix, of whatever length: old and RFC 3339 stamps, several processes, instances and machines mixed,
 * and filters that queue a letter again. Keeps only what is of a wanted message. Old stamps have no year and no zone:
 * they are this machine's, of the last twelve months. Throws AssayError data E_LOG_PACKED for a compressed file.
 */
export async function parsePostfixLog(
  log: AsyncIterable<Uint8Array>,
  options: { readonly now: Date; readonly wanted?: (messageId: string) => boolean },
): Promise<PostfixLog> {
  const stays = new Map<string, Stay[]>();
  /** Of each machine and instance: what lies under a queue id now. Ids come back when a queue file is gone. */
  const open = new Map<string, Stay>();
  let from: Instant | undefined;
  let to: Instant | undefined;
  let lines = 0;
  const widen = (at: Instant | undefined): void => {
    if (at === undefined || at === '') return;
    from = from === undefined || at < from ? at : from;
    to = to === undefined || at > to ? at : to;
  };
  for await (const pieces of piecesOf(log)) {
    for (const piece of pieces) {
      if (!piece.begins) continue;
      if (lines === 0) requirePlain(piece.bytes);
      lines += 1;
      const line = piece.bytes.toString('utf8').replace(/\r$/, '');
      // Reading a time takes longest: of what passes by only where a log may begin or end.
      if (piece === pieces[0] || piece === pieces.at(-1))
        widen(instantOf(STAMP.exec(line)?.slice(1) ?? [], options.now));
      const [, old, iso, host = '', instance = '', process = '', queueId = '', rest = ''] =
        LINE.exec(line) ?? [];
      if (queueId === '') continue;
      const name = `${host} ${instance} ${queueId}`;
      if (process.endsWith('cleanup')) {
        const messageId = /^message-id=<?([^<>\s]+)>?/.exec(rest)?.[1];
        if (messageId !== undefined) {
          open.delete(name);
          if (options.wanted?.(messageId) === false) continue;
          const at = instantOf([old, iso], options.now) ?? '';
          widen(at);
          const stay: Stay = { messageId, queueId, status: 'seen', enhanced: '', code: 0, text: '', at };
          open.set(name, stay);
          stays.set(messageId, [...(stays.get(messageId) ?? []), stay]);
          continue;
        }
      }
      const stay = open.get(name);
      if (stay === undefined) continue;
      if (rest === 'removed') open.delete(name);
      else note(stay, process, rest, instantOf([old, iso], options.now) ?? stay.at);
    }
  }
  const records = new Map([...stays].map(([id, own]) => [id, recordOf(own)]));
  return { records, from, to, lines };
}

function note(stay: Stay, process: string, rest: string, at: Instant): void {
  const status = STATUS.exec(rest);
  if (status !== null) {
    // Behind an alias of the relay somebody else's copy may yet go wrong.
    if (stay.status === 'sent') return;
    const [, word = '', inParentheses, behind] = status;
    stay.text = (inParentheses ?? behind ?? '').trim();
    stay.enhanced = /, dsn=(\d\.\d{1,3}\.\d{1,3}),/.exec(rest)?.[1] ?? '';
    stay.code = Number(
      /\b(?:said|from \S+): (\d{3})[ -]/.exec(stay.text)?.[1] ?? /^(\d{3})[ -]/.exec(stay.text)?.[1] ?? 0,
    );
    stay.status = word === 'undeliverable' ? 'bounced' : isStatus(word) ? word : stay.status;
    stay.at = at;
  } else if (/\bqueue active\)$/.test(rest)) {
    // Only now is it on the relay's disk: cleanup names it while it is still being read.
    if (stay.status === 'seen') stay.status = 'queued';
  } else if (/^(?:milter-)?reject: /.test(rest) && process.endsWith('cleanup')) {
    stay.status = 'refused';
    stay.text = rest;
    stay.enhanced = /: (\d\.\d{1,3}\.\d{1,3}) /.exec(rest)?.[1] ?? '';
    stay.at = at;
  }
}

function isStatus(word: string): word is RelayStatus {
  return ['sent', 'bounced', 'deferred', 'expired'].includes(word);
}

/** A stay that ended by being queued again is told by the next one. What went wrong anywhere is told before what went well. */
function recordOf(stays: readonly Stay[]): RelayRecord {
  const last = stays.filter(({ status, text }) => {
    const next = /queued as ([0-9A-Za-z]+)/.exec(text)?.[1];
    return !(status === 'sent' && next !== undefined && stays.some(({ queueId }) => queueId === next));
  });
  const told = last.length > 0 ? last : stays;
  const order: readonly RelayStatus[] = [
    'bounced',
    'expired',
    'sent',
    'deferred',
    'queued',
    'refused',
    'seen',
  ];
  const [first] = [...told].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  if (first === undefined) throw new Error('A message without a stay in a queue.');
  return { ...first };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 24 * 60 * 60 * 1000;

/** Of an old stamp or a new one, whichever there is. */
function instantOf([old, iso]: ReadonlyArray<string | undefined>, now: Date): Instant | undefined {
  if (iso !== undefined) return validInstant(new Date(iso.replace(',', '.')));
  const [, month = '', day = '', hour = '', minute = '', second = ''] =
    /^(\w{3}) ([ \d]\d) (\d\d):(\d\d):(\d\d)$/.exec(old ?? '') ?? [];
  const at = MONTHS.indexOf(month);
  if (at < 0) return undefined;
  const inYear = (year: number): Date =>
    new Date(year, at, Number(day), Number(hour), Number(minute), Number(second));
  const thisYear = inYear(now.getFullYear());
  return validInstant(thisYear.getTime() > now.getTime() + DAY_MS ? inYear(now.getFullYear() - 1) : thisYear);
}

function validInstant(date: Date): Instant | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** gzip, xz, bzip2, zstd. */
const PACKED = ['1f8b', 'fd377a', '425a68', '28b52f'];

function requirePlain(bytes: Buffer): void {
  const start = bytes.subarray(0, 3).toString('hex');
  if (!PACKED.some((magic) => start.startsWith(magic))) return;
  const message =
    'the log is compressed. Expected plain text. Unpack it first: zcat mail.log.1.gz > mail.log.1';
  throw new AssayError('data', { code: 'E_LOG_PACKED', where: '', message });
}
