import { expect, onTestFinished, test } from 'vitest';
import { restWhenQuiet } from '../../src/app/quiet.ts';

test('what nobody holds any more is given back once nobody asks, and not before', async () => {
  const rest = restWhenQuiet(async () => undefined, 30);
  onTestFinished(rest.end);
  const held = new WeakRef(Array.from({ length: 1000 }, (_, at) => ({ at })));
  const asking = setInterval(rest.busy, 5);
  onTestFinished(() => clearInterval(asking));
  expect(held.deref()).toHaveLength(1000);
  clearInterval(asking);
  await expect.poll(() => held.deref() === undefined).toBe(true);
});
