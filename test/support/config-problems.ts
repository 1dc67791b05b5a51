import { AssayError, problemLine } from '../../src/errors.ts';

/** What is wrong with a desk's files, a line each; none where they were read. What else is thrown is thrown on. */
export async function configProblems(reading: Promise<unknown>): Promise<string[]> {
  try {
    await reading;
    return [];
  } catch (error) {
    if (error instanceof AssayError && error.exit === 'config') return error.problems.map(problemLine);
    throw error;
  }
}
