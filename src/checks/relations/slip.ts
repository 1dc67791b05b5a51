import { type ProbableSlip, slipsOf } from '../../units/slips.ts';
import { SMALL } from '../slip-check.ts';

/** A small factor must fit all but exactly: a market gets near it by itself. */
const CLOSELY = 0.025;

/** The unit slips by which a quotient may be off, the nearest first. */
export function slipsIn(quotient: number, reference: number, fx: number | undefined): ProbableSlip[] {
  return slipsOf(quotient, reference, { fx }).filter(
    // Relations of markets double; that one of their series did so overnight is for its own check to say.
    ({ cause, off }) => cause !== 'x2.2046' && (!SMALL.has(cause) || off <= CLOSELY),
  );
}
