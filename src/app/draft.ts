import { compose } from '../brief/index.ts';
import { parseWeek } from '../calendar/week.ts';
import type { Effects } from '../effects.ts';
import { type Finding, hasErrors, type Verdict } from '../model/finding.ts';
import type { Language } from '../model/language.ts';
import type { WeekId } from '../model/time.ts';
import { withNotes } from '../notes/index.ts';
import { renderHtml } from '../render/index.ts';
import { snapshotHash } from '../snapshot/freeze.ts';
import { gate } from '../snapshot/gate.ts';
import { wayOut } from '../snapshot/way-out.ts';
import { keptDesk } from './kept-desk.ts';
import { notePath } from './note-files.ts';
import { warmDrawing, warmTheme, warmWeek } from './warm-desk.ts';
import { notesOf } from './week-notes.ts';

export interface DraftRequest {
  readonly week?: string;
  readonly language: Language;
  /** The note as it stands in the editor; without it, as it lies on the disk. */
  readonly note?: string;
}

export interface Draft {
  readonly week: WeekId;
  /** The whole page, as `brief.html` of an edition. */
  readonly html: string;
  /** sha256 of the snapshot with this note in it; '' where files of the inbox cannot be read. */
  readonly snapshot: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** What is wrong with the note, by line and column; errors stop a build. */
  readonly problems: readonly Finding[];
}

/** A week's brief in one language as it would be built now: no browser, no archive, nothing is written. */
export async function draftOf(folder: string, request: DraftRequest, effects: Effects): Promise<Draft> {
  const asked = request.week === undefined ? undefined : parseWeek(request.week);
  const desk = await keptDesk(folder);
  const { language, note } = request;
  const [theme, { snapshot: bare, analysis, intake, today }] = await Promise.all([
    warmTheme(desk),
    warmWeek(desk, asked, effects),
  ]);
  const { week } = bare;
  const said = await notesOf(desk, week, note === undefined ? undefined : { language, text: note });
  const snapshot = withNotes(bare, said.notes);
  const { verdict, findings } = gate(snapshot);
  const composition = compose(snapshot, analysis, language, week);
  const drawn = new Map<string, string>();
  for (const { id, spec } of composition.charts) drawn.set(id, await warmDrawing(spec, id));
  const isUnread = hasErrors(intake.findings);
  const own = notePath(desk, week, language).label;
  const problems = said.findings.filter(({ where }) => where.startsWith(own));
  return {
    week,
    html: await renderHtml(composition.brief, drawn, theme, snapshot.desk.paper, said.notes?.images),
    snapshot: isUnread ? '' : snapshotHash(snapshot),
    verdict: isUnread || hasErrors(said.findings) ? 'hold' : verdict,
    findings: [
      ...intake.findings,
      ...findings.map((one) => wayOut(one, snapshot, today)),
      ...said.findings.filter((one) => !problems.includes(one)),
    ],
    problems,
  };
}
