import { cutoffDay, parseWeek, previousWeek, weekNumber, weekStart, weekYear } from '../../calendar/week.ts';
import { AssayError } from '../../errors.ts';
import { dateForms } from '../../language/index.ts';
import { LANGUAGES, type Language } from '../../model/language.ts';
import type { Readiness } from '../../model/readiness.ts';
import type { Instant, IsoDate, WeekId } from '../../model/time.ts';
import type { View } from '../../render/view.ts';
import { filled } from '../filled.ts';
import { localMoment } from '../local-moment.ts';
import type { Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { type WeekWords, WORDS } from './words.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'quiet';

/** What every page of a week works with. */
export interface Bench {
  readonly say: WeekWords;
  readonly language: Language;
  readonly timeZone: string;
  /** A moment as the desk's clocks show it: `2025-06-15 18:04`; '' of none. */
  at(moment: Instant | ''): string;
  /** A day as the language writes it. */
  day(date: IsoDate): string;
}

export async function benchOf(shop: Shop, { language }: Pick<Visit, 'language'>): Promise<Bench> {
  const { timeZone } = (await shop.desk()).config;
  const dates = dateForms(language);
  return {
    ...{ say: WORDS[language], language, timeZone },
    at: (moment) => localMoment(moment, timeZone),
    day: (date) => dates.full(date).text,
  };
}

/** The week of a path. Throws AssayError missing E_WEEK of what is none. */
export function weekIn({ params }: Pick<Visit, 'params'>): WeekId {
  try {
    return parseWeek(params.week ?? '');
  } catch (error) {
    // An address that leads nowhere, not a word that was mistyped.
    if (error instanceof AssayError) throw new AssayError('missing', error.problems);
    throw error;
  }
}

/** The language of a path. Throws AssayError missing E_HTTP_PATH. */
export function languageIn({ params }: Pick<Visit, 'params'>): Language {
  const found = LANGUAGES.find((one) => one === params.language);
  if (found !== undefined) return found;
  const message = `there are pages in ${LANGUAGES.join(' and ')} alone.`;
  throw new AssayError('missing', { code: 'E_HTTP_PATH', where: '', message });
}

const TABS = ['', '/notes', '/compare', '/release', '/send'] as const;
export type Tab = (typeof TABS)[number];

const VERDICT_TONES = { pass: 'good', notes: 'good', hold: 'bad' } as const;

/** What stands above every page of a week: which it is, how far it is, where to go. */
export async function headOf(shop: Shop, bench: Bench, readiness: Readiness, current: Tab): Promise<View> {
  const { words } = bench.say;
  const { week, edition } = readiness;
  const label: Readonly<Record<Tab, string>> = {
    '': words.readiness,
    '/notes': words.notes,
    '/compare': words.compare,
    '/release': words.release,
    '/send': words.sendTab,
  };
  const tabs = TABS.map((tab) => ({
    href: `/week/${week}${tab}`,
    label: label[tab],
    isCurrent: tab === current,
  }));
  return {
    week,
    name: weekName(week, bench.say),
    range: `${bench.day(weekStart(week))} – ${bench.day(cutoffDay(week))}`,
    earlier: { href: `/week/${previousWeek(week)}${current}`, label: words.earlier },
    later: { href: `/week/${previousWeek(week, -1)}${current}`, label: words.later },
    otherLabel: words.otherWeek,
    otherHint: words.weekHint,
    show: words.show,
    tabs,
    states: [
      { tone: VERDICT_TONES[readiness.verdict], text: bench.say.verdicts[readiness.verdict] },
      ...(await approvalState(shop, bench, readiness)),
      edition === undefined
        ? { tone: 'quiet', text: words.notPublished }
        : {
            tone: 'good',
            text: filled(words.published, { edition: edition.edition, at: bench.at(edition.publishedAt) }),
          },
    ],
    counts: countsLine(readiness, bench.say),
    changedSince:
      edition !== undefined && readiness.snapshot !== '' && edition.snapshot !== readiness.snapshot
        ? words.changedSince
        : '',
  };
}

async function approvalState(
  shop: Shop,
  { say: { words }, at }: Bench,
  { week, snapshot }: Readiness,
): Promise<Array<{ readonly tone: Tone; readonly text: string }>> {
  const { state, by, at: when } = await shop.week.approval(week, snapshot);
  switch (state) {
    case 'not-needed':
      return [];
    case 'missing':
      return [{ tone: 'warn', text: words.notApproved }];
    case 'outdated':
      return [{ tone: 'warn', text: filled(words.outdatedBy, { by }) }];
    case 'approved':
      return [{ tone: 'good', text: filled(words.approvedBy, { by, at: at(when) }) }];
  }
}

function countsLine({ counts }: Readiness, { words }: WeekWords): string {
  const some: ReadonlyArray<readonly [string, number]> = [
    [words.heldCount, counts.withheld],
    [words.staleCount, counts.stale],
    [words.lateCount, counts.late],
    [words.closedCount, counts.closed],
  ];
  return [
    filled(words.freshCount, { fresh: counts.fresh, total: counts.total }),
    ...some.filter(([, count]) => count > 0).map(([text, count]) => filled(text, { count })),
  ].join(' · ');
}

export function weekName(week: WeekId, { words }: WeekWords): string {
  return filled(words.week, { number: weekNumber(week), year: weekYear(week) });
}
