import { localDay } from '../calendar/clock.ts';
import { AssayError } from '../errors.ts';
import type { Catalog, DeskConfig } from '../model/catalog.ts';
import type { Finding } from '../model/finding.ts';
import type { Observation } from '../model/observation.ts';
import { ignoredInInbox, listInbox, readInboxFile } from '../sources/index.ts';
import type { Store } from '../store/index.ts';
import { validate } from './validate.ts';

/** What lies in the inbox that the store has not read yet: each file whole, or refused with its findings. */
export interface Intake {
  readonly files: readonly ReadFile[];
  readonly findings: readonly Finding[];
  /** Rows looked at; a file known by its hash costs none. */
  readonly rows: number;
}

interface ReadFile {
  readonly label: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly observations: readonly Observation[];
}

interface InboxOwner {
  readonly catalog: Catalog;
  readonly config: DeskConfig;
  readonly paths: { readonly inbox: string };
}

/** Reads what is new in the inbox and validates it. Changes nothing. */
export async function readInbox(desk: InboxOwner, store: Store, now: Date): Promise<Intake> {
  const { inbox } = desk.paths;
  const { allowNegative, maxBytes } = desk.config.data;
  const today = localDay(now, desk.config.timeZone);
  const files: ReadFile[] = [];
  const findings: Finding[] = await ignoredInInbox(inbox);
  let rows = 0;
  for (const { file, label } of await listInbox(inbox)) {
    const isKnown = async (sha256: string): Promise<boolean> =>
      (await store.importOf(label, sha256)) !== undefined;
    const raw = await readInboxFile(file, label, { maxBytes, isKnown });
    if (raw.known) continue;
    const checked = validate(raw, desk.catalog, { allowNegative, today });
    rows += raw.rows.length;
    findings.push(...checked.findings);
    files.push({ label, sha256: raw.sha256, bytes: raw.bytes, observations: checked.observations });
  }
  return { files, findings, rows };
}

/** Throws AssayError data with every error of every file: one bad row and nothing is taken in. */
export function requireSound(intake: Intake): void {
  const errors = intake.findings.filter((finding) => finding.severity === 'error');
  if (errors.length > 0) throw new AssayError('data', errors);
}

/** Appends what was read, a file a transaction. Require it sound first. */
export async function appendIntake(intake: Intake, store: Store, now: Date): Promise<void> {
  for (const { observations, ...file } of intake.files)
    await store.append(file, observations, now.toISOString());
}
