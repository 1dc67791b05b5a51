import type { Language } from '../../model/language.ts';
import { ENGLISH } from './words-en.ts';
import { CHINESE } from './words-zh.ts';

/** What the pages of the data say. `{n}` and other names in braces are filled in. */
export interface DataWords {
  readonly data: string;
  readonly parts: { readonly overview: string; readonly series: string; readonly overrides: string };
  readonly drop: {
    readonly heading: string;
    readonly label: string;
    readonly hint: string;
    readonly button: string;
    readonly busy: string;
    readonly none: string;
    readonly reader: string;
  };
  readonly recent: { readonly heading: string; readonly none: string };
  readonly state: {
    readonly heading: string;
    readonly all: string;
    readonly fresh: string;
    readonly stale: string;
    readonly never: string;
    readonly overrides: string;
  };
  readonly columns: Readonly<
    Record<
      | 'file'
      | 'read'
      | 'mapping'
      | 'rows'
      | 'added'
      | 'same'
      | 'revised'
      | 'refused'
      | 'series'
      | 'metal'
      | 'days'
      | 'newest'
      | 'unit'
      | 'was'
      | 'value'
      | 'date'
      | 'state'
      | 'next'
      | 'status'
      | 'known'
      | 'place'
      | 'kind'
      | 'reason'
      | 'check'
      | 'bound'
      | 'by'
      | 'until'
      | 'what',
      string
    >
  >;
  readonly plan: {
    readonly title: string;
    readonly sound: string;
    readonly noted: string;
    readonly nothing: string;
    readonly unsound: string;
    readonly asOf: string;
    readonly files: string;
    readonly known: string;
    readonly ownForm: string;
    readonly unknown: string;
    readonly findings: string;
    readonly more: string;
    readonly changes: string;
    readonly changed: string;
    readonly weeks: string;
    readonly noWeeks: string;
    readonly mapping: string;
    readonly mappingHint: string;
    readonly mappingSaved: string;
    readonly problems: string;
    readonly check: string;
    readonly import: string;
    readonly importHint: string;
    readonly discard: string;
    readonly back: string;
    readonly done: string;
    readonly doneNothing: string;
    readonly discarded: string;
  };
  readonly frequency: Readonly<Record<'daily' | 'weekly' | 'twice-weekly' | 'monthly', string>>;
  readonly freshness: Readonly<Record<'fresh' | 'stale' | 'never', string>>;
  readonly statuses: Readonly<
    Record<'traded' | 'assessed' | 'holiday' | 'rolled' | 'provisional' | 'missing' | 'illustrative', string>
  >;
  readonly licences: Readonly<Record<'open' | 'published' | 'restricted', string>>;
  readonly age: string;
  readonly list: { readonly title: string; readonly lead: string; readonly never: string };
  readonly page: {
    readonly chart: string;
    readonly noChart: string;
    readonly facts: string;
    readonly source: string;
    readonly licence: string;
    readonly lag: string;
    readonly basis: string;
    readonly id: string;
    readonly range: string;
    readonly values: string;
    readonly valuesOf: string;
    readonly noValues: string;
    readonly revisions: string;
    readonly revisionsOf: string;
    readonly noRevisions: string;
    readonly source_revision: string;
    readonly correction: string;
    readonly checks: string;
    readonly checksHint: string;
    readonly plausible: string;
    readonly negative: string;
    readonly move: string;
    readonly staleness: string;
    readonly staleAfter: string;
    readonly relation: string;
    readonly derived: string;
    readonly within: string;
    readonly apart: string;
    readonly tolerance: string;
    readonly atMost: string;
    readonly usual: string;
    readonly findings: string;
    readonly noFindings: string;
    readonly withheld: string;
    readonly overrides: string;
    readonly noOverrides: string;
    readonly csv: string;
    readonly noCsv: string;
    readonly all: string;
    readonly thisWeek: string;
  };
  readonly overrides: {
    readonly title: string;
    readonly lead: string;
    readonly none: string;
    readonly accept: string;
    readonly exclude: string;
    readonly counts: string;
    readonly over: string;
    readonly end: string;
    readonly ended: string;
    readonly any: string;
  };
}

export const WORDS: Readonly<Record<Language, DataWords>> = { en: ENGLISH, zh: CHINESE };
