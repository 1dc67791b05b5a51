import { describe, expect, test } from 'vitest';
import { withOverride, withoutOverride } from '../../src/catalog/edit-overrides.ts';
import type { Override } from '../../src/model/override.ts';

const ZINC: Override = {
  series: 'zn_lme_3m',
  date: '2025-06-13',
  action: 'exclude',
  by: 'li.wei',
  reason: 'page: "LME" # 3, 已核对',
  expires: '2025-08-01',
};
const LINE = `- { series: zn_lme_3m, date: 2025-06-13, action: exclude, by: li.wei, reason: 'page: "LME" # 3, 已核对', expires: 2025-08-01 }`;

const WRITTEN = `# Values somebody answers for.

# Copper was seen on the exchange's page.
- { series: cu_lme_3m, date: 2025-06-13, action: accept, value: 9647.50, by: "Li", reason: 'seen', expires: 2025-09-30 } # by phone
- series: al_lme_3m
  date: 2025-06-13
  action: exclude
  by: Wang
  reason: |
    two
    lines
  expires: 2025-09-30
# The end.
`;

describe('data/overrides.yaml, edited', () => {
  test('one more is a line at the end; what people wrote stays as they wrote it', () => {
    const after = withOverride(WRITTEN, ZINC);
    expect(after).toContain(LINE);
    for (const line of WRITTEN.split('\n')) expect(after).toContain(line);
    expect(after.indexOf('cu_lme_3m')).toBeLessThan(after.indexOf('al_lme_3m'));
    expect(after.indexOf('al_lme_3m')).toBeLessThan(after.indexOf('zn_lme_3m'));
  });

  test.each([
    ['an empty file', ''],
    ['an empty list', '[]\n'],
    ['comments alone', '# none at present\n'],
    ['comments and an empty list', '# none at present\n[]\n'],
  ])('%s gets its first', (_what, text) => {
    const after = withOverride(text, ZINC);
    expect(after).toContain(LINE);
    expect(after).not.toContain('[');
    expect(after.includes('# none at present')).toBe(text.includes('#'));
  });

  test('another of the same value and day gives way, its remark stays', () => {
    const after = withOverride(WRITTEN, { ...ZINC, series: 'cu_lme_3m' });
    expect(after.match(/cu_lme_3m/g)).toHaveLength(1);
    expect(after).toContain("# Copper was seen on the exchange's page.\n- { series: cu_lme_3m");
    expect(after).not.toContain('9647.50');
  });

  test('one that is ended is gone, the others and every remark are there', () => {
    const after = withoutOverride(WRITTEN, { series: 'cu_lme_3m', date: '2025-06-13' });
    expect(after).not.toContain('9647.50');
    expect(after).toContain('al_lme_3m');
    for (const remark of ['# Values somebody', '# Copper was', '# by phone', '# The end.'])
      expect(after).toContain(remark);
    expect(withoutOverride(after, { series: 'al_lme_3m', date: '2025-06-13' })).toContain('[]');
  });

  test('ending one that is not there changes no byte', () => {
    expect(withoutOverride(WRITTEN, { series: 'cu_lme_3m', date: '2025-06-12' })).toBe(WRITTEN);
  });
});
