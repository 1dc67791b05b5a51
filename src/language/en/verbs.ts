import type { Strength, SubjectKind } from '../statements.ts';

/** Past and present. */
type Verb = readonly [string, string];
type Verbs = Readonly<Record<Strength, Verb>>;
type Pair = Readonly<{ up: Verbs; down: Verbs }>;

const PRICE: Pair = {
  up: {
    slight: ['edged up', 'edges up'],
    plain: ['rose', 'rises'],
    strong: ['climbed', 'climbs'],
    great: ['jumped', 'jumps'],
  },
  down: {
    slight: ['slipped', 'slips'],
    plain: ['fell', 'falls'],
    strong: ['dropped', 'drops'],
    great: ['tumbled', 'tumbles'],
  },
};

const QUANTITY: Pair = {
  up: {
    slight: ['edged up', 'edges up'],
    plain: ['rose', 'rises'],
    strong: ['climbed', 'climbs'],
    great: ['jumped', 'jumps'],
  },
  down: {
    slight: ['edged down', 'edges down'],
    plain: ['fell', 'falls'],
    strong: ['dropped', 'drops'],
    great: ['plunged', 'plunges'],
  },
};

const LEVEL: Pair = {
  up: {
    slight: ['edged up', 'edges up'],
    plain: ['rose', 'rises'],
    strong: ['rose', 'rises'],
    great: ['jumped', 'jumps'],
  },
  down: {
    slight: ['edged down', 'edges down'],
    plain: ['fell', 'falls'],
    strong: ['fell', 'falls'],
    great: ['dropped', 'drops'],
  },
};

/** Which verbs a kind of series takes; kinds sharing verbs may share a sentence. */
export function verbsOf(kind: SubjectKind): Pair {
  switch (kind) {
    case 'price':
    case 'fx':
    case 'index':
      return PRICE;
    case 'stock':
    case 'etf':
    case 'output':
    case 'trade':
    case 'tender':
    case 'position':
      return QUANTITY;
    case 'premium':
    case 'spread':
    case 'fee':
    case 'oprate':
    case 'rate':
    case 'derived':
      return LEVEL;
  }
}

export function verbOf(kind: SubjectKind, direction: 'up' | 'down', strength: Strength): string {
  return verbsOf(kind)[direction][strength][0];
}

/** `slips`, of several `slip`. */
export function presentOf(
  kind: SubjectKind,
  direction: 'up' | 'down',
  strength: Strength,
  plural: boolean,
): string {
  const singular = verbsOf(kind)[direction][strength][1];
  return plural ? singular.replace(/s\b/, '') : singular;
}
