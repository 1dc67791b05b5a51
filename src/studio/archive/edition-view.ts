import type { Shelved } from '../../archive/index.ts';
import { problemSaid } from '../../language/index.ts';
import { LANGUAGES, type Language } from '../../model/language.ts';
import { HTML_LANGUAGE, type View } from '../../render/view.ts';
import { filled } from '../filled.ts';
import { localMoment } from '../local-moment.ts';
import { countText } from '../shown.ts';
import { WORDS } from './words.ts';

const TONES = { pass: 'good', notes: 'quiet', hold: 'bad' } as const;

/** The line of an edition in a list of them. */
export function shelvedView(one: Shelved, language: Language, timeZone: string): View {
  const w = WORDS[language];
  const { edition, correction, state, verdict, publishedAt, errors, warnings, notes } = one;
  const told = errors + warnings + notes;
  return {
    edition,
    href: `/archive/${edition}`,
    correction: correction === 0 ? '' : filled(w.correction, { n: correction }),
    published: localMoment(publishedAt, timeZone),
    headline: headlineOf(one, language),
    tone: state === 'broken' ? 'bad' : state === 'unread' || verdict === '' ? 'quiet' : TONES[verdict],
    state:
      state === 'broken' ? w.broken : state === 'unread' || verdict === '' ? w.unread : w.verdicts[verdict],
    problem: {
      isThere: one.problem !== '',
      ...problemSaid({ code: 'E_ARCHIVE_MANIFEST', message: one.problem }, language),
    },
    findings:
      state !== 'sound'
        ? ''
        : told === 0
          ? w.noFindings
          : filled(w.findingsCount, {
              errors: countText(errors),
              warnings: countText(warnings),
              notes: countText(notes),
            }),
    pages: LANGUAGES.filter((each) => state === 'sound' && one.languages.includes(each)).map((each) => ({
      href: `/archive/${edition}/file/${each}/brief.html`,
      pdf: `/archive/${edition}/file/${each}/brief.pdf`,
      label: w.languages[each],
      lang: HTML_LANGUAGE[each],
    })),
  };
}

/** In the reader's language, else in the one it has. */
export function headlineOf({ headlines }: Pick<Shelved, 'headlines'>, language: Language): string {
  return headlines[language] ?? headlines.en ?? headlines.zh ?? '';
}
