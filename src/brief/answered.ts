import { name } from '../language/index.ts';
import type { Line } from '../model/brief.ts';
import type { Override } from '../model/override.ts';
import type { Context } from './context.ts';
import { userText } from './user-text.ts';
import { hiddenOf, nameOfSeries } from './withheld.ts';

/** Characters of a name and a reason; nobody reads more. */
const FULL = { by: 60, reason: 400 } as const;

const ANSWERS = {
  I_OVERRIDE_EXCLUDED: 'excluded',
  I_OVERRIDE_ACCEPTED: 'accepted',
  W_OVERRIDE_EXPIRED: 'expired',
} as const;

/** Data notes of what somebody of the desk decided: who, of which value, until when and why. */
export function answeredNotes(context: Context): Line[] {
  const { snapshot } = context;
  return Object.entries(ANSWERS).flatMap(([code, how]) =>
    snapshot.findings
      .filter((finding) => finding.code === code)
      .flatMap(({ series, date }) => {
        const one = snapshot.overrides?.find((each) => each.series === series && each.date === date);
        return one === undefined ? [] : [answered(one, how, context)];
      }),
  );
}

function answered(one: Override, how: 'excluded' | 'accepted' | 'expired', context: Context): Line {
  const { dates, withheld } = context.say;
  const reason = userText(one.reason, FULL.reason, hiddenOf(one.series, context));
  return withheld[how](
    nameOfSeries(one.series, context),
    dates.full(one.date),
    name(userText(one.by, FULL.by)),
    dates.full(one.expires),
    name(reason),
  );
}
