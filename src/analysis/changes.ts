import type { Change, ChangeKind, Freshness, NoChange, Reading, Span } from '../model/analysis.ts';
import { decimal } from '../units/decimal.ts';
import { exactText } from './exact.ts';
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
  for (const [span, pair] of pairsOf(subject, freshness, frame)) {
    if (typeof pair === 'string') noChange[span] = pair;
    else changes[span] = changeOf(subject, span, pair, figures);
  }
  return { changes, noChange };
}

function changeOf(
  subject: Subject,
  span: Span,
  pair: { readonly from: number; readonly to: number },
  figures: Figures,
): Change {
  const { history } = subject;
  const from = history.reading(pair.from);
  const to = history.reading(pair.to);
  const { kind, value } = difference(subject.change, from, to);
  const illustrative = Boolean(history.illustrative[pair.from] || history.illustrative[pair.to]);
  const figure = enter(figures, subject, {
    metric: span,
    value,
    unit: unitOfChange(kind, subject.spec.unit),
    asOf: to.date,
    against: from.date,
    places: [...history.places(pair.to), ...history.places(pair.from)],
    illustrative,
  });
  return { span, kind, value, from, to, figure, illustrative };
}

/** The move between two values, in the unit of its kind. Per cent of nothing or less is no number: then absolute. */
export function difference(
  asked: ChangeKind,
  from: Pick<Reading, 'value'>,
  to: Pick<Reading, 'value'>,
): { kind: ChangeKind; value: string } {
  const old = decimal(from.value);
  const moved = decimal(to.value).minus(old);
  const kind = asked === 'pct' && old.lte(0) ? 'abs' : asked;
  switch (kind) {
    case 'pct':
      return { kind, value: exactText(moved.div(old).times(100)) };
    case 'bp':
      return { kind, value: exactText(moved.times(100)) };
    case 'pp':
    case 'abs':
      return { kind, value: exactText(moved) };
  }
}

export function unitOfChange(kind: ChangeKind, unit: string): string {
  return kind === 'pct' ? '%' : kind === 'abs' ? unit : kind;
}
