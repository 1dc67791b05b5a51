import type { Effects } from '../../effects.ts';
import { AssayError, quoted } from '../../errors.ts';
import { type Delivery, isByEvidenceOnly } from '../../model/delivery.ts';
import { type Finding, findingAt } from '../../model/finding.ts';
import type { Ledger, Resolution } from '../../store/ledger/index.ts';
import { fateOf } from './fate.ts';
import { type PostfixLog, parsePostfixLog, type RelayRecord } from './postfix-lines.ts';

export { parsePostfixLog } from './postfix-lines.ts';

export interface LogResolved {
  /** How many were uncertain before. */
  readonly uncertain: number;
  readonly accepted: number;
  readonly bounced: number;
  /** The relay did not take them, or never heard of them in a time its log covers: they may be sent again. */
  readonly notReceived: number;
  /** The log says nothing of them. */
  readonly left: number;
  /** Those that were to be sent again though the relay has them already: they are not. Beside the uncertain. */
  readonly spared: number;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly lines: number;
  /** One for each that is settled or was not received; the first 500. */
  readonly findings: readonly Finding[];
}

const MOST_KEPT = 500;
/** The relay has it, and nothing came back of it. */
const KEPT: ReadonlySet<RelayRecord['status']> = new Set(['queued', 'deferred', 'sent']);
/** The relay's clock need not be ours. */
const CLOCKS_MS = 5 * 60 * 1000;

/**
 * Asks a Postfix relay's log what became of the letters in doubt: what the relay took is ACCEPTED, what it reports as
 * returned is BOUNCED. What it never got stays UNCERTAIN and is named: only an operator sends again. Of letters that
 * wait for another try, those an earlier one brought to the relay after all are ACCEPTED too; the others stay.
 * `mailFromDomain`: that of the Message-IDs. Throws what `parsePostfixLog` and the ledger do.
 */
export async function resolveFromPostfixLog(
  ledger: Ledger,
  log: AsyncIterable<Uint8Array>,
  options: { readonly mailFromDomain: string; readonly effects: Effects; readonly dryRun?: boolean },
): Promise<LogResolved> {
  const asked = new Map<string, Delivery>();
  // Who was never written to cannot be in the log.
  for await (const batch of ledger.deliveries({ states: ['UNCERTAIN', 'PLANNED', 'CLAIMED', 'DEFERRED'] }))
    for (const one of batch)
      if (one.attempts > 0)
        asked.set(`${one.delivery.slice(0, 32)}.${one.edition}@${options.mailFromDomain}`, one);
  const { now, stop } = { now: options.effects.now(), stop: options.effects.stop };
  const told = await parsePostfixLog(log, { now, wanted: (messageId) => asked.has(messageId) });
  const counts = { uncertain: 0, accepted: 0, bounced: 0, notReceived: 0, left: 0, spared: 0 };
  const findings: Finding[] = [];
  const tell = (code: string, { delivery, address }: Delivery, message: string): void => {
    if (findings.length < MOST_KEPT)
      findings.push(findingAt(code, delivery.slice(0, 16), `${address}: ${message}`));
  };
  for (const [messageId, delivery] of asked) {
    stop.throwIfAborted();
    const known = told.records.get(messageId);
    if (isByEvidenceOnly(delivery.state, 'ACCEPTED')) {
      if (known === undefined || !KEPT.has(known.status)) continue;
      if (!options.dryRun && !(await resolve(ledger, delivery, known, 'accepted', now))) continue;
      counts.spared += 1;
      tell('I_LOG_ACCEPTED', delivery, `${evidence(known)}; not sent again`);
      continue;
    }
    counts.uncertain += 1;
    const taken = known !== undefined && !['refused', 'seen'].includes(known.status);
    const began = taken ? undefined : await beganAt(delivery, ledger);
    const { end, message } = judged(delivery, known, told, began);
    counts[end] += 1;
    if (message === '') continue;
    tell(CODES[end], delivery, message);
    if (known !== undefined && end !== 'notReceived' && end !== 'left' && options.dryRun !== true)
      await resolve(ledger, delivery, known, end, now);
  }
  const { from, to, lines } = told;
  return { ...counts, from, to, lines, findings };
}

