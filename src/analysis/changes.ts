import type { Change, ChangeKind, Freshness, NoChange, Reading, Span } from '../model/analysis.ts';
import { type Decimal, decimal } from '../units/decimal.ts';
import { exactText, quotientText } from './exact.ts';
import { enter, type Figures } from './figures.ts';
import type { Frame } from './frame.ts';
import { pairsOf } from './spans.ts';
import type { Subject } from './subject.ts';

export interface Changes {
  readonly changes: { readonly [S in Span]?: Change };
  readonly noChange: { readonly [S in Span]?: NoChange };
}

/** Every change that can be said of a series, and why the others cannot. Enters a figure for each. */
export function changesOf(subject: Subject, freshness: Freshness, frame: Frame, figures: Figures): Changes {
  const changes: { [S in Span]?: Change } = {};
  const noChange: { [S in Span]?: NoChange } = {};
  // Most spans end at the same reading: it is read out and parsed once.
  const sides = new Map<number, Side>();
  const side = (index: number): Side => {
    const known = sides.get(index);
    if (known) return known;
    const reading = subject.history.reading(index);
    const made = { index, reading, amount: decimal(reading.value) };
    sides.set(index, made);
    return made;
  };
  for (const [span, pair] of pairsOf(subject, freshness, frame)) {
    if (typeof pair === 'string') noChange[span] = pair;
    else changes[span] = changeOf(subject, span, side(pair.from), side(pair.to), figures);
  }
  return { changes, noChange };
}

interface Side {
  readonly index: number;
  readonly reading: Reading;
  readonly amount: Decimal;
}

function changeOf(subject: Subject, span: Span, from: Side, to: Side, figures: Figures): Change {
  const { history } = subject;
  const { kind, value } = difference(subject.change, from.amount, to.amount);
  const illustrative = Boolean(history.illustrative[from.index] || history.illustrative[to.index]);
  const figure = enter(figures, subject, {
    metric: span,
    value,
    unit: unitOfChange(kind, subject.spec.unit),
    asOf: to.reading.date,
    against: from.reading.date,
    places: [...history.places(to.index), ...history.places(from.index)],
    illustrative,
  });
  return { span, kind, value, from: from.reading, to: to.reading, figure, illustrative };
}

/** The move between two values, in the unit of its kind. Per cent of nothing or less is no number: then absolute. */
export function difference(
  asked: ChangeKind,
  from: Decimal,
  to: Decimal,
): { kind: ChangeKind; value: string } {
  const moved = to.minus(from);
  const kind = asked === 'pct' && from.lte(0) ? 'abs' : asked;
  switch (kind) {
    case 'pct':
      return { kind, value: quotientText(moved.times(100), from) };
    case 'bp':
      return { kind, value: exactText(moved.times(100)) };
    case 'pp':
    case 'abs':
      return { kind, value: exactText(moved) };
  }
}

function unitOfChange(kind: ChangeKind, unit: string): string {
  return kind === 'pct' ? '%' : kind === 'abs' ? unit : kind;
}
