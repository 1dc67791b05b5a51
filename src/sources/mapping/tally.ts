import type { Finding } from '../../model/finding.ts';
import { warningAt } from '../raw-file.ts';

/** Counts the rows on which a check fails, for one warning at the end instead of one a row. */
export class Tally {
  private count = 0;
  private first: { readonly where: string; readonly what: string } | undefined;
  private readonly code: string;
  private readonly say: (rows: string, first: string) => string;

  constructor(code: string, say: (rows: string, first: string) => string) {
    this.code = code;
    this.say = say;
  }

  add(where: string, what: string): void {
    this.count += 1;
    this.first ??= { where, what };
  }

  findings(): Finding[] {
    if (this.first === undefined) return [];
    const rows = `${this.count.toLocaleString('en-US')} row${this.count === 1 ? '' : 's'}`;
    return [warningAt(this.code, this.first.where, this.say(rows, this.first.what))];
  }
}
