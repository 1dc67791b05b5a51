import type { SubjectKind } from './statements.ts';

/** What takes the same verbs in every language: what is paid, what there is, and what is higher or lower than it was. */
export type VerbKind = 'price' | 'quantity' | 'level';

export function verbKind(kind: SubjectKind): VerbKind {
  switch (kind) {
    case 'price':
    case 'fx':
    case 'index':
      return 'price';
    case 'stock':
    case 'etf':
    case 'output':
    case 'trade':
    case 'tender':
    case 'position':
      return 'quantity';
    case 'premium':
    case 'spread':
    case 'fee':
    case 'oprate':
    case 'rate':
    case 'derived':
      return 'level';
  }
}
