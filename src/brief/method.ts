import { line, name } from '../language/index.ts';
import type { SeriesAnalysis } from '../model/analysis.ts';
import type { Block, Cell, Line, Section } from '../model/brief.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import { CONSTANTS, VAT } from './added-figures.ts';
import { type Context, isListed, nameOf, seriesOf } from './context.ts';
import { figureRun } from './runs.ts';

/** How the figures are made, and where each series comes from. */
export function method(context: Context): Section {
  const { say } = context;
  const { method: words } = say;
  const labeled = (key: keyof typeof words.labels, rest: Line): Block => ({
    kind: 'paragraph',
    line: say.labeled(words.labels[key], rest),
  });
  const run = (id: string) => figureRun(id, context);
  return {
    id: 'method',
    title: say.sections.method,
    level: 1,
    blocks: [
      labeled('week', line`${words.week}`),
      labeled('bases', line`${words.bases}`),
      labeled('changes', line`${words.changes}`),
      labeled('strength', line`${words.strength}`),
      labeled('vat', words.vat(run(VAT))),
      labeled(
        'conversions',
        words.conversions({
          pounds: run(CONSTANTS.pounds.id),
          ounces: run(CONSTANTS.ounces.id),
          shortTon: run(CONSTANTS.shortTon.id),
          unit: run(CONSTANTS.unit.id),
        }),
      ),
      ...(venuesOf(context).length === 0 ? [] : [labeled('calendars', words.calendars(venuesOf(context)))]),
      ...(isIllustrative(context) ? [labeled('illustrative', line`${words.illustrative}`)] : []),
      ...sourcesTable(context),
    ],
  };
}

/** Calendars of the venues in use; those that know no closed day say nothing. */
function venuesOf(context: Context): Line {
  const { snapshot, say, language } = context;
  const used = new Set(
    [...context.analysis.series.values()].flatMap((one) =>
      isListed(one) && 'venue' in one.spec ? [one.spec.venue] : [],
    ),
  );
  const calendars = snapshot.calendars.filter(
    (calendar) => used.has(calendar.venue) && Object.keys(calendar.closed).length > 0,
  );
  return say.enumerated(calendars.map((calendar) => name(calendar.name[language])));
}

export function isIllustrative(context: Context): boolean {
  return [...context.analysis.series.values()].some((one) => one.weekly.some((point) => point.illustrative));
}

function sourcesTable(context: Context): Block[] {
  const { heads, captions } = context.say.tables;
  const groups = context.metals
    .map((metal) => ({
      title: metal.name[context.language],
      rows: seriesOf(metal, context).flatMap((one) =>
        'kind' in one.spec ? [{ series: one.id, cells: cellsOf(one, one.spec, context) }] : [],
      ),
    }))
    .filter((group) => group.rows.length > 0);
  if (groups.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'sources',
      caption: captions.sources,
      columns: (['series', 'basis', 'source', 'lag'] as const).map((key) => ({
        key,
        head: heads[key],
        align: 'left',
      })),
      groups,
      notes: [],
    },
  ];
}

function cellsOf(one: SeriesAnalysis, spec: SeriesSpec, context: Context): Cell[] {
  const { tables } = context.say;
  const { language } = context;
  const basis = [
    spec.basis?.[language] ?? (spec.kind === 'price' ? tables.quote[spec.quote] : ''),
    tables.vat[spec.vat],
  ];
  const comma = language === 'zh' ? '，' : ', ';
  return [
    nameOf(one, context),
    basis.filter(Boolean).join(comma),
    spec.source.name[language],
    spec.source.lag[language],
  ].map((text) => ({ line: [name(text)] }));
}
