import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, quoted } from '../errors.ts';
import type { WeekId } from '../model/time.ts';
import { approvalOf, type WeekApproval } from './approval.ts';
import { keptDesk } from './kept-desk.ts';
import { lookOutside } from './outside.ts';

/**
 * Nothing is published that nobody answers for, whichever door asks: only a desk that says `release:` is asked.
 * Throws AssayError permission E_RELEASE_MISSING, E_RELEASE_OUTDATED.
 */
export async function requireApproved(
  desk: Desk,
  week: WeekId,
  snapshotHash: () => string,
  effects: Pick<Effects, 'now'>,
): Promise<void> {
  if (desk.release === 'none') return;
  const { openDeskOffice } = await import('./office.ts');
  const office = await openDeskOffice(desk);
  try {
    // What the studio wrote while this week was being made is not another's.
    await lookOutside(await keptDesk(desk.root), office, week, effects);
    const approval = await approvalOf(desk, office, week, snapshotHash());
    if (approval.state !== 'approved') throw refusal(week, desk, approval);
  } finally {
    await office.close();
  }
}

const NEXT =
  'Look at the week and approve it in the studio ("assay serve", This week), or make a draft: --draft.';

function refusal(week: WeekId, { release }: Desk, { state, by, at }: WeekApproval): AssayError {
  if (state === 'outdated')
    return new AssayError('permission', {
      code: 'E_RELEASE_OUTDATED',
      where: week,
      message: `${quoted(by)} approved it on ${at.slice(0, 10)} at ${at.slice(11, 16)} UTC, but its figures or notes have changed since. Nothing was published. ${NEXT}`,
    });
  return new AssayError('permission', {
    code: 'E_RELEASE_MISSING',
    where: week,
    message: `nobody has approved it as it is now, and data/desk.yaml asks for that (release: ${release}). Nothing was published. ${NEXT}`,
  });
}
