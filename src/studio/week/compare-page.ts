import type { Comparison, MovedSeries } from '../../model/comparison.ts';
import type { View } from '../../render/view.ts';
import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { type Bench, benchOf, headOf, weekIn, weekName } from './parts.ts';

/** `/week/:week/compare`: beside the last edition, or the one that `?with=` names. */
export function comparePage(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const week = weekIn(visit);
    const bench = await benchOf(shop, visit);
    const { words } = bench.say;
    const named = visit.query.with?.trim();
    const [readiness, comparison] = await Promise.all([
      shop.week.readiness(week),
      shop.week.comparison(week, named === undefined || named === '' ? undefined : named),
    ]);
    return {
      page: 'week-compare',
      title: `${weekName(week, bench.say)} · ${words.compare}`,
      view: {
        head: await headOf(shop, bench, readiness, '/compare'),
        ...comparisonView(comparison, bench),
      },
    };
  };
}

function comparisonView(comparison: Comparison, bench: Bench): View {
  const { say, language } = bench;
  const { words } = say;
  const { against, headline } = comparison;
  const isSame = against?.headline[language] === headline[language];
  return {
    title: against === undefined ? words.againstNone : filled(words.against, { edition: against.edition }),
    published: against === undefined ? '' : bench.at(against.publishedAt),
    headlines:
      against === undefined
        ? []
        : isSame
          ? [{ label: words.headline, text: headline[language], note: words.headlineSame }]
          : [
              { label: words.headlineThen, text: against.headline[language], note: '' },
              { label: words.headlineNow, text: headline[language], note: '' },
            ],
    hasEdition: against !== undefined,
    movers: {
      title: words.movers,
      hint: against === undefined ? '' : words.moversHint,
      columns: [
        { label: words.series, style: '' },
        { label: words.value, style: 'num' },
        { label: words.today, style: 'num' },
        { label: words.before, style: 'num' },
      ],
      rows: comparison.movers.map((one) => moverView(one, bench)),
    },
    revised: {
      title: words.revised,
      hint:
        comparison.revisedCount === 0
          ? words.revisedNone
          : filled(words.revisedHint, { count: comparison.revisedCount }),
      columns: [
        { label: words.series, style: '' },
        { label: words.date, style: '' },
        { label: words.was, style: 'num' },
        { label: words.is, style: 'num' },
      ],
      rows: comparison.revised.map(({ id, name, date, was, is, unit }) => ({
        href: `/data/series/${id}`,
        name: name[language],
        date,
        was: was[language],
        is: is[language],
        unit: unit[language],
      })),
      more:
        comparison.revisedCount > comparison.revised.length
          ? filled(words.revisedMore, { count: comparison.revisedCount - comparison.revised.length })
          : '',
    },
    fresher: {
      title: words.fresher,
      none: words.fresherNone,
      rows: comparison.fresher.map(({ id, name, was, is }) => ({
        href: `/data/series/${id}`,
        name: name[language],
        was: say.fresh[was],
        is: say.fresh[is],
      })),
    },
    notes: {
      title: words.noteChanges,
      same: words.noteSame,
      languages: comparison.notes.map((one) => ({
        name: say.languages[one.language],
        isSame: one.lines.every(({ kind }) => kind === 'same'),
        lines: one.lines.map(({ kind, text }) => ({ kind, mark: MARKS[kind], text })),
      })),
    },
  };
}

const MARKS = { same: ' ', gone: '−', new: '+' } as const;

function moverView(one: MovedSeries, { language }: Bench): View {
  return {
    href: `/data/series/${one.id}`,
    name: one.name[language],
    level: one.level[language],
    unit: one.unit[language],
    change: one.change[language],
    tone: one.tone === 'flat' ? '' : one.tone,
    before: one.before[language],
    beforeTone: one.beforeTone === 'flat' ? '' : one.beforeTone,
  };
}
