import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Brief } from '../../src/model/brief.ts';
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
import { readPdf } from './pdf-reader.ts';

let press: Press;
let theme: Theme;
beforeAll(async () => {
  press = openPress({ executable: browserPath(), effects: stillEffects() });
  theme = await openTheme(['templates']);
});
afterAll(() => press.close());

/** Prints and counts how often the browser was asked to. */
async function printed(brief: Brief, svgs: ReadonlyMap<string, string>) {
  let prints = 0;
  const counting: Press = {
    ...press,
    open: async (html, options) => {
      const sheet = await press.open(html, options);
      return {
        ...sheet,
        print: () => {
          prints += 1;
          return sheet.print();
        },
      };
    },
  };
  const html = await renderHtml(brief, svgs, theme);
  const pdf = await readPdf(await printPdf(counting, brief, html, { moment: '2025-06-14T04:00:00.000Z' }));
  return { pdf, prints };
}

function expectNumbered(brief: Brief, pdf: Awaited<ReturnType<typeof readPdf>>): number[] {
  return brief.sections.map(({ id, title }) => {
    const page = pdf.links.get(id) ?? 0;
    expect(pdf.pages[page - 1]?.replace(/\s/g, ''), id).toContain(title.replace(/\s/g, ''));
    expect(pdf.pages[0]?.replace(/\s/g, '')).toContain(`${title}${page}`.replace(/\s/g, ''));
    return page;
  });
}

it('numbers the contents in one print, pages above nine too', async () => {
  const { brief, svgs } = sampleBrief('en', { rows: 420 });
  const { pdf, prints } = await printed(brief, svgs);
  const pages = expectNumbered(brief, pdf);
  expect(Math.min(...pages)).toBe(2);
  expect(Math.max(...pages)).toBeGreaterThan(12);
  expect(prints).toBe(1);
});

it('prints twice where the contents are too short to learn the digits from', async () => {
  const { brief, svgs } = sampleBrief('zh');
  const short = { ...brief, sections: brief.sections.slice(0, 3) };
  const { pdf, prints } = await printed(short, svgs);
  expectNumbered(short, pdf);
  expect(prints).toBe(2);
});
