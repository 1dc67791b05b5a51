import type { FindingKind } from '../language/index.ts';
import type { SeriesSpec } from '../model/catalog.ts';
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
  W_CHECK_REPEATED: 'repeated',
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

export function kindOfFinding({ code, cause }: Found, spec?: Quoted): FindingKind {
  if (code === 'I_DATA_REVISED') return cause === 'source' ? 'revised' : 'corrected';
  const kind = KINDS[code] ?? 'other';
  if (kind === 'move' && cause === 'series') return 'copied';
  if (kind === 'move' && cause === 'zero') return 'zero';
  // Whatever rule found it: a factor that explains it is what a reader wants to know.
  if (kind !== 'unit' && !(kind === 'range' && cause !== undefined)) return kind;
  if (!isSmall(cause)) return 'unit';
  // To whoever types it any factor is worth a look; no reader believes in tax on an ounce of silver.
  if (code === 'W_CHECK_UNIT' && spec !== undefined && !mayBe(cause, spec)) return 'move';
  return cause === 'vat' ? 'vat' : 'tons';
}

type Quoted = Pick<SeriesSpec, 'unit' | 'vat' | 'quote'>;

const isSmall = (cause: string | undefined): cause is 'vat' | 'x0.907' =>
  cause === 'vat' || cause === 'x0.907';

/** Exchanges mistake neither; tax is on yuan, and short tons stand for tonnes. */
function mayBe(cause: 'vat' | 'x0.907', { unit, vat, quote }: Quoted): boolean {
  if (quote === 'close' || quote === 'settle' || quote === 'official') return false;
  return cause === 'vat' ? vat !== 'na' && unit.includes('CNY') : /(?:^|\/)(?:t|kt|short ton)$/.test(unit);
}

/** As it is told in an edition, whose series it knows. */
export function kindIn(found: Found & Pick<Finding, 'series'>, { analysis }: Context): FindingKind {
  const spec = found.series === undefined ? undefined : analysis.series.get(found.series)?.spec;
  return kindOfFinding(found, spec && 'quote' in spec ? spec : undefined);
}

/** What a check found, in words; a unit slip with what was likely mistaken for what. */
export function wordsOf(found: Found & Pick<Finding, 'series'>, context: Context): string {
  const kind = kindIn(found, context);
  return context.say.withheld.reason(kind, kind === 'unit' ? found.cause : undefined);
}
