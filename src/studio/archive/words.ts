import type { Language } from '../../model/language.ts';
import { ENGLISH } from './words-en.ts';
import { CHINESE } from './words-zh.ts';

/** What the pages of the archive say. Names in braces are filled in. */
export interface ArchiveWords {
  readonly archive: string;
  readonly lead: string;
  readonly leadOne: string;
  readonly none: string;
  readonly noYear: string;
  readonly unread: string;
  readonly reading: string;
  readonly reload: string;
  readonly broken: string;
  readonly correction: string;
  readonly verdicts: Readonly<Record<'pass' | 'notes' | 'hold', string>>;
  readonly languages: Readonly<Record<Language, string>>;
  readonly columns: Readonly<
    Record<
      | 'edition'
      | 'published'
      | 'headline'
      | 'verdict'
      | 'findings'
      | 'read'
      | 'file'
      | 'size'
      | 'sha256'
      | 'part'
      | 'version',
      string
    >
  >;
  readonly findingsCount: string;
  readonly noFindings: string;
  readonly search: {
    readonly label: string;
    readonly hint: string;
    readonly button: string;
    readonly language: string;
    readonly both: string;
    readonly title: string;
    readonly found: string;
    readonly foundOne: string;
    readonly nothing: string;
    readonly empty: string;
    readonly numbers: string;
    readonly cover: string;
    readonly reading: string;
    readonly next: string;
    readonly previous: string;
    readonly page: string;
  };
  readonly edition: {
    readonly published: string;
    readonly checks: string;
    readonly read: string;
    readonly page: string;
    readonly pdf: string;
    readonly letter: string;
    readonly letterNote: string;
    readonly files: string;
    readonly filesNote: string;
    readonly findings: string;
    readonly inputs: string;
    readonly versions: string;
    readonly program: string;
    readonly templates: string;
    readonly browser: string;
    readonly snapshot: string;
    readonly manifest: string;
    readonly verify: string;
    readonly verifyHint: string;
    readonly intact: string;
    readonly changed: string;
    readonly older: string;
    readonly newer: string;
    readonly others: string;
    readonly superseded: string;
    readonly all: string;
  };
}

export const WORDS: Readonly<Record<Language, ArchiveWords>> = { en: ENGLISH, zh: CHINESE };
