import type { FindingKind } from '../language/index.ts';
import type { Finding } from '../model/finding.ts';
import type { Context } from './context.ts';

type Found = Pick<Finding, 'code' | 'cause'>;

const KINDS: Readonly<Record<string, FindingKind>> = {
  W_DATA_HOLIDAY: 'holiday',
  E_DATA_RANGE: 'range',
  E_CHECK_UNIT: 'unit',
  W_CHECK_UNIT: 'unit',
  W_CHECK_MOVE: 'move',
  W_CHECK_DIGITS: 'digits',
  W_CHECK_COMPARATOR: 'comparator',
  W_CHECK_BAND: 'band',
  E_CHECK_BAND: 'band',
  I_CHECK_BAND: 'band',
  E_CHECK_IDENTITY: 'identity',
  W_CHECK_IDENTITY: 'identity',
  W_CHECK_SUBTOTAL: 'subtotal',
  W_CHECK_SOURCES: 'sources',
  E_CHECK_SOURCES: 'sources',
  I_CHECK_SOURCES: 'sources',
  E_CHECK_CHAIN: 'chain',
};

export function kindOfFinding({ code, cause }: Found): FindingKind {
  if (code === 'I_DATA_REVISED') return cause === 'source' ? 'revised' : 'corrected';
  const kind = KINDS[code] ?? 'other';
  if (kind === 'move' && cause === 'series') return 'copied';
  // Whatever rule found it: a factor that explains it is what a reader wants to know.
  if (kind !== 'unit' && !(kind === 'range' && cause !== undefined)) return kind;
  return cause === 'vat' ? 'vat' : cause === 'x0.907' ? 'tons' : 'unit';
}

/** What a check found, in words; a unit slip with what was likely mistaken for what. */
export function wordsOf(found: Found, context: Context): string {
  const kind = kindOfFinding(found);
  return context.say.withheld.reason(kind, kind === 'unit' ? found.cause : undefined);
}
