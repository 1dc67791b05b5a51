import type { Strength, SubjectKind } from '../statements.ts';
import { type VerbKind, verbKind } from '../verb-kind.ts';

/** Past and present. */
type Verb = readonly [string, string];
type Verbs = Readonly<Record<Strength, Verb>>;
type Pair = Readonly<{ up: Verbs; down: Verbs }>;

const RISE: Verbs = {
  slight: ['edged up', 'edges up'],
  plain: ['rose', 'rises'],
  strong: ['climbed', 'climbs'],
  great: ['jumped', 'jumps'],
};

const VERBS: Readonly<Record<VerbKind, Pair>> = {
  price: {
    up: RISE,
    down: {
      slight: ['slipped', 'slips'],
      plain: ['fell', 'falls'],
      strong: ['dropped', 'drops'],
      great: ['tumbled', 'tumbles'],
    },
  },
  quantity: {
    up: RISE,
    down: {
      slight: ['edged down', 'edges down'],
      plain: ['fell', 'falls'],
      strong: ['dropped', 'drops'],
      great: ['plunged', 'plunges'],
    },
  },
  level: {
    up: { ...RISE, strong: RISE.plain },
    down: {
      slight: ['edged down', 'edges down'],
      plain: ['fell', 'falls'],
      strong: ['fell', 'falls'],
      great: ['dropped', 'drops'],
    },
  },
};

export function verbOf(kind: SubjectKind, direction: 'up' | 'down', strength: Strength): string {
  return VERBS[verbKind(kind)][direction][strength][0];
}

/** `slips`, of several `slip`. */
export function presentOf(
  kind: SubjectKind,
  direction: 'up' | 'down',
  strength: Strength,
  plural: boolean,
): string {
  const singular = VERBS[verbKind(kind)][direction][strength][1];
  return plural ? singular.replace(/s\b/, '') : singular;
}
