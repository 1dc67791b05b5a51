import { join } from 'node:path';
import { type Desk, openDesk } from '../desk.ts';
import { programRoot } from '../program.ts';
import { keeper, stampOf } from './kept.ts';

const desks = keeper<Desk>(1);

/** The desk as its files are now, opened again only when one of them has changed. Throws as `openDesk`. */
export function keptDesk(folder: string): Promise<Desk> {
  return desks(folder, deskStamp(folder), () => openDesk(folder));
}

/** Of the files that opening a desk reads. */
export function deskStamp(folder: string): string {
  const names = ['desk.yaml', 'overrides.yaml', 'metals', 'calendars', 'mappings'];
  return stampOf([folder, programRoot()].flatMap((root) => names.map((name) => join(root, 'data', name))));
}
