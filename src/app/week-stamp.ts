import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { lastCompleteWeek, localDay } from '../calendar/clock.ts';
import type { Desk } from '../desk.ts';
import { stampOf } from './kept.ts';
import { deskStamp } from './kept-desk.ts';

/** Of everything a week's page is made from, and of the desk's day: overrides end by it, and weeks begin. */
export function weekStamp({ root, paths, config }: Desk, now: Date): string {
  const journal = join(paths.store, '..', 'assay.db-wal');
  const files = [paths.inbox, join(root, 'data', 'notes'), paths.store, ...paths.templates];
  return [
    `${localDay(now, config.timeZone)} ${lastCompleteWeek(now, config.timeZone)}`,
    deskStamp(root),
    stampOf(isEmpty(journal) ? files : [...files, journal]),
    editionsStamp(paths.reports),
  ].join('\n');
}

/** A journal that holds nothing comes and goes with each look. */
function isEmpty(journal: string): boolean {
  return (lstatSync(journal, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

/** Editions are put in place by one rename, and never changed. */
function editionsStamp(reports: string): string {
  const found = lstatSync(reports, { throwIfNoEntry: false });
  return found === undefined ? '-' : `${found.mtimeMs} ${found.ino}`;
}
