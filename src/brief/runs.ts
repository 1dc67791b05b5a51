import {
  type FigureForm,
  hasUnit,
  type PrintedNumber,
  printFigure,
  roundedFigure,
} from '../language/index.ts';
import type { Change, SeriesAnalysis } from '../model/analysis.ts';
import type { Line, Run } from '../model/brief.ts';
import type { Figure, FigureId } from '../model/figure.ts';
import type { Decimal } from '../units/decimal.ts';
import { printedUnitOf } from '../units/print.ts';
import type { Context } from './context.ts';

/** A figure as it stands in a line. In tables (`hover` given) it says what it is compared with. */
export function figureRun(id: FigureId, context: Context, form: FigureForm = 'table', hover?: string): Run {
  const figure = figureOf(id, context);
  const printed = printedOnce(figure, form, context);
  return {
    kind: 'figure',
    text: printed.text,
    figure: id,
    ...(printed.tone === undefined ? {} : { tone: printed.tone }),
    ...(figure.illustrative ? { dagger: true } : {}),
    ...(hover === undefined ? {} : { hover }),
  };
}

function printedOnce(figure: Figure, form: FigureForm, context: Context): PrintedNumber {
  const key = `${form} ${figure.id}`;
  const before = context.printed.get(key);
  if (before !== undefined) return before;
  const printed = printFigure(figure, specOf(figure, context), context.language, form);
  context.printed.set(key, printed);
  return printed;
}

/** A level, or a change in the series' own unit, with its unit. */
export function measuredRun(
  id: FigureId,
  one: SeriesAnalysis,
  context: Context,
  form: FigureForm = 'table',
): Line {
  const run = figureRun(id, context, form);
  const figure = figureOf(id, context);
  if (!hasUnit(figure, one.spec)) return [run];
  return context.say.measured(run, printedUnitOf(one.spec, context.language).unit.canonical);
}

/** The last value with its unit. */
export function levelOf(one: SeriesAnalysis, context: Context): Line {
  return one.last === undefined ? [] : measuredRun(one.last.figure, one, context);
}

/** The figure's value as this language prints it. */
export function printedValue(id: FigureId, context: Context): Decimal {
  const figure = figureOf(id, context);
  return roundedFigure(figure, specOf(figure, context), context.language);
}

export function directionOf(id: FigureId, context: Context): 'up' | 'down' | 'flat' {
  const value = printedValue(id, context);
  return value.isZero() ? 'flat' : value.isNegative() ? 'down' : 'up';
}

/** Both days of a comparison, for hovering. */
export function hoverOf(change: Change, context: Context): string {
  const { dates, tables } = context.say;
  return tables.hover(dates.full(change.to.date), dates.full(change.from.date));
}

function specOf(figure: Figure, context: Context): SeriesAnalysis['spec'] | undefined {
  return context.analysis.series.get(figure.series)?.spec;
}

function figureOf(id: FigureId, context: Context): Figure {
  const figure = context.figures.get(id);
  if (figure === undefined) throw new Error(`there is no figure ${id}`);
  return figure;
}
