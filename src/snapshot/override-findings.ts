import type { PlacedOverride } from '../catalog/index.ts';
import type { Point } from '../checks/index.ts';
import { quoted } from '../errors.ts';
import { cellPlace } from '../model/cell-place.ts';
import { type About, type Finding, findingAt } from '../model/finding.ts';

/** An override and the value of its day, where there is one. */
export interface Touching {
  readonly override: PlacedOverride;
  readonly point?: Point;
}

/** Somebody answers for a value that checks objected to. */
export function acceptedNote({ override, point }: Touching, objections: readonly Finding[]): Finding {
  const codes = [...new Set(objections.map(({ code }) => code))].join(', ');
  const cause = objections.find((one) => one.cause !== undefined)?.cause;
  const message = `${point?.text ?? ''} of ${override.date} (${codes}) is ${answered('accepted', override)}.`;
  return findingOf('I_OVERRIDE_ACCEPTED', override, message, cause === undefined ? {} : { cause });
}

export function excludedNote({ override, point }: Touching): Finding {
  const message = `${point?.text ?? ''} of ${override.date} is ${answered('excluded', override)}.`;
  return findingOf('I_OVERRIDE_EXCLUDED', override, message);
}

/** It ends loudly: what it let pass is held again, what it took out is back. */
export function expiredWarning({ override }: Touching): Finding {
  const { action, by, date, expires, reason } = override;
  const what = action === 'accept' ? 'Its value is checked again' : 'Its value is printed again';
  const message =
    `${action} of ${date} by ${quoted(by)} ended on ${expires} and no longer counts (${quoted(reason)}). ` +
    `${what}. Correct the value, set a later day, or remove the override.`;
  return findingOf('W_OVERRIDE_EXPIRED', override, message);
}

export function longWarning({ override }: Touching): Finding {
  const message = `expires on ${override.expires}, more than a year ahead. Expected a day on which somebody looks at the value again; set one within a year.`;
  return findingOf('W_OVERRIDE_LONG', override, message);
}

export function unusedNote({ override, point }: Touching): Finding {
  const { action, date, value } = override;
  const why =
    point === undefined
      ? 'there is no value of that day'
      : value !== undefined && Number(point.text) !== value
        ? `it speaks of ${value}, but the value of that day is ${point.text} (${cellPlace(point.place)})`
        : 'no check objects to that value';
  const message = `${action} of ${date} does nothing: ${why}. Expected a value to answer for; change the override or remove it.`;
  return findingOf('I_OVERRIDE_UNUSED', override, message);
}

function answered(how: string, { by, reason, expires }: PlacedOverride): string {
  return `${how} by ${quoted(by)} until ${expires}: ${quoted(reason)}`;
}

function findingOf(
  code: string,
  { where, series, date }: PlacedOverride,
  message: string,
  about: About = {},
): Finding {
  return findingAt(code, where, `${series}: ${message}`, { series, date, ...about });
}
