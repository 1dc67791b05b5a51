import { joined, line, name } from '../language/index.ts';
import type { SeriesAnalysis } from '../model/analysis.ts';
import type { Block, Line, Section } from '../model/brief.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import { CONSTANTS, VAT } from './added-figures.ts';
import { type Context, isIllustrative, isListed, nameOf, seriesOf } from './context.ts';
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

/** A row for each source and time of publication, naming its series with their basis. */
function sourcesTable(context: Context): Block[] {
  const { heads, captions } = context.say.tables;
  const rows = new Map<string, { readonly spec: SeriesSpec; readonly series: Line[] }>();
  for (const one of context.metals.flatMap((metal) => seriesOf(metal, context))) {
    if (!('kind' in one.spec)) continue;
    const { source } = one.spec;
    const key = `${source.name.en}\n${source.lag.en}`;
    const row = rows.get(key) ?? { spec: one.spec, series: [] };
    row.series.push(withBasis(one, one.spec, context));
    rows.set(key, row);
  }
  if (rows.size === 0) return [];
  const { language } = context;
  return [
    {
      kind: 'table',
      id: 'sources',
      caption: captions.sources,
      columns: (['source', 'lag', 'series'] as const).map((key) => ({
        key,
        head: heads[key],
        align: 'left',
      })),
      groups: [
        {
          rows: bySource([...rows.values()]).map(({ spec, series }) => ({
            cells: [
              { line: [name(spec.source.name[language])] },
              { line: [name(spec.source.lag[language])] },
              { line: joined(series, language === 'zh' ? '；' : '; ') },
            ],
          })),
        },
      ],
      notes: [],
    },
  ];
}

/** Rows of one source stand together, in the order in which sources first appear. */
function bySource<R extends { readonly spec: SeriesSpec }>(rows: readonly R[]): R[] {
  const names = rows.map((row) => row.spec.source.name.en);
  return [...rows].sort(
    (a, b) => names.indexOf(a.spec.source.name.en) - names.indexOf(b.spec.source.name.en),
  );
}

function withBasis(one: SeriesAnalysis, spec: SeriesSpec, context: Context): Line {
  const { tables } = context.say;
  const { language } = context;
  const quote = spec.kind === 'price' ? tables.quote[spec.quote] : '';
  const basis = [spec.basis?.[language] ?? quote, tables.vat[spec.vat]].filter(Boolean);
  const subject = name(nameOf(one, context));
  if (basis.length === 0) return [subject];
  const words = name(basis.join(language === 'zh' ? '，' : ', '));
  return language === 'zh' ? line`${subject}（${words}）` : line`${subject} (${words})`;
}
