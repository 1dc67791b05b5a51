import type { Finding } from '../model/finding.ts';
import type { Sheet } from './sheet.ts';

/**
 * What sticks out of the paper's measure, seen with the print styles at the width of the print: tables too wide for
 * the page, words longer than their column. An illustration may be cut; a table that is loses figures.
 */
const STICKING_OUT = `(() => {
  const edge = document.documentElement.clientWidth;
  const found = [];
  for (const element of document.querySelectorAll('table, .chart, p, h1, h2, h3, h4, li')) {
    const over = Math.ceil(element.getBoundingClientRect().right - edge);
    if (over < 2) continue;
    const table = element.closest('.table')?.querySelector('.caption');
    found.push([table === null || table === undefined ? 'text' : 'table', (table ?? element).textContent.trim(), over]);
  }
  return found;
})()`;

/** One W_RENDER_OVERFLOW for each table or text wider than the page, with how much. */
export async function findOverflow(sheet: Sheet, where: string): Promise<Finding[]> {
  const found = await sheet.ask(STICKING_OUT);
  if (!Array.isArray(found)) return [];
  const seen = new Set<string>();
  return found.flatMap((item: unknown) => {
    if (!Array.isArray(item)) return [];
    const [kind, name, over] = item.map(String);
    const what = `${kind} ${JSON.stringify((name ?? '').slice(0, 40))}`;
    if (seen.has(what)) return [];
    seen.add(what);
    return [
      {
        code: 'W_RENDER_OVERFLOW',
        severity: 'warning' as const,
        where: `${where}, ${what}`,
        message: `${over} px wider than the page; its right end is cut off. Shorten its words or leave out a column.`,
      },
    ];
  });
}
