import { openHands } from '../../src/app/hands.ts';
import { realEffects } from '../../src/effects.ts';

/*
 * A program with a warm process, until it is killed. Bundled, it lies as deep below the root as `src/app` does.
 */

const hands = openHands(process.argv[2] ?? '', realEffects(new AbortController().signal));
await hands.run('draft', { week: '2025-W24', language: 'en' });
console.log('drawn');
setInterval(() => undefined, 1_000);
