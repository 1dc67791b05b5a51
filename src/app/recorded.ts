import { createHash } from 'node:crypto';
import { oneLine } from '../errors.ts';
import type { Override } from '../model/override.ts';
import type { Instant } from '../model/time.ts';
import type { AuditEvent } from '../store/office/index.ts';

/** What the audit trail says that a note became: its text's hash. */
export function noteWords(version: string): string {
  return `sha256 ${version}`;
}

/** What the audit trail says that an override became, in words and as a hash of all it says. */
export function overrideWords(override: Override): string {
  const { action, value, by, reason, expires } = override;
  const what = value === undefined ? action : `${action} ${value}`;
  const said = [by, reason].map((text) => oneLine(text.slice(0, MOST_SAID))).join(': ');
  return `${what} until ${expires} (${said}), sha256 ${overrideHash(override)}`;
}

/** Of what somebody typed, so that the hash behind it is not cut off. */
const MOST_SAID = 300;

/** '' of none. */
export function overrideHash(override: Override | undefined): string {
  if (override === undefined) return '';
  const { series, date, action, value, by, reason, expires } = override;
  const text = JSON.stringify([series, date, action, value ?? null, by, reason, expires]);
  return createHash('sha256').update(text).digest('hex');
}

/** A deed that was asked for and has not ended takes no longer than this; after that the server ended before it. */
const UNDER_WAY_MS = 10 * 60_000;

/**
 * By its events, newest first, the hash of what a note or an override is: '' where it is gone; undefined where nobody
 * has recorded any; `under-way` while somebody is changing it. Pure.
 */
export function recordedHash(events: readonly AuditEvent[], now: Date): string | undefined {
  const ended = new Set<string>();
  for (const { at, actor, action, outcome, detail } of events) {
    const deed = `${actor.name} ${action}`;
    if (outcome === 'refused') ended.add(deed);
    else if (outcome === 'asked') {
      if (!ended.delete(deed) && isFresh(at, now)) return 'under-way';
    } else if (/\.(?:end|gone)$/.test(action)) return '';
    // A reason may hold such words too: the last are ours.
    else return /sha256 ([0-9a-f]{64})$/.exec(detail)?.[1];
  }
  return undefined;
}

function isFresh(at: Instant, now: Date): boolean {
  return now.getTime() - Date.parse(at) < UNDER_WAY_MS;
}
