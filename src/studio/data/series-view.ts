import type { SeriesPage } from '../../app/series-page.ts';
import { mayAs } from '../../model/account.ts';
import type { RelationSpec } from '../../model/catalog.ts';
import type { Language } from '../../model/language.ts';
import { statusNamed } from '../../model/observation.ts';
import type { View } from '../../render/view.ts';
import { unitLabel } from '../../units/print.ts';
import { filled } from '../filled.ts';
import { localMoment } from '../local-moment.ts';
import type { Visit } from '../route.ts';
import { countText, findingView, grouped, worstFirst } from '../shown.ts';
import { overrideView } from './overrides-view.ts';
import { type DataWords, WORDS } from './words.ts';

/** A series in words. */
export function seriesView(
  page: SeriesPage,
  { language, actor }: Pick<Visit, 'language' | 'actor'>,
  timeZone: string,
): View {
  const w = WORDS[language];
  const { spec, week, count: all, first } = page;
  const at = (instant: string): string => localMoment(instant, timeZone);
  const mayPass = spec.source.licence !== 'restricted';
  return {
    id: spec.id,
    name: spec.name[language],
    metal: page.metalName[language],
    unit: unitLabel(spec.unit, language),
    frequency: w.frequency[spec.frequency],
    chart: page.chart,
    narrow: page.narrow,
    missing: page.chart === '' ? page.missing || w.page.noChart : '',
    subtitle: page.subtitle,
    alt: page.alt,
    facts: [
      { term: w.page.id, text: spec.id, isCode: true },
      { term: w.page.source, text: spec.source.name[language], isCode: false },
      { term: w.page.lag, text: spec.source.lag[language], isCode: false },
      { term: w.page.licence, text: w.licences[spec.source.licence], isCode: false },
      ...(spec.basis === undefined
        ? []
        : [{ term: w.page.basis, text: spec.basis[language], isCode: false }]),
    ],
    csv: mayPass ? `/data/series/${spec.id}/csv` : '',
    valuesOf: filled(w.page.valuesOf, { n: countText(page.observations.length), all: countText(all), first }),
    observations: page.observations.map((one) => ({
      date: one.date,
      value: grouped(one.value),
      status: statusWord(one.status, w),
      isMarked: one.status === 'illustrative' || one.status === 'provisional',
      known: at(one.knownAt),
      place: one.place,
    })),
    revisionsOf: filled(w.page.revisionsOf, {
      n: countText(page.revisions.length),
      all: countText(page.revised),
    }),
    revisions: page.revisions.map((one) => ({
      date: one.date,
      before: grouped(one.before),
      value: grouped(one.value),
      known: at(one.knownAt),
      place: one.place,
      kind: one.kind === 'source' ? w.page.source_revision : w.page.correction,
      reason: one.reason,
    })),
    checks: checksView(page, language),
    findingsTitle: filled(w.page.findings, { week }),
    findings: worstFirst(page.findings).map((one) => findingView(one, language)),
    noFindings: filled(w.page.noFindings, { week }),
    withheld: page.withheld.map(({ date, value, code }) =>
      filled(w.page.withheld, { date, value: grouped(value), code }),
    ),
    overrides: page.overrides.map((one) =>
      overrideView({ ...one, name: spec.name, unit: spec.unit }, language, mayAs(actor.role, 'analyst')),
    ),
  };
}

function statusWord(status: string, w: DataWords): string {
  const known = statusNamed(status);
  return known === undefined ? status : w.statuses[known];
}

/** Every rule with a bound of its own that looks at the series. */
function checksView({ spec, relations, derived, mayBeNegative }: SeriesPage, language: Language): View[] {
  const w = WORDS[language];
  const { range, warnMove, change, staleAfterDays } = spec;
  const unit = unitLabel(spec.unit, language);
  const colon = language === 'zh' ? '：' : ': ';
  const plausible = within(range, unit, w);
  const moves = {
    pct: '%',
    abs: unit,
    pp: language === 'zh' ? '个百分点' : 'pp',
    bp: language === 'zh' ? '个基点' : 'bp',
  };
  return [
    { name: w.page.plausible, bound: mayBeNegative ? `${plausible}; ${w.page.negative}` : plausible, of: '' },
    { name: w.page.move, bound: `${warnMove} ${moves[change]}`, of: '' },
    { name: w.page.staleness, bound: filled(w.page.staleAfter, { n: staleAfterDays }), of: '' },
    ...relations.map((one) => ({
      name: `${w.page.relation}${colon}${one.name[language]}`,
      bound: relationBound(one, language),
      of: [...(one.total === undefined ? [] : [one.total]), ...one.of].join(', '),
    })),
    ...derived.map((one) => ({
      name: `${w.page.derived}${colon}${one.name[language]}`,
      bound: one.band === undefined ? w.page.usual : within(one.band, unitLabel(one.unit, language), w),
      of: one.id,
    })),
  ];
}

function relationBound(
  { kind, band, within: most, tolerance, unit: given = '' }: RelationSpec,
  language: Language,
): string {
  const w = WORDS[language];
  const unit = unitLabel(given, language);
  if (band !== undefined) return within(band, unit, w);
  if (most !== undefined) return filled(w.page.apart, { n: most });
  if (kind === 'atMost') return w.page.atMost;
  return filled(w.page.tolerance, { n: tolerance ?? 0, unit });
}

function within([low, high]: readonly [number, number], unit: string, w: DataWords): string {
  return filled(w.page.within, {
    low: grouped(String(low)),
    high: grouped(String(high)),
    unit: unit === '1' ? '' : unit,
  }).trim();
}
