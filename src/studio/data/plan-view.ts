import type { ImportPlan, PlannedSeries } from '../../app/upload-plan.ts';
import { type Around, reasonSaid } from '../../language/index.ts';
import type { Language } from '../../model/language.ts';
import type { View } from '../../render/view.ts';
import { unitLabel } from '../../units/print.ts';
import { filled } from '../filled.ts';
import { bytesText, countText, findingView, grouped, problemView, worstFirst } from '../shown.ts';
import { type DataWords, WORDS } from './words.ts';

/** Whether anything of it is news. */
export function isRead({ series }: ImportPlan): boolean {
  return series.length > 0;
}

/** What importing would change, in words. */
export function planView(plan: ImportPlan, language: Language): View {
  const w = WORDS[language];
  const isNews = isRead(plan);
  const isNoted = plan.findings.some(({ severity }) => severity === 'warning');
  const state = !plan.sound
    ? { tone: 'bad', text: w.plan.unsound }
    : !isNews
      ? { tone: 'quiet', text: w.plan.nothing }
      : isNoted
        ? { tone: 'warn', text: w.plan.noted }
        : { tone: 'good', text: w.plan.sound };
  return {
    state,
    isSound: plan.sound,
    mayImport: plan.sound && isNews,
    weeks: plan.weeksText,
    weeksLine: isNews ? filled(w.plan.weeks, { weeks: plan.weeksText }) : '',
    files: plan.files.map((file) => ({
      name: file.label.replace(/^data\/inbox\//, ''),
      size: bytesText(file.bytes),
      how: layoutOf(file, plan, w),
      rows: countText(file.rows),
      added: countText(file.added),
      same: countText(file.same),
      revised: countText(file.revised),
      refused: countText(file.refused),
      isRefused: file.refused > 0,
    })),
    findings: worstFirst(plan.findings).map((one) => findingView(one, language)),
    more: plan.more === 0 ? '' : filled(w.plan.more, { n: countText(plan.more) }),
    problems: plan.problems.map((one) => problemView(one, language)),
    mappings: mappingsView(plan, language),
    typedHint:
      plan.mappings.length > 0 && plan.problems.length === 0 && plan.sound ? w.plan.mappingSaved : '',
    series: plan.series.map((one) => seriesView(one, language)),
  };
}

function layoutOf(file: ImportPlan['files'][number], { findings }: ImportPlan, { plan }: DataWords): string {
  if (file.known) return plan.known;
  if (file.mapping !== '') return file.mapping;
  const isUnknown = findings.some(({ code, where }) => code === 'E_MAPPING_NONE' && where === file.label);
  return isUnknown ? plan.unknown : plan.ownForm;
}

/** What is said of a proposal names no moment and no series. */
const NOTHING_AROUND: Around = { at: (moment) => moment, series: (id) => id };

/** Mappings as typed, else as proposed. */
function mappingsView({ mappings, proposals }: ImportPlan, language: Language): View[] {
  const { plan } = WORDS[language];
  const shown = (file: string, yaml: string, notes: readonly string[], at: number): View => ({
    id: `mapping-${at + 1}`,
    label: filled(plan.mapping, { file: file.replace(/^data\/inbox\//, '') }),
    yaml,
    rows: Math.min(40, Math.max(12, yaml.split('\n').length + 1)),
    notes: notes.map((note) => reasonSaid(note, language, NOTHING_AROUND)),
  });
  if (mappings.length > 0) {
    return mappings.map((yaml, at) =>
      shown(/^\s*name:\s*["']?([\w-]+)/m.exec(yaml)?.[1] ?? '', yaml, proposals[at]?.notes ?? [], at),
    );
  }
  return proposals.map(({ file, yaml, notes }, at) => shown(file, yaml, notes, at));
}

function seriesView(series: PlannedSeries, language: Language): View {
  const { id, name, unit, added, revised, first, last, newest, changes } = series;
  return {
    href: `/data/series/${id}`,
    id,
    name: name[language],
    unit: unitLabel(unit, language),
    added: countText(added),
    revised: countText(revised),
    isRevised: revised > 0,
    days: first === last ? first : `${first} – ${last}`,
    newest: grouped(newest),
    changes: changes.map(({ date, before, after }) => ({
      date,
      before: grouped(before),
      after: grouped(after),
    })),
  };
}
