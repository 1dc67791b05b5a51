import type { CoverPhrases, OverviewPhrases, Phrases, Words } from '../phrases.ts';
import { line, listed } from '../runs.ts';
import { headline } from './title.ts';

export const words: Words = {
  contents: 'Contents',
  skip: 'Skip to the brief',
};

export const cover: CoverPhrases = {
  dateline: (friday, cutoff) => line`Week ending ${friday} (data to ${cutoff})`,
  issue: (number) => line`Issue ${number}`,
  headline,
  noHeadline: 'No weekly price change to report',
  dataLine: ({ fresh, total, stale, closed, late, withheld }) => {
    const rest = [
      ...(stale ? [line`${stale} stale`] : []),
      ...(closed ? [line`${closed} on holiday`] : []),
      ...(late ? [line`${late} not yet due`] : []),
      ...(withheld ? [line`${withheld} withheld`] : []),
    ];
    const parts = [line`${fresh} of ${total} series fresh`, ...rest];
    return line`Data: ${listed(parts, ', ', ', ')}.`;
  },
  illustrative: '† rests on illustrative history.',
};

export const sections: Phrases['sections'] = {
  dashboard: 'Dashboard',
  inventories: 'Inventories and spreads',
  macro: 'Macro',
  bulk: 'Bulk and precious metals',
  minor: 'Minor metals and rare earths',
  energy: 'Energy metals',
  method: 'Method',
  'data-notes': 'Data notes',
  disclaimer: 'Disclaimer',
};

export const overview: OverviewPhrases = {
  title: (group) =>
    ({
      bulk: 'Bulk and precious metals this week',
      minor: 'Minor metals and rare earths this week',
      energy: 'Energy metals this week',
      macro: 'Macro this week',
    })[group],
  rising: 'Up',
  falling: 'Down',
  unchanged: 'Unchanged',
  stocks: 'Stocks',
  silent: 'No observation',
  silentSince: (names, since) => line`${names} since ${since}`,
  closed: 'Closed',
  withheld: 'Withheld',
  noSeries: (name) => line`${name}: no observation of any series yet.`,
  emptySection: 'No series of this section has an observation yet.',
};
