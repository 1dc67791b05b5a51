import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { browserPath } from '../../src/program.ts';
import { openPress, type Press } from '../../src/render/index.ts';
import { objectBody, readPdf } from '../../src/render/pdf-file.ts';
import { writePdf } from '../../src/render/pdf-write.ts';
import { plainTags } from '../../src/render/plain-tags.ts';
import { stillEffects } from '../support/effects.ts';

const PAGE = `<html lang="en"><title>t</title><h1>One <b>bold</b> word</h1>
<div><div><p>Prose <a href="#end">with a link</a> and <i>more</i>.</p></div></div>
<table><caption>Figures</caption><tr><th id="a">a</th><th>b</th></tr>${'<tr><td headers="a"><span>1</span>%</td><td>2</td></tr>'.repeat(40)}</table>
<ul><li>first <em>item</em></li><li>second</li></ul>
<p style="break-inside:auto">${'A paragraph that goes over the end of a page. '.repeat(150)}</p><h2 id="end">End</h2></html>`;

let press: Press;
let before: Map<number, string>;
let after: Map<number, string>;
let written: (objects: ReadonlyMap<number, string>) => Uint8Array;
beforeAll(async () => {
  press = openPress({ executable: browserPath(), effects: stillEffects() });
  const raw = readPdf(await press.print(PAGE));
  before = new Map([...raw.offsets.keys()].map((number) => [number, objectBody(raw, number)]));
  after = new Map(before);
  plainTags(after);
  written = (objects) => writePdf(objects, { root: raw.root, info: raw.info, id: '0'.repeat(32) });
});
afterAll(() => press.close());

const groupsOf = (objects: ReadonlyMap<number, string>): number =>
  [...objects.values()].filter((body) => body.includes('/S /NonStruct\n')).length;

it('leaves of a hundred groups that mean nothing only those that tables stand in', () => {
  expect(groupsOf(before)).toBeGreaterThan(100);
  expect(groupsOf(after)).toBeLessThan(10);
});

it('keeps every text in its place, under the same elements', async () => {
  const [was, is] = [await tagged(written(before)), await tagged(written(after))];
  expect(was.length).toBeGreaterThan(100);
  expect(was.some((line) => line.includes('TD'))).toBe(true);
  expect(is).toEqual(was);
});

it('leaves no reference to what it took out', () => {
  const gone = [...before.keys()].filter((number) => !after.has(number));
  expect(gone.length).toBeGreaterThan(100);
  const named = new Set(
    [...after.values()]
      .filter((body) => !body.includes('stream\n'))
      .flatMap((body) => [...body.matchAll(/(\d+) 0 R/g)].map(([, number]) => Number(number))),
  );
  expect(gone.filter((number) => named.has(number))).toEqual([]);
});

it('is the same bytes when done again', () => {
  const again = new Map(after);
  plainTags(again);
  expect(again).toEqual(after);
});

/** What a reading program meets, page by page: the elements around each content, groups left out. */
async function tagged(bytes: Uint8Array): Promise<string[]> {
  const task = getDocument({ data: Uint8Array.from(bytes), verbosity: 0 });
  const pdf = await task.promise;
  const lines: string[] = [];
  const walk = (node: unknown, path: readonly string[]): void => {
    if (typeof node !== 'object' || node === null) return;
    const role = 'role' in node && node.role !== 'NonStruct' ? [String(node.role)] : [];
    if ('type' in node) lines.push([...path, 'id' in node ? String(node.id) : String(node.type)].join(' '));
    if ('children' in node && Array.isArray(node.children))
      for (const child of node.children) walk(child, [...path, ...role]);
  };
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    lines.push(`page ${number}`);
    walk(await page.getStructTree(), []);
  }
  await task.destroy();
  return lines;
}
