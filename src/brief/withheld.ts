import { joined, name, type Why } from '../language/index.ts';
import type { SeriesAnalysis } from '../model/analysis.ts';
import type { Line, Run } from '../model/brief.ts';
import { LANGUAGES } from '../model/language.ts';
import { decimal, plain } from '../units/decimal.ts';
import { printedUnitOf } from '../units/print.ts';
import { type Context, nameOf } from './context.ts';
import { wordsOf } from './finding-words.ts';
import { userText } from './user-text.ts';

/** Characters of a name and a reason in a row or sentence; data notes have more. */
const SHORT = { by: 24, reason: 60 } as const;

/** Why nothing of a series is printed this week, short enough for a row. */
export function whyOf(one: SeriesAnalysis, context: Context): Why {
  const [first] = one.withheldBy ?? [];
  if (first === undefined || first.series !== one.id) {
    const parts = [...new Set((one.withheldBy ?? []).map(({ series }) => series))];
    return { kind: 'part', names: context.say.withheld.list(parts.map((id) => nameOfSeries(id, context))) };
  }
  const { by, reason, code, cause } = first.withheld;
  if (by === undefined) return { kind: 'held', reason: wordsOf({ code, cause }, context) };
  return {
    kind: 'excluded',
    by: name(userText(by, SHORT.by)),
    reason: name(userText(reason ?? '', SHORT.reason, hiddenOf(first.series, context))),
  };
}

/** Data notes of what is withheld: values by series and day, then what rests on them. */
export function withheldNotes(context: Context): Line[] {
  const { say, snapshot, analysis } = context;
  const values = Object.entries(snapshot.withheld ?? {}).flatMap(([id, own]) =>
    own
      .filter(({ by }) => by === undefined)
      .map((one) => {
        const history = !analysis.series
          .get(id)
          ?.withheldBy?.some(({ withheld }) => withheld.date === one.date);
        return say.withheld.held(
          nameOfSeries(id, context),
          say.dates.full(one.date),
          wordsOf(one, context),
          history,
        );
      }),
  );
  return [...values, ...resting(context)];
}

function resting(context: Context): Line[] {
  const { say } = context;
  const byParts = new Map<string, { readonly parts: Run[]; readonly names: Run[] }>();
  for (const one of context.analysis.series.values()) {
    if (one.freshness !== 'withheld' || !('formula' in one.spec)) continue;
    const parts = [...new Set((one.withheldBy ?? []).map(({ series }) => series))];
    const group = byParts.get(parts.join()) ?? {
      parts: parts.map((id) => nameOfSeries(id, context)),
      names: [],
    };
    group.names.push(nameOfSeries(one.id, context));
    byParts.set(parts.join(), group);
  }
  return [...byParts.values()].map(({ parts, names }) =>
    say.withheld.parts(joined(names, context.language === 'zh' ? '、' : ', '), say.withheld.list(parts)),
  );
}

/** The withheld numbers of a series in every unit it is printed in: a reason may quote them. */
export function hiddenOf(id: string, context: Context): string[] {
  const spec = context.analysis.series.get(id)?.spec;
  const values = (context.snapshot.withheld?.[id] ?? []).map(({ value }) => value);
  if (spec === undefined) return values;
  const factors = LANGUAGES.map((language) => printedUnitOf(spec, language).factor);
  return values.flatMap((value) => [value, ...factors.map((factor) => plain(decimal(value).times(factor)))]);
}

export function nameOfSeries(id: string, context: Context): Run {
  const one = context.analysis.series.get(id);
  return name(one === undefined ? id : context.say.spoken(nameOf(one, context)));
}
