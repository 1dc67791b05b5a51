import { ensureCompiled } from '../../src/setup/compiled.mjs';

/** Tests that start the program as a process run what is compiled: compile what the sources are now. */
export async function setup(): Promise<void> {
  await ensureCompiled();
}
