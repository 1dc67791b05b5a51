import { writePreview } from '../delivery/message/preview.ts';
import { type Desk, requireMail } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { browserPath } from '../program.ts';
import { openPress } from '../render/index.ts';
import { mailableEdition } from './send-edition.ts';
import { lettersOf } from './send-letters.ts';

/** Writes an edition's letters into a folder as they would be sent, and pictures of them; gives the files' paths. */
export async function previewLetters(
  desk: Desk,
  edition: string,
  folder: string,
  effects: Effects,
): Promise<readonly string[]> {
  const mail = requireMail(desk);
  const manifest = await mailableEdition(desk.paths.reports, edition);
  const { letters } = await lettersOf(desk, mail, manifest, effects);
  const press = openPress({ executable: browserPath(), effects });
  try {
    return await writePreview({ letters, press, folder });
  } finally {
    await press.close();
  }
}
