import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath } from '../../src/program.ts';
import { finishPdf } from '../../src/render/finish.ts';
import { openPress, type Press } from '../../src/render/index.ts';
import { readPdf } from '../../src/render/pdf-file.ts';
import { stillEffects } from '../support/effects.ts';
import { readPdf as readBack } from './pdf-reader.ts';

const FACTS = { title: '金属周报 (W24) \\ "x"', author: 'Desk', moment: '2025-06-14T04:00:00.000Z' };

let press: Press;
let raw = '';
beforeAll(async () => {
  press = openPress({ executable: browserPath(), effects: stillEffects() });
  const rows = '<tr><th>a</th><td>b</td></tr>'.repeat(30);
  const bytes = await press.print(`<html lang="en"><title>t</title><h1>One</h1><table>${rows}</table>`);
  raw = Buffer.from(bytes).toString('latin1');
});
afterAll(() => press.close());

function finished(text: string): Buffer {
  return Buffer.from(finishPdf(readPdf(Buffer.from(text, 'latin1')), FACTS));
}

describe('what changes from print to print is taken out', () => {
  it('numbers of the DOM, which count on', () => {
    const later = raw.replace(
      /\(node(\d{8})\)/g,
      (_, id: string) => `(node${String(Number(id) + 977).padStart(8, '0')})`,
    );
    expect(later).not.toBe(raw);
    expect(finished(later).equals(finished(raw))).toBe(true);
  });

  it('the time of day', () => {
    const later = raw.replace(/\(D:\d{14}/g, '(D:20990101000000');
    expect(later).not.toBe(raw);
    expect(finished(later).equals(finished(raw))).toBe(true);
  });
});

it('says title and author in any script, and keeps tags and outline', async () => {
  const pdf = await readBack(finished(raw));
  expect(pdf.title).toBe(FACTS.title);
  expect(pdf.tagged).toBe(true);
  expect(pdf.outline).toEqual(['One']);
  expect(pdf.tags.get('TR')).toBe(30);
});

it('leaves a third of the bytes of a tagged table', () => {
  expect(finished(raw).length).toBeLessThan(raw.length / 2);
});
