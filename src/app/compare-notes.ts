import type { NoteDifference } from '../model/comparison.ts';
import { LANGUAGES } from '../model/language.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { differenceOf } from '../notes/index.ts';

/** Notes of two snapshots, line by line; languages in which neither says anything are left out. */
export function noteDifferences(then: Snapshot, now: Snapshot): NoteDifference[] {
  return LANGUAGES.flatMap((language) => {
    const was = textOf(then, language);
    const is = textOf(now, language);
    if (was === '' && is === '') return [];
    const lines = differenceOf(was, is).map(({ kind, line }) => ({
      kind: kind === 'theirs' ? ('gone' as const) : kind === 'yours' ? ('new' as const) : ('same' as const),
      text: line,
    }));
    return [{ language, lines }];
  });
}

function textOf({ notes }: Snapshot, language: (typeof LANGUAGES)[number]): string {
  const note = notes?.texts[language];
  if (note === undefined) return '';
  return note.headline === undefined ? note.text : `${note.headline}\n\n${note.text}`;
}
