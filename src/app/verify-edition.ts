import { join } from 'node:path';
import { verifyEdition } from '../archive/index.ts';
import type { Finding } from '../model/finding.ts';

/** What of an edition is not as it was published; none: it is intact. Throws AssayError as `verifyEdition`. */
export async function verifyOne(
  folder: string,
  { edition }: { readonly edition: string },
): Promise<Finding[]> {
  return verifyEdition(join(folder, 'reports'), edition);
}
