import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OUTSIDE } from '../access/names.ts';
import { ownedBy } from '../access/release.ts';
import { sizeText } from '../catalog/regular-file.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { LANGUAGES, type Language } from '../model/language.ts';
import type { WeekId } from '../model/time.ts';
import type { AuditEvent, AuditTrail, NewAuditEvent, Office } from '../store/office/index.ts';
import { ownerName } from './file-owner.ts';
import { notePath, readNoteFile } from './note-files.ts';
import { picturesFound } from './outside-pictures.ts';
import { overrideHash, overrideWords, recordedHash } from './recorded.ts';

/** What nobody recorded, and the file it was found in. */
export type Found = Pick<NewAuditEvent, 'action' | 'target' | 'detail'> & {
  readonly file: Stats | undefined;
};

/**
 * Records what was written into the desk's files by an editor, git or a copy: a week's notes and the pictures in them,
 * and every override, whose content is not the one the audit trail knows. Once for each change, as `outside`, with the file's owner and time.
 */
export async function lookOutside(
  desk: Pick<Desk, 'root' | 'overrides' | 'catalog' | 'config'>,
  { audit }: Pick<Office, 'audit'>,
  week: WeekId | undefined,
  { now }: Pick<Effects, 'now'>,
): Promise<void> {
  const found = await overridesFound(desk, audit, now());
  if (week !== undefined) {
    for (const language of LANGUAGES) found.push(...(await noteFound(desk, audit, week, language, now())));
    found.push(...(await picturesFound(desk, audit, week, now())));
  }
  for (const { action, target, detail, file } of found) {
    const from = file === undefined ? 'no file' : ownedBy(await ownerName(file.uid));
    const when = file === undefined ? 'the file is gone' : `file changed ${file.mtime.toISOString()}`;
    await audit.appendNew({
      at: now().toISOString(),
      // Who changes its files could do anything with the desk.
      actor: { name: OUTSIDE, role: 'admin', from },
      action,
      target,
      outcome: 'noted',
      detail: `${when}; ${detail}`,
    });
  }
}

/** Events of one note that matter: the newest. */
const MOST_EVENTS = 200;

async function noteFound(
  desk: Pick<Desk, 'root'>,
  audit: AuditTrail,
  week: WeekId,
  language: Language,
  now: Date,
): Promise<Found[]> {
  const path = notePath(desk, week, language);
  const bytes = await readNoteFile(path);
  // What stands there and is no note is a finding of its own.
  if (bytes !== undefined && !(bytes instanceof Uint8Array)) return [];
  const target = `${week} ${language}`;
  const events = await audit.list({ target, limit: MOST_EVENTS });
  const known = recordedHash(
    events.filter(({ action }) => action.startsWith('note.')),
    now,
  );
  const hash = bytes === undefined ? '' : createHash('sha256').update(bytes).digest('hex');
  if (known === 'under-way' || hash === (known ?? '')) return [];
  const file = await statOf(path.file);
  if (bytes === undefined) return [{ action: 'note.gone', target, detail: 'the note is gone', file }];
  return [{ action: 'note.found', target, detail: `${sizeText(bytes.length)}, sha256 ${hash}`, file }];
}

const ANSWERS = ['override.accept', 'override.exclude', 'override.end', 'override.found', 'override.gone'];
/** What an answer's target ends with; some name before it the week it was given on. */
const VALUE = /\S+ \d{4}-\d{2}-\d{2}$/;

async function overridesFound(
  { root, overrides }: Pick<Desk, 'root' | 'overrides'>,
  audit: AuditTrail,
  now: Date,
): Promise<Found[]> {
  const events = new Map<string, AuditEvent[]>();
  for (const event of await allOf(audit, ANSWERS)) {
    const value = VALUE.exec(event.target)?.[0];
    if (value === undefined) continue;
    const own = events.get(value) ?? [];
    own.push(event);
    events.set(value, own);
  }
  const present = new Map(overrides.map((one) => [`${one.series} ${one.date}`, one]));
  const file = await statOf(join(root, 'data', 'overrides.yaml'));
  return [...new Set([...present.keys(), ...events.keys()])].sort().flatMap((target): Found[] => {
    const [known, override] = [recordedHash(events.get(target) ?? [], now), present.get(target)];
    if (known === 'under-way' || overrideHash(override) === (known ?? '')) return [];
    if (override === undefined)
      return [{ action: 'override.gone', target, detail: 'no longer in data/overrides.yaml', file }];
    const what = known === undefined || known === '' ? 'added' : 'changed';
    return [{ action: 'override.found', target, detail: `${what}: ${overrideWords(override)}`, file }];
  });
}

const PAGE = 1000;

/** Of some actions, newest first. */
async function allOf(audit: AuditTrail, actions: readonly string[]): Promise<AuditEvent[]> {
  const all: AuditEvent[] = [];
  for (const action of actions) {
    for (let before: number | undefined; ; ) {
      const page = await audit.list({ action, limit: PAGE, ...(before === undefined ? {} : { before }) });
      all.push(...page);
      before = page.at(-1)?.id;
      if (page.length < PAGE) break;
    }
  }
  return all.sort((a, b) => b.id - a.id);
}

function statOf(file: string): Promise<Stats | undefined> {
  return stat(file).catch(() => undefined);
}
