import type { KeptNote, NoteSaved } from '../../app/notes.ts';
import type { Problem } from '../../errors.ts';
import { mayAs } from '../../model/account.ts';
import type { Language } from '../../model/language.ts';
import type { Readiness } from '../../model/readiness.ts';
import type { WeekId } from '../../model/time.ts';
import type { View } from '../../render/view.ts';
import { HTML_LANGUAGE } from '../../render/view.ts';
import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { benchOf, headOf, languageIn, weekIn, weekName } from './parts.ts';
import { draftOf, problemsView } from './preview.ts';
import { slotsView } from './slots.ts';
import type { WeekWords } from './words.ts';

/** `/week/:week/notes`: in the reader's own language first. */
export function notesHome(visit: Visit): Promise<Answer> {
  return Promise.resolve({ redirect: `/week/${weekIn(visit)}/notes/${visit.language}` });
}

/** `/week/:week/notes/:language`: the text, the figures it may ask for, and the draft beside it. */
export function notesPage(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const [week, language] = [weekIn(visit), languageIn(visit)];
    const note = await shop.week.note(week, language);
    return editor(shop, visit, { week, language, note, text: note.text, conflict: false });
  };
}

/** Saves, or shows what somebody else saved meanwhile; in neither case is a word lost. */
export function saveNotes(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const [week, language] = [weekIn(visit), languageIn(visit)];
    const { text = '', base = '' } = visit.form;
    const saved = await shop.week.saveNote({ week, language, text, base, by: visit.actor.name });
    const { say } = await benchOf(shop, visit);
    if (saved.saved)
      return {
        redirect: `/week/${week}/notes/${language}`,
        notice: saved.version === base ? say.words.savedSame : say.words.saved,
        told: saved.told,
      };
    const conflict = conflictView(saved.conflict, say);
    return editor(shop, visit, { week, language, note: saved.conflict, text, conflict });
  };
}

export function noteTarget({ params }: Visit): string {
  return `${params.week ?? ''} ${params.language ?? ''}`.slice(0, 100);
}

interface Edited {
  readonly week: WeekId;
  readonly language: Language;
  /** What lies on the disk. */
  readonly note: KeptNote;
  /** What stands in the field. */
  readonly text: string;
  readonly conflict: View | false;
}

async function editor(shop: Shop, visit: Visit, edited: Edited): Promise<Answer> {
  const { week, language, note, text, conflict } = edited;
  const bench = await benchOf(shop, visit);
  const { say } = bench;
  const { words } = say;
  const readiness = await shop.week.readiness(week);
  const base = `/week/${week}`;
  const mayWrite = visit.account !== undefined && mayAs(visit.account.role, 'analyst');
  const title = filled(words.editor, { language: say.languages[language] });
  return {
    page: 'week-notes',
    title: `${weekName(week, say)} · ${title}`,
    ...(conflict === false ? {} : { status: 409 }),
    view: {
      head: await headOf(shop, bench, readiness, '/notes'),
      languages: Object.entries(say.languages).map(([tag, name]) => ({
        href: `${base}/notes/${tag}`,
        label: name,
        isCurrent: tag === language,
      })),
      conflict,
      mayWrite,
      readOnly: words.readOnly,
      editor: {
        title,
        action: `${base}/notes/${language}`,
        preview: `${base}/draft/${language}`,
        version: note.version,
        text,
        lang: HTML_LANGUAGE[language],
        label: words.textLabel,
        hint: words.textHint,
        empty: text.trim() === '' ? words.noteEmpty : '',
        save: conflict === false ? words.save : words.conflictSave,
        check: words.check,
      },
      draft: {
        title: words.draft,
        hint: words.draftHint,
        frame: words.draftTitle,
        src: `${base}/draft/${language}`,
        ...problemsView(await problemsOf(shop, edited, readiness), say, visit.language),
      },
      slots: slotsView(readiness, language, say),
    },
  };
}

/** Of the saved text they are known with the week; a text that was not taken is looked at by itself. */
async function problemsOf(
  shop: Shop,
  { week, language, text, conflict }: Edited,
  { findings }: Readiness,
): Promise<readonly Problem[]> {
  if (conflict !== false) return (await draftOf(shop, { week, language, note: text })).problems;
  return findings.filter(({ where }) => where.startsWith(`data/notes/${week}.${language}.`));
}

function conflictView(
  { difference }: Extract<NoteSaved, { saved: false }>['conflict'],
  say: WeekWords,
): View {
  const { words } = say;
  const marks = { same: ' ', theirs: '−', yours: '+' } as const;
  return {
    title: words.conflict,
    how: words.conflictHow,
    key: words.differenceKey,
    kept: words.conflictKept,
    lines: difference.map(({ kind, line }) => ({ kind, mark: marks[kind], text: line })),
  };
}
