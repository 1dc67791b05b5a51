import { describe, expect, test } from 'vitest';
import { kindOfFinding } from '../../src/brief/finding-words.ts';
import { CHECKS } from '../../src/checks/index.ts';
import { CAUSES as EN } from '../../src/language/en/withheld.ts';
import { phrases } from '../../src/language/index.ts';
import { CAUSES as ZH } from '../../src/language/zh/withheld.ts';
import type { Finding } from '../../src/model/finding.ts';
import { LANGUAGES } from '../../src/model/language.ts';
import { SLIPS } from '../../src/units/slips.ts';
import { fridays, snapshotOf } from '../support/snapshot.ts';
import { composed, runsOf, textOf } from './sample-desk.ts';

/** Codes that are made elsewhere than in a check, and printed. */
const OTHERS = ['W_DATA_HOLIDAY', 'I_DATA_REVISED'];
const CODES = [...new Set([...CHECKS.flatMap((check) => check.codes), ...OTHERS])];

test('there are checks to speak of, and each has words of its own', () => {
  expect(CODES.length).toBeGreaterThan(10);
  expect(CODES.filter((code) => kindOfFinding({ code }) === 'other')).toEqual([]);
});

test('every cause of a unit slip has words in both languages, without digits', () => {
  const causes = [...SLIPS.map(({ cause }) => cause), 'fx', 'digits'];
  for (const words of [EN, ZH]) {
    expect(Object.keys(words).sort()).toEqual([...causes].sort());
    for (const text of Object.values(words)) expect(text).not.toMatch(/\p{Nd}/u);
  }
  expect(phrases('en').withheld.reason('unit', 'x2204.6')).toBe('probable unit slip, pounds for tonnes');
  expect(phrases('zh').withheld.reason('unit', 'x2204.6')).toBe('疑似单位有误，磅误作吨');
});

describe.each(LANGUAGES)('a finding of each code, in %s', (language) => {
  test.each(CODES)('%s is a sentence that names the series and the day, with no bare digit', (code) => {
    const severity = code.startsWith('W') ? 'warning' : 'note';
    const finding: Finding = {
      code,
      severity,
      where: 'data/inbox/made.csv:9:3',
      message: '9 of 9.',
      series: 'cu_lme_3m',
      date: '2025-06-06',
      ...(code.includes('UNIT') ? { cause: 'x1000' } : {}),
    };
    const made = snapshotOf({
      week: '2025-W24',
      series: [{ id: 'cu_lme_3m', points: fridays('2025-W24', [100, 101, 102]) }],
      findings: [finding],
    });
    const { brief } = composed(made, language);
    const notes = brief.sections.find((section) => section.id === 'data-notes');
    const title = phrases(language).notes.labels.findings;
    const block = notes?.blocks.find((one) => one.kind === 'points' && one.title === title);
    if (block?.kind !== 'points') throw new Error('no block of findings');
    const text = block.lines.map(textOf).join();
    expect(text).toMatch(
      language === 'zh'
        ? /^cu_lme_3m的名称：.+（2025年6月6日）。$/
        : /^Name of cu_lme_3m: .+ \(6 June 2025\)\.$/,
    );
    expect(text).not.toContain('9');
    expect(runsOf(brief).filter((run) => run.kind === 'text' && /\p{Nd}/u.test(run.text))).toEqual([]);
  });
});

test('a factor near one is told to readers only of what is quoted so', () => {
  const told = (
    cause: string,
    quote: 'settle' | 'mid' | 'count',
    unit: string,
    vat: 'incl' | 'excl' | 'na',
  ) => kindOfFinding({ code: 'W_CHECK_UNIT', cause }, { quote, unit, vat });
  expect(told('vat', 'mid', 'CNY/t', 'incl')).toBe('vat');
  expect(told('vat', 'mid', 'USD/ozt', 'excl')).toBe('move');
  expect(told('vat', 'settle', 'CNY/t', 'incl')).toBe('move');
  expect(told('x0.907', 'count', 't', 'na')).toBe('tons');
  expect(told('x0.907', 'mid', 'USD/kg', 'excl')).toBe('move');
  expect(kindOfFinding({ code: 'W_CHECK_MOVE', cause: 'zero' })).toBe('zero');
});
