import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { placeSaid, problemSaid } from '../../src/language/index.ts';
import { sentenceOf } from '../../src/language/zh/problems.ts';

const SRC = join(import.meta.dirname, '../../src');

/** Codes that no page of the server shows, and why. */
const NEVER_SHOWN: ReadonlyArray<readonly [codes: RegExp, why: string]> = [
  [/^E_(?:BENCH|SETUP)_/, 'the set-up and the bench run without the server'],
  [/^(?:E_BOUNCES|[WI]_BOUNCE|E_LOG|[WI]_LOG)(?:_|$)/, 'of the commands that read bounces and relays’ logs'],
  [/^(?:E_WATCH|I_WATCH)_|^E_SCHEDULE_WATCH$/, 'of the command that watches the server'],
  [/^E_PREVIEW_|^E_INIT|^E_FOLDER$/, 'of the command line alone'],
  [
    /^E_SEND_(?:CANCELLED|PAUSED|WAITING)$|^W_SEND_UNCERTAIN$|^E_LEDGER_AUDIT$/,
    'printed by the command line',
  ],
  [/^[EW]_SERVE_/, 'said when the server starts, in its log'],
  [/^E_ALERT_|^W_SEND_JOURNAL$|^[EI]_SCHEDULE$/, 'in the log'],
  [
    /^[EWI]_SCHEDULE_(?:DESK|FAILED|HELD|MISSED|LATE|RECOVERED)$/,
    'in the log; the page has the state’s own word',
  ],
];

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|mjs)$/.test(name) && !name.startsWith(join('language', '')))
    .map((name) => join(folder, name));
}

