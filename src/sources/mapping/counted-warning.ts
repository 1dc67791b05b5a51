import { counted } from '../../errors.ts';
import { type Finding, findingAt } from '../../model/finding.ts';

/** Counts the rows on which a check fails, for one warning at the end instead of one a row. */
export class CountedWarning {
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
    const message = this.say(counted(this.count, 'row'), this.first.what);
    return [findingAt(this.code, this.first.where, message)];
  }
}
