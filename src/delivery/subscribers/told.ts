import { type Finding, findingAt } from '../../model/finding.ts';

/** A list of a million may be wrong a million times. */
const KEPT = 100;

/** Findings of a list: some of each severity are kept, all are counted. */
export class Told {
  readonly findings: Finding[] = [];
  readonly counts = { error: 0, warning: 0, note: 0 };

  /** `message` is made only where it is kept: a suggestion may be dear. */
  say(code: string, where: string, message: string | (() => string)): void {
    const { severity } = findingAt(code, where, '');
    this.counts[severity] += 1;
    if (this.counts[severity] > KEPT) return;
    this.findings.push(findingAt(code, where, typeof message === 'string' ? message : message()));
  }

  take(findings: readonly Finding[]): void {
    for (const { code, where, message } of findings) this.say(code, where, message);
  }
}
