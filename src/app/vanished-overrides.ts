import { join } from 'node:path';
import { z } from 'zod';
import { foldersOf } from '../archive/read.ts';
import { readRegularFile } from '../catalog/regular-file.ts';
import type { Desk } from '../desk.ts';
import { quoted } from '../errors.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import { type Override, overrideSchema } from '../model/override.ts';
import type { Snapshot, SnapshotSeries } from '../model/snapshot.ts';
import type { IsoDate } from '../model/time.ts';
import { keeper, stampOf } from './kept.ts';

/** A snapshot has megabytes, and is looked at with each change of a note. */
const kept = keeper<readonly Override[]>(2);

/** What of a week's snapshot decides it. */
export interface Dated extends Pick<Snapshot, 'week'> {
  readonly series: Readonly<Record<string, Pick<SnapshotSeries, 'dates' | 'values'>>>;
}

/** Far above a snapshot's size. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Overrides that the week's last edition, or the last before it, was made with, that are not over, whose value is still
 * there, and that the desk has no longer: what was left out comes back without a word, what was accepted is in doubt.
 */
export async function vanishedOverrides(
  { paths, overrides }: Pick<Desk, 'paths' | 'overrides'>,
  snapshot: Dated,
  today: IsoDate,
): Promise<Finding[]> {
  const { editions } = await foldersOf(paths.reports);
  const last = editions.findLast(({ week }) => week <= snapshot.week);
  if (last === undefined) return [];
  const present = new Set(overrides.map(keyOf));
  const file = join(paths.reports, last.edition, 'snapshot.json');
  return (await kept(file, stampOf([file]), () => overridesOf(file)))
    .filter((one) => one.expires >= today && !present.has(keyOf(one)) && isThere(one, snapshot))
    .map((one) => vanished(one, last.edition));
}

function keyOf({ series, date }: Override): string {
  return `${series} ${date}`;
}

/** A value that was corrected since needs nobody to answer for it. */
function isThere({ series, date, value }: Override, snapshot: Dated): boolean {
  const { dates = [], values = [] } = snapshot.series[series] ?? {};
  const text = values[dates.indexOf(date)];
  return text !== undefined && (value === undefined || Number(text) === value);
}

function vanished({ series, date, action, by, reason, expires }: Override, edition: string): Finding {
  const did = action === 'exclude' ? 'left out' : 'accepted';
  const now = action === 'exclude' ? 'It is printed again' : 'Nobody answers for it now';
  const message = `edition ${edition} ${did} ${quoted(series)} of ${date} by an override of ${quoted(by)} until ${expires} (${quoted(reason)}), which is not there any more. ${now}. If nobody ended it, write it again.`;
  return findingAt('W_OVERRIDE_GONE', 'data/overrides.yaml', message, { series, date });
}

const fileSchema = z.object({ overrides: z.array(overrideSchema).optional() });

/** None of an edition that cannot be read: that is told where the archive is looked at. */
async function overridesOf(file: string): Promise<readonly Override[]> {
  const bytes = await readRegularFile(file, MOST_BYTES).catch(() => undefined);
  if (!(bytes instanceof Uint8Array)) return [];
  return parsed(new TextDecoder().decode(bytes)).data?.overrides ?? [];
}

function parsed(text: string): z.ZodSafeParseResult<z.infer<typeof fileSchema>> {
  try {
    return fileSchema.safeParse(JSON.parse(text));
  } catch {
    return fileSchema.safeParse(undefined);
  }
}
