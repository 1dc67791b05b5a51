import type { PlacedOverride } from '../catalog/index.ts';
import type { Point } from '../checks/index.ts';
import { quoted } from '../errors.ts';
import type { Finding } from '../model/finding.ts';

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
  const finding = findingOf('I_OVERRIDE_ACCEPTED', 'note', override, message);
  return cause === undefined ? finding : { ...finding, cause };
}

export function excludedNote({ override, point }: Touching): Finding {
  const message = `${point?.text ?? ''} of ${override.date} is ${answered('excluded', override)}.`;
  return findingOf('I_OVERRIDE_EXCLUDED', 'note', override, message);
}

/** It ends loudly: what it let pass is held again, what it took out is back. */
export function expiredWarning({ override }: Touching): Finding {
  const { action, by, date, expires, reason } = override;
  const what = action === 'accept' ? 'Its value is checked again' : 'Its value is printed again';
  const message =
    `${action} of ${date} by ${quoted(by)} ended on ${expires} and no longer counts (${quoted(reason)}). ` +
    `${what}. Correct the value, set a later day, or remove the override.`;
  return findingOf('W_OVERRIDE_EXPIRED', 'warning', override, message);
}

export function longWarning({ override }: Touching): Finding {
  const message = `expires on ${override.expires}, more than a year ahead. Expected a day on which somebody looks at the value again; set one within a year.`;
  return findingOf('W_OVERRIDE_LONG', 'warning', override, message);
}

export function unusedNote({ override, point }: Touching): Finding {
  const { action, date, value } = override;
  const why =
    point === undefined
      ? 'there is no value of that day'
      : value !== undefined && Number(point.text) !== value
        ? `it speaks of ${value}, but the value of that day is ${point.text} (${placeOf(point)})`
        : 'no check objects to that value';
  const message = `${action} of ${date} does nothing: ${why}. Expected a value to answer for; change the override or remove it.`;
  return findingOf('I_OVERRIDE_UNUSED', 'note', override, message);
}

function answered(how: string, { by, reason, expires }: PlacedOverride): string {
  return `${how} by ${quoted(by)} until ${expires}: ${quoted(reason)}`;
}

function placeOf({ place: { file, row, column } }: Point): string {
  return column === undefined ? `${file}:${row}` : `${file}:${row}:${column}`;
}

function findingOf(
  code: string,
  severity: Finding['severity'],
  { where, series, date }: PlacedOverride,
  message: string,
): Finding {
  return { code, severity, where, message: `${series}: ${message}`, series, date };
}
