import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalog } from '../../src/catalog/index.ts';
import { programRoot } from '../../src/program.ts';
import { configProblems } from '../support/config-problems.ts';
import { temporaryDesk } from '../support/desk.ts';

const COPPER = `metal: copper
name: { en: Copper, zh: 铜 }
group: bulk
order: 1
core: true
paragraph: [cu_lme_3m]

series:
  - { id: cu_lme_3m, kind: price, venue: lme, frequency: daily, staleAfterDays: 4,
      name: { en: LME copper, zh: LME铜 },
      unit: USD/t, decimals: { en: 2, zh: 2 }, vat: excl, quote: close,
      range: [4000, 20000], change: pct, warnMove: 6, polarity: 1,
      source: { name: { en: LME, zh: LME }, licence: restricted, lag: { en: same day, zh: 当日 } } }

derived:
  - { id: cu_self, formula: difference, of: [cu_lme_3m, cu_lme_3m],
      name: { en: Nothing, zh: 零 }, unit: USD/t, decimals: { en: 2, zh: 2 }, change: abs }

relations:
  - { id: cu_twice, kind: same, of: [cu_lme_3m, cu_lme_3m], within: 3, name: { en: Itself, zh: 自身 } }

charts:
  - { id: cu_price, kind: line, series: [cu_lme_3m] }
`;
const LME = `venue: lme
name: { en: LME, zh: 伦敦金属交易所 }
timeZone: Europe/London
coveredFrom: 2025-01-01
coveredThrough: 2025-12-31
closed:
  2025-04-18: Good Friday
`;

async function linesOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = await temporaryDesk({
    'data/metals/copper.yaml': COPPER,
    'data/calendars/lme.yaml': LME,
    ...files,
  });
  return configProblems(
    readCatalog({ metals: join(root, 'data/metals'), calendars: join(root, 'data/calendars') }),
  );
}

const metal = (from: string, to: string) => {
  expect(COPPER).toContain(from);
  return { 'data/metals/copper.yaml': COPPER.replace(from, to) };
};
const calendar = (from: string, to: string) => {
  expect(LME).toContain(from);
  return { 'data/calendars/lme.yaml': LME.replace(from, to) };
};

