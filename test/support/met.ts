/**
 * What a test meets only at the right moment: `attempt` gives undefined where that was over before anybody looked, as
 * on a machine that stood still for a while, and is made again. Throws when it was never met.
 */
export async function met<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 20; tries += 1) {
    const found = await attempt();
    if (found !== undefined) return found;
  }
  throw new Error('the moment was over each time');
}
