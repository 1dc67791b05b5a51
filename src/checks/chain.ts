import { quoted } from '../errors.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import { Decimal, decimal } from '../units/decimal.ts';
import { slipOf } from '../units/slips.ts';
import { type PrintedChange, readChange } from './printed-change.ts';
import { grouped } from './relations/words.ts';
import { slipWords } from './words.ts';

export interface Chain {
  /** The level of the issue before, as plain decimal text in `unit`. */
  readonly previous: string;
  /** This level, as it was printed: its last digit says how exact it is. */
  readonly level: string;
  /** The change as printed beside it: `+1.41%`, `−250`, `1.2pp`, `15bp`, `跌0.47万吨`, `持平`. */
  readonly change: string;
  readonly spec: Pick<SeriesSpec, 'id' | 'unit' | 'change'>;
  /** Of both levels; the series' own where absent. */
  readonly unit?: string;
}

export interface ChainProblem {
  readonly message: string;
  /** `sign`, `kind` (points for per cent), `x10`…; absent where nothing obvious explains it. */
  readonly cause?: string;
}

/** From the lowest to the highest that a printed number can stand for, ends included. */
type Span = readonly [low: Decimal, high: Decimal];

const ONE = new Decimal(1);

/**
 * Whether a printed change leads from the earlier level to this one, each number being good to half a unit of its last
 * printed digit. Undefined where it does, and where the words are no change that can be checked.
 */
export function chainProblem(chain: Chain): ChainProblem | undefined {
  const { previous, level, spec, unit = spec.unit } = chain;
  const change = readChange(chain.change, spec, unit);
  if (change === undefined) return undefined;
  const spans = levelSpans(previous, level);
  if (leads(spans, change)) return undefined;
  const actual = between(decimal(previous), decimal(level), change.kind);
  if (actual === undefined) return undefined;
  const found = likelyCause(chain, spans, change);
  const sign = actual.isNegative() ? '' : '+';
  const what =
    `the printed change ${quoted(chain.change)} does not lead from ${grouped(previous)} to ${grouped(level)} ${unit} ` +
    `(that is ${sign}${grouped(actual.toSignificantDigits(4).toFixed())}${SUFFIX[change.kind]}).`;
  const likely = found?.words ?? 'Another day compared, or a level of another source?';
  return {
    message: `${what} ${likely} Check both against the page.`,
    ...(found ? { cause: found.cause } : {}),
  };
}

const SUFFIX = { pct: '%', abs: '', bp: ' bp' } as const;

/** A printed level without decimals that ends in zeros may be rounded to them; two levels are printed alike. */
function levelSpans(previous: string, level: string): readonly [Span, Span] {
  const finest = Decimal.min(step(previous), step(level));
  return [span(previous, finest), span(level, level.includes('.') ? step(level) : finest)];
}

function step(text: string): Decimal {
  const fraction = text.split('.')[1];
  if (fraction !== undefined) return new Decimal(10).pow(-fraction.length);
  return new Decimal(10).pow(/[1-9](0*)$/.exec(text)?.[1]?.length ?? 0);
}

function span(text: string, unitOfLastDigit: Decimal): Span {
  const [value, half] = [decimal(text), unitOfLastDigit.div(2)];
  return [value.minus(half), value.plus(half)];
}

/** Multiplied across, never divided: exact at the very edge. */
function leads([before, now]: readonly [Span, Span], change: PrintedChange): boolean {
  const [least, most] = [change.value.minus(change.half), change.value.plus(change.half)];
  if (change.kind !== 'pct') {
    const scale = change.kind === 'bp' ? 100 : 1;
    const highest = now[1].minus(before[0]).times(scale);
    const lowest = now[0].minus(before[1]).times(scale);
    return highest.gte(least) && lowest.lte(most);
  }
  // A per cent change of nothing, or through zero, has no meaning.
  if (before[0].lte(0)) return true;
  const grown = (percent: Decimal, from: Decimal) => percent.div(100).plus(ONE).times(from);
  return now[1].gte(grown(least, before[0])) && now[0].lte(grown(most, before[1]));
}

function between(previous: Decimal, level: Decimal, kind: PrintedChange['kind']): Decimal | undefined {
  const moved = level.minus(previous);
  if (kind !== 'pct') return kind === 'bp' ? moved.times(100) : moved;
  return previous.lte(0) ? undefined : moved.div(previous).times(100);
}

function likelyCause(
  { previous, level, spec }: Chain,
  spans: readonly [Span, Span],
  change: PrintedChange,
): { readonly cause: string; readonly words: string } | undefined {
  if (leads(spans, { ...change, value: change.value.negated() })) {
    return { cause: 'sign', words: 'With the other sign it does: fell for rose?' };
  }
  const other = change.kind === 'pct' ? 'abs' : 'pct';
  if (leads(spans, { ...change, kind: other })) {
    const [is, was] = other === 'pct' ? ['per cent', 'a difference'] : ['a difference', 'per cent'];
    return { cause: 'kind', words: `As ${is} it does: printed as ${was}?` };
  }
  for (const [cause, factor] of [
    ['x10', 10],
    ['x100', 100],
    ['x1000', 1000],
  ] as const) {
    const scaled = (by: Decimal | number) => ({
      ...change,
      value: change.value.times(by),
      half: change.half.times(by),
    });
    if (leads(spans, scaled(factor)) || leads(spans, scaled(ONE.div(factor)))) {
      return { cause, words: `It does at ${factor} times more or less: a decimal point misplaced?` };
    }
  }
  const due = change.kind === 'pct' ? change.value.div(100).plus(ONE).times(previous) : undefined;
  const slip = due && slipOf(Number(level), due.toNumber(), { tolerance: 0.01 });
  return (
    slip && {
      cause: slip.cause,
      words: `Probable unit slip in one level of ${spec.id}: ${slipWords([slip])}.`,
    }
  );
}
