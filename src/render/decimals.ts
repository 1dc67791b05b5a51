import type { Line } from '../model/brief.ts';

/** A number with what follows it: sign and digits, the fraction, the rest (`%`, a unit, a space). */
const NUMBER = /^\D*[\d,]*\d(?:\.(\d+))?\D*$/u;

/** Digits after the point of the one figure in a cell; 0 when there is none or several. */
export function fractionDigits(line: Line): number {
  const fraction = fractionOf(line);
  return fraction === undefined ? 0 : fraction.length;
}

/**
 * The class that pads a cell on its right so that points stand under each other in a column whose longest
 * fraction has `digits` digits: `d2` two digits, `p2` two digits and the point.
 */
export function trailingSpace(line: Line, digits: number): string {
  const fraction = fractionOf(line);
  if (fraction === undefined || fraction.length >= digits) return '';
  return fraction === '' ? `p${digits}` : `d${digits - fraction.length}`;
}

function fractionOf(line: Line): string | undefined {
  const figures = line.filter((run) => run.kind === 'figure');
  const [figure] = figures;
  if (figure === undefined || figures.length > 1) return undefined;
  const found = NUMBER.exec(figure.text);
  return found === null ? undefined : (found[1] ?? '');
}
