import { type Problem, problemLine } from '../errors.ts';
import { placeSaid, problemSaid } from '../language/index.ts';
import type { Finding } from '../model/finding.ts';
import type { Language } from '../model/language.ts';
import type { View } from '../render/view.ts';

const COUNT = new Intl.NumberFormat('en-US');

/** `12,345`, in both languages. */
export function countText(value: number): string {
  return COUNT.format(value);
}

/** A plain decimal with thousands in groups: `9647.5` → `9,647.5`. What is no number stays as it is. */
export function grouped(decimal: string): string {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(decimal) ?? [];
  if (whole === '') return decimal;
  return `${sign === '' ? '' : '−'}${whole.replace(/\B(?=(?:\d{3})+$)/g, ',')}${rest}`;
}

/** How bad, as the sheet's words for states. */
const TONES = { error: 'bad', warning: 'warn', note: 'quiet' } as const;

/** `names` gives a series' name by its id, where the page does not say already which it is. */
export function findingView(
  finding: Finding,
  language: Language,
  names: (id: string) => string = () => '',
): View {
  const { severity, series = '', date = '' } = finding;
  const said = problemView(finding, language);
  const about =
    language === 'en' ? '' : [names(series), date].filter((part) => part !== '' && part !== series).join(' ');
  return {
    ...said,
    tone: TONES[severity],
    text: about === '' || said.text === '' ? said.text : `${about}：${said.text}`,
  };
}

/** What is wrong in words, with the exact message beside it in Chinese; of what stops a request as of a finding. */
export function problemView(problem: Problem & Pick<Finding, 'cause'>, language: Language) {
  const { code, where } = problem;
  const said = problemSaid(problem, language);
  return {
    ...{ code, tone: 'bad' },
    where: placeSaid(where.replace(/^data\/inbox\//, ''), language),
    ...said,
    /** In English code, place and message make one line. */
    line: language === 'en' ? problemLine({ code, where, message: said.text }) : '',
  };
}

/** Errors first, then warnings, then notes. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  const order = ['error', 'warning', 'note'];
  return [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** `1.2 MB`, `12 KB`. */
export function bytesText(bytes: number): string {
  if (bytes >= 1024 ** 2) return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
  return bytes >= 1024 ? `${Math.round(bytes / 1024)} KB` : `${bytes} B`;
}