describe('the catalog', () => {
  test('of the sample desk is read, ordered and indexed', async () => {
    const data = join(programRoot(), 'data');
    const catalog = await readCatalog({ metals: join(data, 'metals'), calendars: join(data, 'calendars') });
    expect(catalog.metals.map(({ metal }) => metal)).toEqual([
      'copper',
      'aluminum',
      'gold',
      'silver',
      'zinc',
      'lead',
      'rare_earths',
      'antimony',
      'molybdenum',
      'tungsten',
      'tin',
      'lithium',
      'cobalt',
      'nickel',
      'macro',
    ]);
    expect(catalog.series.get('cu_lme_3m')).toMatchObject({ metal: 'copper', unit: 'USD/t', venue: 'lme' });
    expect(catalog.derived.get('cu_parity')).toMatchObject({ metal: 'copper', fx: 'usdcny' });
    expect(catalog.calendars.get('lme')?.closed['2025-04-18']).toBe('Good Friday');
  });

  test('of one metal and one calendar is enough', async () => {
    expect(await linesOf({})).toEqual([]);
  });

  test.each<[name: string, files: () => Record<string, string>, lines: string[]]>([
    [
      'an unknown field of a series',
      () => metal('warnMove: 6', 'warnMoves: 6'),
      [
        'E_CONFIG_FIELD data/metals/copper.yaml:9:5: "cu_lme_3m.warnMove" is missing. Expected a number.',
        'E_CONFIG_FIELD data/metals/copper.yaml:12:42: unknown field "warnMoves". Did you mean "warnMove"? Expected only id, kind, name, short, unit, printUnit, decimals, vat, quote, basis, venue, frequency, change, source, staleAfterDays, range, warnMove, polarity, background.',
      ],
    ],
    [
      'an unknown kind',
      () => metal('kind: price', 'kind: prise'),
      [
        'E_CONFIG_FIELD data/metals/copper.yaml:9:28: cu_lme_3m.kind is "prise". Expected one of price, premium, spread, fee, stock, oprate, etf, position, rate, fx, trade, tender, output, index. Did you mean "price"?',
      ],
    ],
    [
      'half a digit',
      () => metal('decimals: { en: 2, zh: 2 }, vat', 'decimals: { en: 2.5, zh: 2 }, vat'),
      [
        'E_CONFIG_FIELD data/metals/copper.yaml:11:36: cu_lme_3m.decimals.en is 2.5. Expected a whole number.',
      ],
    ],
    [
      'a range of one number',
      () => metal('[4000, 20000]', '[4000]'),
      [
        'E_CONFIG_FIELD data/metals/copper.yaml:12:14: cu_lme_3m.range is a list of 1. Expected a list of at least 2 items.',
      ],
    ],
    [
      'a range the wrong way round',
      () => metal('[4000, 20000]', '[20000, 4000]'),
      [
        'E_CATALOG_RANGE data/metals/copper.yaml:12:14: cu_lme_3m.range runs from 20000 to 4000. Expected the lower bound first.',
      ],
    ],
    [
      'a polarity of two',
      () => metal('polarity: 1', 'polarity: 2'),
      ['E_CONFIG_FIELD data/metals/copper.yaml:12:65: cu_lme_3m.polarity is 2. Expected one of 1, 0, -1.'],
    ],
    [
      'capitals in an id',
      () => metal('id: cu_price', 'id: Cu_price'),
      [
        'E_CONFIG_FIELD data/metals/copper.yaml:23:11: Cu_price.id is "Cu_price". Expected lower case letters, digits and _.',
      ],
    ],
    [
      'an unknown venue',
      () => metal('venue: lme', 'venue: lmee'),
      [
        'E_CATALOG_VENUE data/metals/copper.yaml:9:42: cu_lme_3m names the unknown venue "lmee". Did you mean "lme"? Expected one of lme, or a new file in calendars/.',
      ],
    ],
    [
      'a unit nobody knows',
      () =>
        metal(
          'unit: USD/t, decimals: { en: 2, zh: 2 }, vat',
          'unit: USD/ton, decimals: { en: 2, zh: 2 }, vat',
        ),
      [
        'E_CATALOG_UNIT data/metals/copper.yaml:11:13: cu_lme_3m.unit is "USD/ton". Expected one like USD/t, CNY/t, kt or "%".',
      ],
    ],
    [
      "a unit not in the program's spelling",
      () =>
        metal(
          'unit: USD/t, decimals: { en: 2, zh: 2 }, vat',
          'unit: 美元/吨, decimals: { en: 2, zh: 2 }, vat',
        ),
      [
        'E_CATALOG_UNIT data/metals/copper.yaml:11:13: cu_lme_3m.unit is "美元/吨". Write "USD/t", the spelling the program uses.',
      ],
    ],
    [
      'a unit that says what the field vat says',
      () =>
        metal(
          'unit: USD/t, decimals: { en: 2, zh: 2 }, vat',
          'unit: USD/t excl. VAT, decimals: { en: 2, zh: 2 }, vat',
        ),
      [
        'E_CATALOG_UNIT data/metals/copper.yaml:11:13: cu_lme_3m.unit is "USD/t excl. VAT". Leave the tax out of the unit and write vat: excl.',
      ],
    ],
    [
      'a unit it cannot be printed in',
      () =>
        metal(
          'unit: USD/t, decimals: { en: 2, zh: 2 }, vat',
          'unit: USD/t, printUnit: { zh: 万元/吨 }, decimals: { en: 2, zh: 2 }, vat',
        ),
      [
        'E_CATALOG_UNIT data/metals/copper.yaml:11:37: cu_lme_3m is stored in "USD/t" and cannot be printed in "万元/吨". Expected another unit of the same quantity.',
      ],
    ],
    [
      'a paragraph of an unknown series',
      () => metal('paragraph: [cu_lme_3m]', 'paragraph: [cu_lme_3n]'),
      [
        'E_CATALOG_SERIES data/metals/copper.yaml:6:13: paragraph names the unknown series "cu_lme_3n". Did you mean "cu_lme_3m"? Expected an id of data/metals/*.yaml.',
      ],
    ],
    [
      'a chart of an unknown series',
      () => metal('series: [cu_lme_3m] }', 'series: [cu_lme_3m, zz_top] }'),
      [
        'E_CATALOG_SERIES data/metals/copper.yaml:23:53: chart cu_price names the unknown series "zz_top". Expected an id of data/metals/*.yaml.',
      ],
    ],
    [
      'a second axis on a chart that has none',
      () =>
        metal('kind: line, series: [cu_lme_3m] }', 'kind: seasonal, series: [cu_lme_3m], right: [cu_self] }'),
      [
        'E_CATALOG_CHART data/metals/copper.yaml:23:65: chart cu_price has a second axis but is of kind seasonal. Expected "right" on a line chart only.',
      ],
    ],
    [
      'a parity without a rate',
      () => metal('formula: difference', 'formula: parity'),
      [
        'E_CATALOG_FORMULA data/metals/copper.yaml:16:5: cu_self is a parity without "fx". Expected the exchange rate\'s series, like usdcny.',
      ],
    ],
    [
      'a difference of three',
      () => metal('of: [cu_lme_3m, cu_lme_3m]', 'of: [cu_lme_3m, cu_lme_3m, cu_lme_3m]'),
      ['E_CATALOG_FORMULA data/metals/copper.yaml:16:45: cu_self is a difference of 3 series. Expected two.'],
    ],
    [
      'a relation of an unknown series',
      () => metal('of: [cu_lme_3m, cu_lme_3m], within', 'of: [cu_lme_3m, cu_lme_3n], within'),
      [
        'E_CATALOG_SERIES data/metals/copper.yaml:20:49: cu_twice names the unknown series "cu_lme_3n". Did you mean "cu_lme_3m"? Expected an id of data/metals/*.yaml.',
      ],
    ],
    [
      'a total of an unknown series',
      () =>
        metal(
          'kind: same, of: [cu_lme_3m, cu_lme_3m], within: 3',
          'kind: identity, total: cu_lme, of: [cu_lme_3m, cu_lme_3m], tolerance: 1, unit: USD/t',
        ),
      [
        'E_CATALOG_SERIES data/metals/copper.yaml:20:44: cu_twice names the unknown series "cu_lme". Expected an id of data/metals/*.yaml.',
      ],
    ],
    [
      'a relation of an unknown kind',
      () => metal('kind: same', 'kind: sum'),
      [
        'E_CONFIG_FIELD data/metals/copper.yaml:20:27: cu_twice.kind is "sum". Expected one of ratio, difference, same, atMost, identity.',
      ],
    ],
    [
      'a relation that leaves out what its kind needs, and has what it does not',
      () => metal('kind: same', 'kind: ratio'),
      [
        'E_CATALOG_RELATION data/metals/copper.yaml:20:5: cu_twice is of kind ratio without "band". Expected it beside "of".',
        'E_CATALOG_RELATION data/metals/copper.yaml:20:70: cu_twice is of kind ratio and has "within". Expected band, scale, fx.',
      ],
    ],
    [
      'two sources of three series',
      () => metal('of: [cu_lme_3m, cu_lme_3m], within', 'of: [cu_lme_3m, cu_lme_3m, cu_lme_3m], within'),
      [
        'E_CATALOG_RELATION data/metals/copper.yaml:20:37: cu_twice is of kind same and names 3 series. Expected two.',
      ],
    ],
    [
      'a relation with its band the wrong way round',
      () =>
        metal(
          'kind: same, of: [cu_lme_3m, cu_lme_3m], within: 3',
          'kind: ratio, of: [cu_lme_3m, cu_lme_3m], band: [1.1, 0.9]',
        ),
      [
        'E_CATALOG_RANGE data/metals/copper.yaml:20:68: cu_twice.band runs from 1.1 to 0.9. Expected the lower bound first.',
      ],
    ],
    [
      'a relation in a unit nobody knows',
      () =>
        metal(
          'kind: same, of: [cu_lme_3m, cu_lme_3m], within: 3',
          'kind: difference, of: [cu_lme_3m, cu_lme_3m], band: [0, 1], unit: USD/ton',
        ),
      [
        'E_CATALOG_UNIT data/metals/copper.yaml:20:87: cu_twice.unit is "USD/ton". Expected one like USD/t, CNY/t, kt or "%".',
      ],
    ],
    [
      'a relation in a unit of another quantity',
      () =>
        metal(
          'kind: same, of: [cu_lme_3m, cu_lme_3m], within: 3',
          'kind: difference, of: [cu_lme_3m, cu_lme_3m], band: [0, 1], unit: kt',
        ),
      [
        'E_CATALOG_RELATION data/metals/copper.yaml:20:87: cu_twice.unit is "kt" but cu_lme_3m is in "USD/t". Expected a unit of the same quantity.',
      ],
    ],
    [
      'two currencies without a rate',
      () => ({
        'data/metals/copper.yaml': COPPER.replace(
          'of: [cu_lme_3m, cu_lme_3m], within',
          'of: [cu_lme_3m, cu_cny], within',
        ).replace(
          / {2}- \{ id: cu_lme_3m[\s\S]*?\} \} \}\n/,
          (all) => all + all.replace('id: cu_lme_3m', 'id: cu_cny').replace('unit: USD/t', 'unit: CNY/kg'),
        ),
      }),
      [
        'E_CATALOG_RELATION data/metals/copper.yaml:25:5: cu_twice compares cu_lme_3m in "USD/t" with cu_cny in "CNY/kg". Expected "fx", the exchange rate\'s series, like usdcny.',
      ],
    ],
    [
      'two sources of different quantities',
      () => ({
        'data/metals/copper.yaml': COPPER.replace(
          'of: [cu_lme_3m, cu_lme_3m], within',
          'of: [cu_lme_3m, cu_mtu], within',
        ).replace(
          / {2}- \{ id: cu_lme_3m[\s\S]*?\} \} \}\n/,
          (all) => all + all.replace('id: cu_lme_3m', 'id: cu_mtu').replace('unit: USD/t', 'unit: USD/mtu'),
        ),
      }),
      [
        'E_CATALOG_RELATION data/metals/copper.yaml:25:37: cu_twice compares cu_lme_3m in "USD/t" with cu_mtu in "USD/mtu". Expected units of one quantity.',
      ],
    ],
    [
      'an id given twice in two files',
      () => ({
        'data/metals/copper2.yaml': COPPER.replace('metal: copper', 'metal: copper2')
          .replace('id: cu_price', 'id: cu_more')
          .replace('id: cu_twice', 'id: cu_thrice')
          .replace('id: cu_self', 'id: cu_other'),
      }),
      [
        'E_CATALOG_TWICE data/metals/copper2.yaml:9:11: series "cu_lme_3m" is already at data/metals/copper.yaml:9:11. Give one of them another id.',
      ],
    ],
    [
      'a key twice',
      () => metal('order: 1', 'order: 1\norder: 2'),
      [
        'E_CONFIG_TWICE data/metals/copper.yaml:5:1: "order" already set on line 4. Expected each key once; remove one of the two.',
      ],
    ],
    [
      'a closed Saturday',
      () => calendar('2025-04-18', '2025-04-19'),
      [
        'E_CATALOG_CALENDAR data/calendars/lme.yaml:7:3: 2025-04-19 is a Saturday, never a session. Expected weekdays only; remove it.',
      ],
    ],
    [
      'a make-up day that is a weekday',
      () => calendar('Good Friday', 'Good Friday\nworked:\n  2025-02-10: make-up'),
      [
        'E_CATALOG_CALENDAR data/calendars/lme.yaml:9:3: 2025-02-10 is a weekday, a session unless it is closed. Expected make-up Saturdays and Sundays only; remove it.',
      ],
    ],
    [
      'a publication of an unknown kind',
      () =>
        metal(
          'zh: 当日 } } }',
          'zh: 当日 },\n        publication: { by: hour, at: "17:50", zone: Europe/London } } }',
        ),
      [
        'E_CONFIG_FIELD data/metals/copper.yaml:14:28: cu_lme_3m.source.publication.by is "hour". Expected one of day, session, weekday, month, month-session.',
      ],
    ],
    [
      'a publication at no time of day',
      () =>
        metal(
          'zh: 当日 } } }',
          'zh: 当日 },\n        publication: { by: day, after: 0, at: "24:00", zone: Europe/London } } }',
        ),
      [
        'E_CONFIG_FIELD data/metals/copper.yaml:14:47: cu_lme_3m.source.publication.at is "24:00". Expected a time of day like "17:50".',
      ],
    ],
    [
      'a publication in no time zone',
      () =>
        metal(
          'zh: 当日 } } }',
          'zh: 当日 },\n        publication: { by: day, after: 0, at: "17:50", zone: London } } }',
        ),
      [
        'E_CATALOG_ZONE data/metals/copper.yaml:14:62: "London" is not a time zone. Expected a name like Europe/London.',
      ],
    ],
    [
      'a publication without its count',
      () =>
        metal(
          'zh: 当日 } } }',
          'zh: 当日 },\n        publication: { by: session, at: "17:50", zone: Europe/London } } }',
        ),
      [
        'E_CONFIG_FIELD data/metals/copper.yaml:14:22: "cu_lme_3m.source.publication.after" is missing. Expected a number.',
      ],
    ],
    [
      'a closed day that does not exist',
      () => calendar('2025-04-18', '2025-02-29'),
      ['E_CATALOG_CALENDAR data/calendars/lme.yaml:7:3: 2025-02-29 does not exist. Expected a real date.'],
    ],
    [
      'a closed day outside what is covered',
      () => calendar('2025-04-18', '2026-04-03'),
      [
        'E_CATALOG_CALENDAR data/calendars/lme.yaml:7:3: 2026-04-03 is outside 2025-01-01 to 2025-12-31. Move coveredFrom or coveredThrough, or remove it.',
      ],
    ],
    [
      'a closed day that is no date',
      () => calendar('2025-04-18', 'easter'),
      ['E_CONFIG_FIELD data/calendars/lme.yaml:7:3: "easter" is not a date. Expected one like 2025-06-13.'],
    ],
  ])('with %s says so', async (_, files, lines) => {
    expect(await linesOf(files())).toEqual(lines);
  });

  test('says what is wrong with all files at once', async () => {
    const lines = await linesOf({
      ...metal('kind: price', 'kind: prise'),
      ...calendar('2025-04-18', '2025-04-19'),
      'data/metals/tin.yaml': 'metal: [tin\n',
      'data/metals/zinc.yaml': COPPER.replace('metal: copper', 'metal: zinc'),
    });
    expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'E_CONFIG_FIELD data/metals/copper.yaml:9:28:',
      'E_CONFIG_YAML data/metals/tin.yaml:2:1:',
      'E_CATALOG_CALENDAR data/calendars/lme.yaml:7:3:',
    ]);
  });

  test('does not call a series unknown because its own entry is at fault', async () => {
    const lines = await linesOf(metal('warnMove: 6', 'warnMove: -6'));
    expect(lines).toEqual([
      'E_CONFIG_FIELD data/metals/copper.yaml:12:52: cu_lme_3m.warnMove is -6. Expected more than 0.',
    ]);
  });

  test('names a folder that is not there, or empty', async () => {
    const root = await temporaryDesk({ 'data/metals/notes.txt': 'x', 'data/calendars/lme.yaml': LME });
    const calendars = join(root, 'data/calendars');
    await expect(readCatalog({ metals: join(root, 'data/none'), calendars })).rejects.toThrow(
      'E_CONFIG_MISSING data/none: no such file or folder.',
    );
    await expect(readCatalog({ metals: join(root, 'data/metals'), calendars })).rejects.toThrow(
      'E_CATALOG_EMPTY data/metals: no .yaml file in this folder.',
    );
  });
});
