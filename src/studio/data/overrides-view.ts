import type { Language } from '../../model/language.ts';
import type { Override } from '../../model/override.ts';
import type { View } from '../../render/view.ts';
import { unitLabel } from '../../units/print.ts';
import { grouped } from '../shown.ts';
import { WORDS } from './words.ts';

interface ShownOverride extends Override {
  readonly where: string;
  readonly isOver: boolean;
  readonly name: Readonly<Record<Language, string>>;
  readonly unit: string;
}

/** One override as a row of a table; who `mayDecide` may end it. */
export function overrideView(one: ShownOverride, language: Language, mayDecide: boolean): View {
  const w = WORDS[language].overrides;
  return {
    series: one.series,
    href: `/data/series/${one.series}`,
    name: one.name[language],
    date: one.date,
    what: one.action === 'accept' ? w.accept : w.exclude,
    value: one.value === undefined ? w.any : `${grouped(String(one.value))} ${unitLabel(one.unit, language)}`,
    by: one.by,
    reason: one.reason,
    until: one.expires,
    mayEnd: mayDecide && !one.isOver,
    tone: one.isOver ? 'quiet' : 'good',
    state: one.isOver ? w.over : w.counts,
    where: one.where,
  };
}
