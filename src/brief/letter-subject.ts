import { plainText } from '../language/index.ts';
import type { Line } from '../model/brief.ts';
import type { Language } from '../model/language.ts';
import type { Context } from './context.ts';
import { leadOf, pointsOf } from './cover.ts';
import { lookWidth } from './look-width.ts';

/** Columns that an inbox shows, a Chinese character taking two. */
const SUBJECT: Readonly<Record<Language, number>> = { en: 70, zh: 60 };
const PREHEADER: Readonly<Record<Language, number>> = { en: 110, zh: 100 };

/** The headline as an inbox shows it: newsletter, week, news; what does not fit is left out from the left. */
export function subjectsOf(
  title: string,
  context: Context,
): { readonly subject: string; readonly correctionSubject: string } {
  const { say, analysis, language } = context;
  const friday = plainText([say.dates.short(analysis.weekEnding, analysis.weekEnding)]);
  const lead = leadOf(context);
  const full = lead === undefined ? say.cover.noHeadline : inboxText(say.title(lead));
  const short = lead === undefined ? say.cover.noHeadline : inboxText(say.letter.news(lead));
  const candidates = [
    say.letter.subject(title, friday, full),
    say.letter.subject(title, friday, short),
    say.letter.subject(title, '', short),
    say.letter.subject('', friday, short),
    short,
  ];
  const fitting = (all: readonly string[]): string =>
    all.find((one) => lookWidth(one) <= SUBJECT[language]) ?? cut(all.at(-1) ?? '', SUBJECT[language]);
  return {
    subject: fitting(candidates),
    correctionSubject: fitting(candidates.map(say.letter.corrected)),
  };
}

/** What the subject does not say: the other news of the week, as many as an inbox shows. */
export function preheaderOf(context: Context): string {
  const { say, language } = context;
  const lead = leadOf(context);
  const others = pointsOf(context).flatMap(({ said }) =>
    said === lead || said.says === 'withheld' || said.says === 'stale'
      ? []
      : [inboxText(say.letter.news(said))],
  );
  let told = '';
  for (let count = 1; count <= others.length; count += 1) {
    const next = plainText(say.letter.also(others.slice(0, count)));
    if (lookWidth(next) > PREHEADER[language]) break;
    told = next;
  }
  return told === '' ? cut(others[0] ?? say.cover.noHeadline, PREHEADER[language]) : told;
}

/** Words with the marks of what rests on illustrative history, each behind its figure's unit. */
export function marked(line: Line): string {
  return line
    .map((run, at) => {
      const before = run.kind === 'unit' ? line[at - 1] : run;
      const ends = run.kind === 'unit' || line[at + 1]?.kind !== 'unit';
      return before?.kind === 'figure' && before.dagger && ends ? `${run.text}†` : run.text;
    })
    .join('');
}

/** Narrow blanks make of an English subject an encoded one, and a box in lists of old mail programs. */
function inboxText(line: Line): string {
  return marked(line).replaceAll('\u202f', ' ');
}

function cut(text: string, most: number): string {
  if (lookWidth(text) <= most) return text;
  let kept = '';
  for (const character of text) {
    if (lookWidth(kept + character) >= most) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
