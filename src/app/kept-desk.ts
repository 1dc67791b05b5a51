import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { lastCompleteWeek, localDay } from '../calendar/clock.ts';
import { type Desk, openDesk } from '../desk.ts';
import { programRoot } from '../program.ts';
import { keeper, stampOf } from './kept.ts';

const desks = keeper<Desk>(1);

/** The desk as its files are now, opened again only when one of them has changed. Throws as `openDesk`. */
export function keptDesk(folder: string): Promise<Desk> {
  return desks(folder, deskStamp(folder), () => openDesk(folder));
}

/** Of the files that opening a desk reads. */
function deskStamp(folder: string): string {
  const names = ['desk.yaml', 'overrides.yaml', 'holidays.yaml', 'metals', 'calendars', 'mappings'];
  return stampOf([folder, programRoot()].flatMap((root) => names.map((name) => join(root, 'data', name))));
}

/** Of all that a week's figures are made from, and of the desk's day: overrides end by it, and weeks begin. */
export function dataStamp({ root, paths, config }: Desk, now: Date): string {
  const journal = join(paths.store, '..', 'assay.db-wal');
  const files = [paths.inbox, paths.store];
  return [
    `${localDay(now, config.timeZone)} ${lastCompleteWeek(now, config.timeZone)}`,
    deskStamp(root),
    stampOf(isEmpty(journal) ? files : [...files, journal]),
    editionsStamp(paths.reports),
  ].join('\n');
}

/** Of all that a week's page is made from: its figures, and what is said of them. */
export function weekStamp(desk: Desk, now: Date): string {
  const { root, paths } = desk;
  return `${dataStamp(desk, now)}\n${stampOf([join(root, 'data', 'notes'), ...paths.templates])}`;
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