type End = 'accepted' | 'bounced' | 'notReceived' | 'left';
const CODES: Readonly<Record<End, string>> = {
  accepted: 'I_LOG_ACCEPTED',
  bounced: 'I_LOG_BOUNCED',
  notReceived: 'W_LOG_NOT_RECEIVED',
  left: 'I_LOG_SILENT',
};

function judged(
  delivery: Delivery,
  record: RelayRecord | undefined,
  log: PostfixLog,
  began: number | undefined,
): { readonly end: End; readonly message: string } {
  const again = `Send it again with: assay deliveries resolve ${delivery.delivery.slice(0, 16)} --again --reason "…"`;
  const covered = covers(log, began);
  switch (record?.status) {
    case 'queued':
    case 'deferred':
    case 'sent':
      return { end: 'accepted', message: evidence(record) };
    case 'bounced':
    case 'expired':
      return { end: 'bounced', message: evidence(record) };
    case 'refused':
      // Of an attempt before: of the one in doubt it says nothing.
      if (!covered && !(began !== undefined && Date.parse(record.at) >= began - CLOCKS_MS)) return SILENT;
      return {
        end: 'notReceived',
        message: `the relay read and refused it: ${quoted(record.text)}. ${again}`,
      };
    case 'seen':
      // A log that was rotated just then tells the rest elsewhere.
      if (!covered) return SILENT;
      return {
        end: 'notReceived',
        message: `the relay began to read it (${record.queueId}) and did not keep it. ${again}`,
      };
    case undefined: {
      if (!covered) return SILENT;
      return {
        end: 'notReceived',
        message: `the relay's log covers its time and does not have it. ${again}`,
      };
    }
  }
}

function evidence({ status, queueId, enhanced, text, at }: RelayRecord): string {
  const said = text === '' ? '' : `: ${quoted(text)}`;
  return `the relay's log has it as ${queueId}, ${status} at ${at}${enhanced === '' ? '' : `, ${enhanced}`}${said}`;
}

/** No attempt takes longer. */
const ATTEMPT_MS = 60 * 60 * 1000;

const SILENT = { end: 'left', message: '' } as const;

/** When the attempt in doubt began. Doubt is often written long after it. */
async function beganAt({ delivery }: Delivery, ledger: Ledger): Promise<number | undefined> {
  const began = (await ledger.attempts(delivery)).findLast(({ kind }) => kind === 'intent')?.at;
  return began === undefined ? undefined : Date.parse(began);
}

/** Whether the letter would stand in the log if the relay had got it. */
function covers({ from, to }: PostfixLog, began: number | undefined): boolean {
  if (from === undefined || to === undefined || began === undefined) return false;
  return Date.parse(from) <= began - CLOCKS_MS && Date.parse(to) >= began + ATTEMPT_MS;
}

/** False where it was settled by somebody else meanwhile. */
async function resolve(
  ledger: Ledger,
  { delivery }: Delivery,
  record: RelayRecord,
  end: 'accepted' | 'bounced',
  now: Date,
): Promise<boolean> {
  const { enhanced, code, text } = record;
  const { strike } = fateOf(record.status === 'bounced' ? 'failed' : '', { enhanced, text });
  const resolution: Resolution = {
    delivery,
    to: end === 'accepted' ? 'ACCEPTED' : 'BOUNCED',
    kind: 'evidence',
    by: 'postfix log',
    reason: evidence(record),
    reply: { code, enhanced, text: text.slice(0, 300) },
    ...(end === 'bounced' && strike !== undefined ? { strike } : {}),
  };
  try {
    await ledger.resolve(resolution, now.toISOString());
    return true;
  } catch (error) {
    if (error instanceof AssayError && error.problems[0]?.code === 'E_DELIVERY_STATE') return false;
    throw error;
  }
}
