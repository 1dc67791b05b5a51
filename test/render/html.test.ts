import { beforeAll, describe, expect, it } from 'vitest';
import type { Brief, Line } from '../../src/model/brief.ts';
import { LANGUAGES } from '../../src/model/language.ts';
import { VIEW_FIELDS } from '../../src/render/fields.ts';
import { openTheme, renderHtml, type Theme } from '../../src/render/index.ts';
import { briefView } from '../../src/render/view.ts';
import { sampleBrief } from '../support/brief.ts';

let theme: Theme;
beforeAll(async () => {
  theme = await openTheme(['templates']);
});

async function html(
  language: 'en' | 'zh',
  change: (brief: Brief) => Brief = (brief) => brief,
): Promise<string> {
  const { brief, svgs } = sampleBrief(language);
  return renderHtml(change(brief), svgs, theme);
}

describe.each(LANGUAGES)('the %s HTML', (language) => {
  it('holds all it shows and has no script', async () => {
    const page = await html(language);
    const addresses = page
      .replaceAll('http://www.w3.org/2000/svg', '')
      // Followed by who wishes to, never by the page.
      .replaceAll('<a href="https://example.cn/a" rel="noopener noreferrer">', '')
      .replace(/base64,[^)]*/g, '')
      .match(/https?:|\/\/[a-z]|url\((?!data:)/g);
    expect(addresses).toBeNull();
    expect(page).not.toMatch(/<script|\son\w+=/);
    expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:");
    expect(page).toMatch(
      /@font-face\{font-family:"Source Sans 3";font-weight:700;src:url\(data:font\/woff;base64,/,
    );
  });

  it('says its language and title and lets a reader skip to the brief', async () => {
    const page = await html(language);
    const { brief } = sampleBrief(language);
    expect(page).toContain(`<html lang="${language === 'en' ? 'en' : 'zh-Hans'}"`);
    expect(page).toContain(`<title>${brief.title}</title>`);
    expect(page).toMatch(/<body>\n<a class="skip" href="#brief">/);
  });

  it('has no id twice and no link to nowhere', async () => {
    const page = await html(language);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    const links = [...page.matchAll(/ href="#([^"]+)"/g)].map((match) => match[1]);
    expect(ids.length).toBeGreaterThan(30);
    expect(new Set(ids).size).toBe(ids.length);
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) expect(ids).toContain(link);
  });

  it('shows every row, chart and line that the brief has', async () => {
    const page = await html(language);
    const { brief, svgs } = sampleBrief(language);
    const text = textOf(page);
    for (const words of wordsOf(brief)) expect(text).toContain(words);
    const placed = [...svgs.keys()].filter((id) => page.includes(`id="${id}-svg"`));
    expect(placed.length).toBe(svgs.size - 1);
    expect(page).not.toContain('undefined');
    expect(page).not.toContain('[object');
  });

  it('is the same bytes again', async () => {
    expect(await html(language)).toBe(await html(language));
  });
});

it('shows what the data say as text, whatever they say', async () => {
  const evil = '<img src=x onerror=alert(1)>&"\'</style>';
  const page = await html('en', (brief) => ({
    ...brief,
    title: evil,
    runningHead: `"; } </style><script>alert(1)</script> \\`,
    cover: { ...brief.cover, headline: [{ kind: 'text', text: evil }] },
  }));
  expect(page).not.toContain('<img');
  expect(page).not.toContain('<script');
  expect(page.match(/<\/style>/g)).toHaveLength(1);
  expect(page).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;&amp;&quot;&#x27;&lt;/style&gt;');
});

it('marks a figure’s direction in tables and points, and leaves running prose uncolored', async () => {
  const page = await html('zh');
  expect(page).toContain('<i>▼</i>−0.24%</span>');
  const paragraph = /<p class="text[^>]*>.*?<\/p>/s.exec(page)?.[0] ?? '';
  expect(paragraph).toContain('<span class="fig"');
  expect(paragraph).not.toMatch(/class="fig (up|down)|<i>/);
});

it('says why a chart has no picture', async () => {
  expect(await html('en')).toContain('<p class="missing">No observation since 24 September 2026.</p>');
});

it('gives templates exactly the fields that they are checked against', () => {
  const seen = new Set<string>();
  for (const language of LANGUAGES) {
    const { brief, svgs } = sampleBrief(language);
    const images = [{ file: 'x.png', type: 'image/png' as const, width: 1, height: 1, data: '' }];
    collect({ ...briefView(brief, { svgs, images, sections: theme.names }), words: {} }, seen);
  }
  expect([...seen].sort()).toEqual([...VIEW_FIELDS].sort());
});

function collect(value: unknown, seen: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, seen);
  else if (typeof value === 'object' && value !== null)
    for (const [key, child] of Object.entries(value)) {
      seen.add(key);
      collect(child, seen);
    }
}

function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/<i>.<\/i>|<sup>†<\/sup>/g, '')
    .replace(/<[^>]+>/g, '')
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, '');
}

function wordsOf(brief: Brief): string[] {
  const lines: Line[] = [brief.cover.headline, ...brief.cover.points, brief.cover.dataLine];
  for (const block of brief.sections.flatMap((section) => section.blocks)) {
    if (block.kind === 'paragraph' || block.kind === 'note') lines.push(block.line);
    if (block.kind === 'points' || block.kind === 'box') lines.push(...block.lines);
    if (block.kind === 'charts') lines.push(...block.charts.map((chart) => chart.title));
    if (block.kind === 'table')
      for (const row of block.groups.flatMap((group) => group.rows))
        lines.push(...row.cells.map((cell) => cell.line));
  }
  const words = lines.map((line) =>
    line
      .map((run) => run.text)
      .join('')
      .replace(/\s+/g, ''),
  );
  expect(words.length).toBeGreaterThan(100);
  return words;
}