/** Every code that is written in the source, whole. */
function codesInSource(): Set<string> {
  const found = new Set<string>();
  for (const file of sourceFiles(SRC))
    for (const [, code = ''] of readFileSync(file, 'utf8').matchAll(
      /['"`]([EWI]_[A-Z][A-Z_]*[A-Z])(?=['"` ])/g,
    ))
      found.add(code);
  return found;
}

describe('what is wrong, in Chinese', () => {
  const codes = codesInSource();
  const isNeverShown = (code: string): boolean => NEVER_SHOWN.some(([pattern]) => pattern.test(code));

  test('has a sentence for every code a page can show', () => {
    expect(codes.size).toBeGreaterThan(250);
    expect([...codes].filter((code) => sentenceOf(code) === '' && !isNeverShown(code))).toEqual([]);
  });

  test('has none for a code that is gone, and none is left out without need', () => {
    for (const [pattern] of NEVER_SHOWN) {
      expect(
        [...codes].some((code) => pattern.test(code)),
        String(pattern),
      ).toBe(true);
    }
    const files = readdirSync(join(SRC, 'language/zh/problems'));
    const told = files.flatMap((file) => [
      ...readFileSync(join(SRC, 'language/zh/problems', file), 'utf8').matchAll(/^ {2}'?([EWI]_[A-Z_]+)/gm),
    ]);
    expect(told.length).toBeGreaterThan(200);
    expect(
      told.map(([, code = '']) => code).filter((code) => !codes.has(code) || isNeverShown(code)),
    ).toEqual([]);
  });

  test('is whole sentences in Chinese print, without commands to type', () => {
    for (const code of codes) {
      const sentence = sentenceOf(code);
      if (sentence === '') continue;
      expect(sentence, code).toMatch(/^[\p{Script=Han}“YPQ].*。$/u);
      expect(sentence, code).not.toMatch(/\p{Script=Han}[,;:!?()]|[,;:!?()]\p{Script=Han}|。。|assay /u);
    }
  });

  test('names what likely happened, keeps the exact message, and leaves the page’s own words alone', () => {
    const found = { code: 'E_CHECK_UNIT', message: 'probably × 1,000.', cause: 'x1000' };
    expect(problemSaid(found, 'zh').text).toContain('疑似单位或小数点有误（千克误作吨或千位误作个位）');
    expect(problemSaid(found, 'zh').exact).toBe('probably × 1,000.');
    expect(problemSaid({ ...found, cause: undefined }, 'zh').text).toContain('小数点有误。');
    expect(problemSaid(found, 'en')).toEqual({ text: 'probably × 1,000.', exact: '' });
    const typed = { code: 'E_NOTE_SLOT', message: 'unknown measure "wov" of cu_lme_3m. Did you mean "wow"?' };
    expect(problemSaid(typed, 'zh').text).toMatch(/^引用的数字不存在（“wov”）。是否应为“wow”？/);
    const own = { code: 'E_RELEASE_HOLD', message: '本周暂缓发布。' };
    expect(problemSaid(own, 'zh')).toEqual({ text: own.message, exact: '' });
    expect(problemSaid({ code: 'E_OTHER', message: 'no words yet.' }, 'zh')).toEqual({
      text: '',
      exact: 'no words yet.',
    });
  });

  test.each([
    ['data/inbox/x.csv:7:3', 'data/inbox/x.csv 第7行第3列'],
    ['data/metals/copper.yaml:12', 'data/metals/copper.yaml 第12行'],
    ['book.xlsx!价格!C7', 'book.xlsx“价格”表 C7'],
    ['book.xlsx!价格', 'book.xlsx“价格”表'],
    ['cu_lme_3m', 'cu_lme_3m'],
    ['', ''],
  ])('says %s as %s', (where, said) => {
    expect(placeSaid(where, 'zh')).toBe(said);
    expect(placeSaid(where, 'en')).toBe(where);
  });
});

describe('what is wrong, before a browser, in English', () => {
  test.each([
    [
      'E_SEND_NONE',
      'list vip has 0 active subscribers; nothing sent. See "assay subscribers list", or name another list with --list.',
      'list vip has 0 active subscribers; nothing sent. Choose another list, or add and import subscribers under Mail.',
    ],
    [
      'W_SUB_OPTOUT',
      'wang@x.cn unsubscribed on 2026-09-01; kept unsubscribed. Use --resubscribe with a reason.',
      'wang@x.cn unsubscribed on 2026-09-01; kept unsubscribed. If they asked for it, fill in “Bring back those who left, because” above the file.',
    ],
    [
      'E_SEND_OLDER',
      'is corrected by 2025-W24.1; nothing sent. Send that: assay send 2025-W24.1',
      'is corrected by 2025-W24.1; nothing sent. Send the corrected edition.',
    ],
    [
      'E_USER_UNKNOWN',
      'no account has the number 7. Nothing was changed. "assay user list" names them all.',
      'no account has the number 7. Nothing was changed. The People page names them all.',
    ],
    [
      'E_BROWSER_DIED',
      'the browser ended while it was printing. Nothing was written; run the command again.',
      'the browser ended while it was printing. Nothing was written. Build again.',
    ],
    [
      'E_DATA_UNIT',
      'unit "USD/t" for SHFE_AL; expected "CNY/t".',
      'unit "USD/t" for SHFE_AL; expected "CNY/t".',
    ],
  ])('%s says what to press, not what to type', (code, message, text) => {
    expect(problemSaid({ code, message }, 'en')).toEqual({ text, exact: '' });
  });

  test('no message of the source with a command leaves one on a page', () => {
    const lines = sourceFiles(SRC)
      .filter((file) => !/src\/(?:cli|setup|studio)\//.test(file))
      .flatMap(
        (file) =>
          readFileSync(file, 'utf8').match(/['`][^'`\n]*(?:assay [a-z]+|--[a-z]+)[^'`\n]*['`]/g) ?? [],
      );
    expect(lines.length).toBeGreaterThan(30);
    const left = lines
      .map((line) => problemSaid({ code: '', message: line.slice(1, -1) }, 'en').text)
      .filter((text) => /"assay [a-z]|: assay [a-z]|(?:^|\s)--[a-z]+ /.test(text));
    expect(left).toEqual([]);
  });
});
