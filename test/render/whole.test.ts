import { describe, expect, it } from 'vitest';
import { AssayError } from '../../src/errors.ts';
import { readPdf } from '../../src/render/pdf-file.ts';
import { writePdf } from '../../src/render/pdf-write.ts';
import { checkWhole } from '../../src/render/whole.ts';
import { readPdf as readBack } from './pdf-reader.ts';

const tags = (roles: readonly string[]) => ({
  text: roles.map((role) => `<</Type /StructElem\n/S /${role}\n>>`).join('\n'),
  offsets: new Map<number, number>(),
  root: 1,
  info: 2,
});

describe('what went to print must come out', () => {
  it('accepts as many rows and charts as there were', () => {
    const html = '<table><tr><td></table><figure><div role="img"></div></figure>';
    expect(() => checkWhole(html, tags(['TR', 'Figure', 'Figure']), 'en/brief.pdf')).not.toThrow();
  });

  it('refuses a print that lost a row, and says how many', () => {
    expect(() => checkWhole('<tr><tr><tr>', tags(['TR', 'TR']), 'en/brief.pdf')).toThrow(
      /^E_RENDER_LOST en\/brief\.pdf: 3 table rows went to print, 2 came out\./,
    );
  });

  it('refuses a print that lost a chart', () => {
    expect(() => checkWhole('<figure>', tags([]), 'en/brief.pdf')).toThrow(
      /1 charts went to print, 0 came out/,
    );
  });
});

it.each([
  ['nothing', ''],
  ['something else', 'GIF89a'],
  ['a PDF cut short', '%PDF-1.4\n1 0 obj\n<<>>\nendobj\n'],
  ['a PDF with a compressed table', '%PDF-1.5\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n'],
])('%s instead of a print is said to be no PDF we understand', (_, text) => {
  const bytes = Buffer.from(text, 'latin1');
  expect(() => readPdf(bytes)).toThrow(AssayError);
  expect(() => readPdf(bytes)).toThrow(
    /^E_RENDER_PDF the browser wrote a PDF this program does not understand/,
  );
});

it('packs objects so that a reader finds them, however many', async () => {
  const objects = new Map<number, string>([
    [1, '<</Type /Catalog /Pages 2 0 R>>'],
    [2, '<</Type /Pages /Kids [3 0 R] /Count 1>>'],
    [3, '<</Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Resources <<>> /Contents 4 0 R>>'],
    [4, '<</Length 4>>\nstream\nq Q\n\nendstream'],
    [5, '<</Title (packed)>>'],
  ]);
  for (let number = 6; number < 900; number += 1) objects.set(number, `<</N ${number}>>`);
  const bytes = writePdf(objects, { root: 1, info: 5, id: '00112233445566778899aabbccddeeff' });
  const pdf = await readBack(bytes);
  expect(pdf.title).toBe('packed');
  expect(pdf.pages).toHaveLength(1);
  expect(bytes.length).toBeLessThan(9_000);
});
