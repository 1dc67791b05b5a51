import type { WeekNotes } from '../model/notes.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** The snapshot with these notes in place of its own; without any, it is one without notes. */
export function withNotes(snapshot: Snapshot, notes: WeekNotes | undefined): Snapshot {
  const { notes: _other, ...bare } = snapshot;
  return notes === undefined ? bare : { ...bare, notes };
}
