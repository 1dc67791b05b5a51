import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/model/language.ts';
import { programRoot } from '../../src/program.ts';
import { PAGE_FIELDS } from '../../src/render/page-fields.ts';
import { openPages, openTheme } from '../../src/render/templates.ts';
import { languageOf, wantsPage } from '../../src/studio/accept.ts';
import { wordsPage, wordsView } from '../../src/studio/page.ts';
import { Patience } from '../../src/studio/patience.ts';
import { PAGES, type PageName } from '../../src/studio/words.ts';
import { temporaryDesk } from '../support/desk.ts';
import { MASTHEAD } from './shop.ts';

const BUILT_IN = join(programRoot(), 'templates');

function pageNames(): PageName[] {
  return Object.keys(PAGES.en).filter((name): name is PageName => name in PAGES.zh);
}

describe('pages of the server', () => {
  test('every page in both languages, with an address or none, whole and without holes', async () => {
    const pages = await openPages([BUILT_IN]);
    const names = pageNames();
    expect(names.length).toBeGreaterThan(20);
    for (const language of LANGUAGES) {
      for (const name of names) {
        const html = wordsPage(pages, MASTHEAD, name, language, 'li$&@x.cn');
        expect(html).toContain(PAGES[language][name].heading);
        expect(html.replace(/<style>[\s\S]*<\/style>/, '')).not.toMatch(/\{|undefined|\[object/);
        if (PAGES[language][name].lines.some((line) => line.includes('{address}')))
          expect(html).toContain('li$&amp;@x.cn');
      }
    }
  });

  test('templates may use exactly the fields the views have', () => {
    const fields = new Set<string>();
    const collect = (value: unknown): void => {
      if (Array.isArray(value)) for (const item of value) collect(item);
      else if (typeof value === 'object' && value !== null)
        for (const [key, inner] of Object.entries(value)) {
          fields.add(key);
          collect(inner);
        }
    };
    for (const name of pageNames()) collect(wordsView(MASTHEAD, name, 'en', ''));
    expect([...fields].sort()).toEqual([...PAGE_FIELDS]);
  });

  test('they are no part of an edition', async () => {
    const theme = await openTheme([BUILT_IN]);
    expect(theme.files.size).toBeGreaterThan(10);
    expect([...theme.files.keys()].filter((path) => path.startsWith('studio'))).toEqual([]);
  });

  test("a desk's own page and ink take the place of ours, and are looked through like the others", async () => {
    const good = await temporaryDesk({
      'templates/ink.css': ':root { --ink-text: #123456; }',
      'templates/studio/message.hbs': '<form method="post">{{heading}}</form>',
    });
    const own = await openPages([BUILT_IN, join(good, 'templates')]);
    expect(own.css).toContain('#123456');
    expect(wordsPage(own, MASTHEAD, 'missing', 'en')).toBe('<form method="post">Nothing here</form>');
    for (const [text, code] of [
      ['<script>alert</script>', 'E_TPL_ACTIVE'],
      ['{{{heading}}}', 'E_TPL_RAW'],
      ['{{headline}}', 'E_TPL_FIELD'],
      ['{{#if heading}}', 'E_TPL_SYNTAX'],
    ] as const) {
      const bad = await temporaryDesk({ 'templates/studio/message.hbs': text });
      await expect(openPages([BUILT_IN, join(bad, 'templates')])).rejects.toThrow(
        `${code} templates/studio/message.hbs`,
      );
    }
  });
});

describe('what readers accept', () => {
  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['fr,de;q=0.9', 'en'],
    ['en;q=0.2, zh-Hans;q=0.7', 'zh'],
    ['zh;q=0, en', 'en'],
    ['zhx, en', 'en'],
    ['*', 'en'],
    [`${'a,'.repeat(100_000)}zh`, 'en'],
  ])('%j is read in %s', (header, language) => {
    expect(languageOf(header, ['en', 'zh'])).toBe(language);
  });

  test('the first language of the desk where the reader names none of ours', () => {
    expect(languageOf('fr', ['zh', 'en'])).toBe('zh');
  });

  test('browsers want pages, programs do not', () => {
    expect(wantsPage('text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8')).toBe(true);
    for (const header of [undefined, '*/*', 'application/json', 'text/html;q=0'])
      expect(wantsPage(header)).toBe(false);
  });
});

describe('patience with wrong addresses', () => {
  test('a household is one, a stranger another, and all is forgiven in time', () => {
    let now = 0;
    const patience = new Patience(() => now);
    for (let at = 0; at < 60; at += 1) expect(patience.miss(`2001:db8:0:7::${at.toString(16)}`)).toBe(0);
    expect(patience.miss('2001:0db8::7:1:2:3:4')).toBe(1);
    expect(patience.miss('2001:db8:0:8::1')).toBe(0);
    for (let at = 0; at < 60; at += 1) patience.miss('::ffff:192.0.2.1');
    expect(patience.miss('192.0.2.1')).toBe(1);
    expect(patience.miss('192.0.2.2')).toBe(0);
    now += 60_000;
    for (let at = 0; at < 60; at += 1) expect(patience.miss('192.0.2.1')).toBe(0);
    expect(patience.miss('192.0.2.1')).toBe(1);
  });
});
