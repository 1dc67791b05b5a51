import { nearest } from '../../nearest.ts';
import type { Ledger } from '../../store/ledger/index.ts';

/**
 * The known address a mistyped one most likely meant. One slip is on one side of the @, so the other side is looked
 * for as it is.
 */
export async function nearestKnown(ledger: Ledger, key: string): Promise<string | undefined> {
  const [local = '', domain = ''] = sides(key);
  let best: string | undefined;
  for await (const people of ledger.subscribers.all()) {
    const locals: string[] = [];
    const domains: string[] = [];
    for (const one of people) {
      const [itsLocal = '', itsDomain = ''] = sides(one.key);
      if (itsDomain === domain) locals.push(itsLocal);
      if (itsLocal === local) domains.push(itsDomain);
    }
    const nearLocal = slipOf(local, locals);
    const nearDomain = slipOf(domain, domains);
    const found = [
      ...(best === undefined ? [] : [best]),
      ...(nearLocal === undefined ? [] : [`${nearLocal}@${domain}`]),
      ...(nearDomain === undefined ? [] : [`${local}@${nearDomain}`]),
    ];
    best = nearest(key, found) ?? found[0];
  }
  return best;
}

/** Letters that changed places count as one slip, which they are. */
function slipOf(word: string, candidates: readonly string[]): string | undefined {
  const letters = (text: string): string => [...text].sort().join('');
  const same = letters(word);
  return candidates.find((one) => letters(one) === same) ?? nearest(word, candidates);
}

function sides(key: string): string[] {
  return key.split('@');
}
