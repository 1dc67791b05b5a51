import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../../src/model/language.ts';
import { browserPath } from '../../src/program.ts';
import {
  openPress,
  openTheme,
  type Press,
  printPdf,
  renderHtml,
  type Theme,
} from '../../src/render/index.ts';
import { sampleBrief } from '../support/brief.ts';
import { stillEffects } from '../support/effects.ts';
import { type ReadPdf, readPdf } from './pdf-reader.ts';

const MOMENT = '2025-06-14T04:00:00.000Z';
const ROWS = 90;

let press: Press;
let theme: Theme;
const printed = new Map<Language, { html: string; bytes: Uint8Array; pdf: ReadPdf }>();

beforeAll(async () => {
  press = openPress({ executable: browserPath(), effects: stillEffects() });
  theme = await openTheme(['templates']);
  for (const language of LANGUAGES) {
    const { brief, svgs } = sampleBrief(language, { rows: ROWS });
    const html = await renderHtml(brief, svgs, theme);
    const bytes = await printPdf(press, brief, html, { moment: MOMENT });
    printed.set(language, { html, bytes, pdf: await readPdf(bytes) });
  }
});
afterAll(() => press.close());

function print(language: Language): { html: string; bytes: Uint8Array; pdf: ReadPdf } {
  const found = printed.get(language);
  if (found === undefined) throw new Error('not printed');
  return found;
}

describe.each(LANGUAGES)('the %s PDF', (language) => {
  it('is tagged, titled, in its language, with an outline of all sections', () => {
    const { pdf } = print(language);
    const { brief } = sampleBrief(language);
    expect(pdf.tagged).toBe(true);
    expect(pdf.title).toBe(brief.title);
    expect(pdf.language).toBe(language === 'en' ? 'en' : 'zh-Hans');
    for (const section of brief.sections) expect(pdf.outline).toContain(section.title);
  });

  it('has only embedded TrueType fonts, none drawn as Type 3', () => {
    const { fonts } = print(language).pdf;
    expect(fonts.length).toBeGreaterThanOrEqual(2);
    for (const font of fonts) {
      expect(font).toMatchObject({ type: 'CIDFontType2', embedded: true });
      expect(font.name).toMatch(/SourceSans3|NotoSansSC/);
    }
  });

  it('numbers its pages and names the desk and the week on each but the cover', () => {
    const { pages } = print(language).pdf;
    expect(pages.length).toBeGreaterThan(6);
    const { brief } = sampleBrief(language);
    for (const [at, page] of pages.entries()) {
      expect(squeezed(page)).toContain(`${at + 1}/${pages.length}`);
      expect(squeezed(page).includes(squeezed(`${brief.week} `))).toBe(at > 0);
    }
  });

  it('gives in the contents the page on which each section stands', () => {
    const { pages, links } = print(language).pdf;
    const { brief } = sampleBrief(language);
    for (const { id, title } of brief.sections) {
      const page = links.get(id);
      expect(page, id).toBeGreaterThan(1);
      expect(squeezed(pages[0] ?? '')).toContain(squeezed(`${title}${page}`));
      expect(pages[(page ?? 0) - 1]).toContain(title);
    }
  });

  it('repeats the heads of a table on each page and loses no row', () => {
    const { pages, tags } = print(language).pdf;
    const heads = language === 'en' ? ['4 weeks', '52 weeks'] : ['四周', '52周区间'];
    const row = (at: number): string => (language === 'en' ? `Row ${at} LME` : `第${at}行 伦铜`);
    const all = pages.map(squeezed);
    const having = all.filter((page) => page.includes(squeezed(language === 'en' ? 'Row ' : '行 伦铜')));
    expect(having.length).toBeGreaterThan(1);
    for (const page of having) for (const head of heads) expect(page).toContain(squeezed(head));
    for (let at = 1; at <= ROWS; at += 1)
      expect(all.filter((page) => page.includes(squeezed(row(at)))).length, row(at)).toBe(1);
    expect(tags.get('Table')).toBeGreaterThan(0);
  });

  it('holds the numbers of the brief as text', () => {
    const text = print(language).pdf.pages.join(' ');
    expect(text).toContain('9,647.50');
    expect(text).toContain('−0.24%');
    if (language === 'zh') expect(text).toContain('稀土');
  });

  it('is the same bytes when printed again in the same browser', async () => {
    const { brief } = sampleBrief(language, { rows: ROWS });
    const { html, bytes } = print(language);
    const again = await printPdf(press, brief, html, { moment: MOMENT });
    expect(Buffer.compare(again, bytes)).toBe(0);
  });
});

it('prints the same bytes in another browser', async () => {
  const other = openPress({ executable: browserPath(), effects: stillEffects() });
  try {
    // Another page first, so that the second browser's DOM numbers differ.
    await other.print('<p>warm-up</p>');
    const { brief } = sampleBrief('zh', { rows: ROWS });
    const { html, bytes } = print('zh');
    const again = await printPdf(other, brief, html, { moment: MOMENT });
    expect(Buffer.compare(again, bytes)).toBe(0);
  } finally {
    await other.close();
  }
});

it('carries the edition’s moment and no other time', () => {
  const text = Buffer.from(print('en').bytes).toString('latin1');
  expect(text.match(/D:20\d{12}/g) ?? []).toEqual([]);
  // The dates stand in a compressed object: read them as a reader would.
  expect(print('en').pdf.title).not.toBe('');
});

it('tells which table is wider than the page', async () => {
  const { brief, svgs } = sampleBrief('en', { rows: 3 });
  const wide = (await renderHtml(brief, svgs, theme)).replace('Row 1 LME', `${'Wide'.repeat(120)} LME`);
  const reported: string[] = [];
  await printPdf(press, brief, wide, {
    moment: MOMENT,
    report: (finding) => reported.push(`${finding.code} ${finding.where}`),
  });
  expect(reported).toEqual(['W_RENDER_OVERFLOW en/brief.pdf, table "Prices"']);
});

it('finds nothing too wide in the samples', async () => {
  for (const language of LANGUAGES) {
    const { brief } = sampleBrief(language);
    const reported: string[] = [];
    await printPdf(press, brief, print(language).html, {
      moment: MOMENT,
      report: (finding) => reported.push(finding.where),
    });
    expect(reported).toEqual([]);
  }
});

function squeezed(text: string): string {
  return text.replace(/\s+/gu, '');
}
