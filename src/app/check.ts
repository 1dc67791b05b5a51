import type { Checked } from '../app.ts';
import { parseWeek } from '../calendar/week.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { openTheme } from '../render/templates.ts';
import { gate } from '../snapshot/gate.ts';
import { appendIntake, readInbox } from '../snapshot/intake.ts';
import { freezeWeek, weekToBuild } from '../snapshot/week.ts';
import { openStoreAsIs } from '../store/index.ts';

/**
 * What a build of the week would be told: configuration, catalog and templates (wrong ones throw AssayError), the
 * inbox with files not yet imported, the gate. Works on a copy of the store in memory; writes nothing.
 */
export async function checkDesk(desk: Desk, asked: string | undefined, effects: Effects): Promise<Checked> {
  if (asked !== undefined) parseWeek(asked);
  await openTheme(desk.paths.templates);
  const now = effects.now();
  const store = await openStoreAsIs(desk.paths.store, effects);
  try {
    const intake = await readInbox(desk, store, now);
    if (intake.findings.some((finding) => finding.severity === 'error')) {
      return { verdict: 'hold', checks: intake.rows, findings: intake.findings };
    }
    await appendIntake(intake, store, now);
    const week = await weekToBuild(asked, store, now, desk.config.timeZone);
    const { verdict, checks, findings } = gate(await freezeWeek(week, desk, store));
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
