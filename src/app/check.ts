import type { Checked } from '../app.ts';
import { parseWeek } from '../calendar/week.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import { openTheme } from '../render/templates.ts';
import { type Gated, gate } from '../snapshot/gate.ts';
import { appendIntake, readInbox } from '../snapshot/intake.ts';
import { freezeWeek, weekToBuild } from '../snapshot/week.ts';
import { openStoreAsIs, type Store } from '../store/index.ts';

/**
 * What a build of the week would be told: configuration, catalog and templates (wrong ones throw AssayError), the
 * inbox with files not yet imported, the gate. Works on a copy of the store in memory; writes nothing.
 */
export async function checkDesk(desk: Desk, asked: string | undefined, effects: Effects): Promise<Checked> {
  if (asked !== undefined) parseWeek(asked);
  await openTheme(desk.paths.templates);
  const now = effects.now();
  const store = await openStoreAsIs(desk.paths.store);
  try {
    const intake = await readInbox(desk, store, now);
    if (intake.findings.some((finding) => finding.severity === 'error')) {
      return { verdict: 'hold', checks: intake.rows + intake.files.length, findings: intake.findings };
    }
    await appendIntake(intake, store, now);
    const { verdict, checks, findings } = await gateOf(asked, desk, store, now);
    const all = [...intake.findings, ...findings];
    return {
      verdict: verdict === 'pass' && all.length > 0 ? 'notes' : verdict,
      checks: checks + intake.rows,
      findings: all,
    };
  } finally {
    await store.close();
  }
}

/** A desk without any data has no week to look at: that holds, like a week without data. */
async function gateOf(asked: string | undefined, desk: Desk, store: Store, now: Date): Promise<Gated> {
  try {
    const week = await weekToBuild(asked, store, now, desk.config.timeZone);
    return gate(await freezeWeek(week, desk, store));
  } catch (error) {
    if (!(error instanceof AssayError) || error.exit !== 'data') throw error;
    const findings = error.problems.map((problem): Finding => ({ ...problem, severity: 'error' }));
    return { verdict: 'hold', checks: 1, findings };
  }
}
