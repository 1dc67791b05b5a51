import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemLine } from '../../src/errors.ts';
import { takeIn } from '../../src/snapshot/intake.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { catalogOf, DESK } from '../support/catalog.ts';
import { temporaryDesk } from '../support/desk.ts';

const NOW = new Date('2025-06-14T02:00:00.000Z');
const OWNER = {
  catalog: catalogOf([
    { id: 'cu_lme_3m', name: { en: 'LME copper 3M', zh: 'LME铜' }, range: [4000, 20000] },
    { id: 'cu_stk', kind: 'stock', name: { en: 'Copper stock', zh: '库存' }, unit: 't', range: [0, 900000] },
  ]),
  config: DESK,
};
const LABEL = 'x.csv';

async function take(store: Store, text: string | Uint8Array) {
  const file = join(await temporaryDesk({}), LABEL);
  await writeFile(file, text);
  const intake = await takeIn([{ file, label: LABEL }], OWNER, store, () => NOW);
  return { ...intake, lines: intake.findings.map(problemLine), counts: intake.files[0] };
}

/** Weekdays before the report's date, newest first. */
function days(count: number): string[] {
  const found: string[] = [];
  for (let at = Date.UTC(2025, 5, 13); found.length < count; at -= 86_400_000) {
    const day = new Date(at);
    if (day.getUTCDay() % 6 !== 0) found.push(day.toISOString().slice(0, 10));
  }
  return found;
}

describe('a file longer than any batch', () => {
  const long = days(12_000).map((day, at) => `${day},cu_lme_3m,${5000 + (at % 900)}.5,USD/t`);
  const text = (...more: string[]) => `date,series,value,unit\n${[...long, ...more].join('\n')}\n`;

  test('goes in whole, and a second time is known', async () => {
    const store = await openStore(':memory:');
    expect((await take(store, text())).counts).toMatchObject({ rows: 12_000, added: 12_000, refused: 0 });
    expect((await take(store, text())).counts).toMatchObject({ known: true, rows: 0 });
    const changed = await take(store, text('2025-06-12,cu_stk,5,t'));
    expect(changed.counts).toMatchObject({ added: 1, same: 12_000, revised: 0 });
  });

  test('is found to repeat or contradict itself from one end to the other, new or known', async () => {
    const store = await openStore(':memory:');
    const first = long[0] ?? '';
    const other = first.replace('5000.5', '5001');
    for (const known of [false, true]) {
      if (known) await take(store, text());
      const { lines, counts, kept } = await take(store, text(first, other));
      expect(lines).toEqual([
        'W_DATA_DUPLICATE x.csv:12002:1: same row as line 2; ignored.',
        'E_DATA_CONFLICT x.csv:12003:3: "LME copper 3M" (cu_lme_3m) on 2025-06-13 is 5001 here and 5000.5 on line 2. Keep one of them.',
      ]);
      expect([counts?.refused, kept]).toEqual([1, false]);
    }
    expect(await store.imports()).toHaveLength(1);
  });

  test('with nothing but errors is not read to its end', async () => {
    const store = await openStore(':memory:');
    const wrong = Array.from({ length: 30_000 }, () => '2025-06-13,cu_lme_3m,x');
    const { lines, counts } = await take(store, `date,series,value\n${wrong.join('\n')}\n`);
    expect(lines).toHaveLength(10_001);
    expect(lines.at(-1)).toBe(
      'E_DATA_MORE x.csv: …and more: reading stopped after 10,000 errors. Mend what they have in common first.',
    );
    expect(counts?.rows).toBe(10_000);
  });

  test('with a broken end loses its sound beginning too', async () => {
    const store = await openStore(':memory:');
    const { lines } = await take(store, Buffer.concat([Buffer.from(text()), Buffer.from([0xff, 10])]));
    expect(lines).toEqual([
      expect.stringMatching(/^E_DATA_ENCODING x\.csv: not valid UTF-8 at byte \d+ \(0xFF 0x0A\)\./),
    ]);
    expect([await store.imports(), await store.seriesIds()]).toEqual([[], []]);
  });
});

test('a value out of range is compared with the one before: of the file, or of the store', async () => {
  const store = await openStore(':memory:');
  await take(store, 'date,series,value\n2025-06-12,cu_lme_3m,9703.5\n');
  for (const text of [
    'date,series,value\n2025-06-13,cu_lme_3m,437.6\n',
    'date,series,value\n2025-06-11,cu_lme_3m,9703.5\n2025-06-13,cu_lme_3m,437.6\n',
  ]) {
    const { findings } = await take(store, text);
    expect(findings).toMatchObject([
      { code: 'E_DATA_RANGE', cause: 'x22.05', date: '2025-06-13', series: 'cu_lme_3m' },
    ]);
    expect(findings[0]?.message).toContain(
      'It is about ÷ 22.0462 of the value before, 9,703.5: US cents a pound and dollars a tonne.',
    );
  }
});

test('a value out of range that the value before does not explain gets no guess; yuan for dollars is told', async () => {
  const store = await openStore(':memory:');
  await take(store, 'date,series,value\n2025-06-12,cu_lme_3m,9703.5\n');
  const told = async (value: string) =>
    (await take(store, `date,series,value\n2025-06-13,cu_lme_3m,${value}\n`)).findings[0];
  const swapped = await told('41240');
  expect(swapped).not.toHaveProperty('cause');
  expect(swapped?.message).toMatch(
    /\. Another value of it is 9,703\.5\. Correct the value, or widen the range/,
  );
  expect(await told('69865')).toMatchObject({ cause: 'fx' });
  expect((await told('69865'))?.message).not.toContain('Probably');
});

describe('a printed change', () => {
  const head = 'date,series,value,unit,change\n';

  test('that leads from the week before to the level is kept, wherever the week before stands', async () => {
    const store = await openStore(':memory:');
    await take(store, 'date,series,value\n2025-06-06,cu_lme_3m,9670.5\n');
    const { lines } = await take(
      store,
      `${head}2025-06-13,cu_lme_3m,9647.5,USD/t,-0.24%\n2025-06-13,cu_stk,1250,t,-250\n2025-06-05,cu_stk,1500,t,-\n`,
    );
    expect(lines).toEqual([]);
  });

  test('that does not is told at its cell', async () => {
    const store = await openStore(':memory:');
    await take(store, 'date,series,value\n2025-06-06,cu_lme_3m,9670.5\n');
    const { lines, findings } = await take(store, `${head}2025-06-13,cu_lme_3m,9647.5,USD/t,+1.24%\n`);
    expect(lines).toEqual([
      expect.stringMatching(
        /^E_CHECK_CHAIN x\.csv:2:5: the printed change "\+1\.24%" does not lead from 9,670\.5 to 9,647\.5 USD\/t/,
      ),
    ]);
    expect(findings[0]).toMatchObject({ series: 'cu_lme_3m', date: '2025-06-13' });
  });
});
