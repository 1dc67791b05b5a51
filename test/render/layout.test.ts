import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Cell, ChartBlock, Section } from '../../src/model/brief.ts';
import { fractionDigits, trailingSpace } from '../../src/render/decimals.ts';
import { abreast, type LaidBlock, layOut } from '../../src/render/layout.ts';

type Width = ChartBlock['width'];

function charts(widths: readonly Width[]): Block {
  return {
    kind: 'charts',
    charts: widths.map((width, at) => ({
      id: `c${at}`,
      kind: 'line',
      title: [],
      subtitle: '',
      source: '',
      alt: '',
      illustrative: false,
      width,
      series: [],
    })),
  };
}

const paragraph: Block = { kind: 'paragraph', line: [{ kind: 'text', text: 'Words.' }] };

/** `halves(c0 c1)`; words beside charts as `words|halves(c0)`. */
function drawn(laid: readonly LaidBlock[]): string[] {
  return laid.map((block) => {
    if (block.kind === 'charts') return `${block.shape}(${block.charts.map(({ id }) => id).join(' ')})`;
    if (block.kind === 'beside') return `words|${drawn([block.row])[0]}`;
    return block.kind;
  });
}

describe('charts stand in rows without holes', () => {
  const [h, t, f] = ['half', 'third', 'full'] as const;
  it.each([
    ['two halves', [h, h], ['paragraph', 'halves(c0 c1)']],
    ['three thirds', [t, t, t], ['paragraph', 'thirds(c0 c1 c2)']],
    ['one half', [h], ['words|halves(c0)']],
    ['three halves', [h, h, h], ['words|halves(c0)', 'halves(c1 c2)']],
    ['two thirds', [t, t], ['words|thirds(c0 c1)']],
    ['four thirds', [t, t, t, t], ['words|thirds(c0)', 'thirds(c1 c2 c3)']],
    ['a half and a third', [t, h], ['paragraph', 'mixed(c1 c0)']],
    ['two of each', [h, h, t, t], ['paragraph', 'mixed(c0 c2)', 'mixed(c1 c3)']],
    ['a half and two thirds', [h, t, t], ['words|thirds(c1)', 'mixed(c0 c2)']],
    ['full ones in their place', [h, h, f], ['paragraph', 'halves(c0 c1)', 'one(c2)']],
  ])('%s', (_, widths, expected) => {
    expect(drawn(layOut([paragraph, charts(widths)])).sort()).toEqual([...expected].sort());
  });

  it('leaves a short row alone where no words come before it', () => {
    const table: Block = { kind: 'table', id: 't', caption: '', columns: [], groups: [], notes: [] };
    expect(drawn(layOut([table, charts(['half'])]))).toEqual(['table', 'halves(c0)']);
  });

  it('keeps every block and every chart, once, whatever comes', () => {
    const width = fc.constantFrom<Width>('half', 'third', 'full');
    const block = fc.oneof(
      fc.constant(paragraph),
      fc.array(width, { maxLength: 9 }).map(charts),
      fc.constant<Block>({ kind: 'heading', id: 'h', title: 'x' }),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
        const laid = layOut(blocks).flatMap((one) =>
          one.kind === 'beside' ? [...one.words, one.row] : [one],
        );
        const count = (list: readonly { kind: string }[], kind: string): number =>
          list.filter((one) => one.kind === kind).length;
        const ids = (list: readonly { kind: string }[]): number =>
          list.flatMap((one) => ('charts' in one && Array.isArray(one.charts) ? one.charts : [])).length;
        expect(count(laid, 'paragraph')).toBe(count(blocks, 'paragraph'));
        expect(count(laid, 'heading')).toBe(count(blocks, 'heading'));
        expect(ids(laid)).toBe(ids(blocks));
        for (const row of laid)
          if (row.kind === 'charts' && 'shape' in row) expect(row.charts.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a lone third beside a sentence', () => {
  const cell = (text: string): Cell => ({ line: [{ kind: 'text', text }] });
  const table = (id: string, rows: number, name = 'LME nickel'): Block => ({
    kind: 'table',
    id,
    caption: '',
    columns: ['Series', 'Unit', 'As of', 'Last'].map((head, at) => ({
      key: head,
      head,
      align: at < 2 ? ('left' as const) : ('right' as const),
    })),
    groups: [
      {
        rows: Array.from({ length: rows }, () => ({
          cells: [cell(name), cell('USD/t'), cell('13 Jun'), cell('15,100')],
        })),
      },
    ],
    notes: [],
  });

  it('takes a small table along, which fills the hole below the words', () => {
    expect(drawn(layOut([paragraph, charts(['third']), table('t', 2)]))).toEqual(['words|thirds(c0)']);
  });

  it('leaves a table of many rows or long words its own place', () => {
    for (const big of [table('t', 7), table('t', 2, 'A name that no column of its table holds '.repeat(4))])
      expect(drawn(layOut([paragraph, charts(['third']), big]))).toEqual(['words|thirds(c0)', 'table']);
  });

  it('does so next to a chart of a third only', () => {
    expect(drawn(layOut([paragraph, charts(['half']), table('t', 2)]))).toEqual([
      'words|halves(c0)',
      'table',
    ]);
  });
});

describe('metals of a sentence and a chart stand abreast', () => {
  const part = (id: string, ...blocks: Block[]): Section => ({ id, title: id, level: 2, blocks });
  const small = (id: string, width: Width): Section => part(id, paragraph, charts([width]));
  const ids = (sections: Section[]): string[] =>
    abreast(sections).map((row) => row.map(({ id }) => id).join('+'));
  it('two of halves, three of thirds', () => {
    expect(ids([small('a', 'half'), small('b', 'half')])).toEqual(['a+b']);
    expect(ids([small('a', 'third'), small('b', 'third'), small('c', 'third')])).toEqual(['a+b+c']);
  });

  it('but none beside a part with a table, a second chart or many words', () => {
    const words: Block = { kind: 'paragraph', line: [{ kind: 'text', text: 'Words. '.repeat(60) }] };
    const table: Block = { kind: 'table', id: 't', caption: '', columns: [], groups: [], notes: [] };
    for (const other of [
      part('b', paragraph, charts(['half']), table),
      part('b', paragraph, charts(['half', 'half'])),
      part('b', words, charts(['half'])),
      small('b', 'third'),
      { ...small('b', 'half'), level: 1 as const },
    ])
      expect(ids([small('a', 'half'), other])).toEqual(['a', 'b']);
  });
});

describe('points of a column stand under each other', () => {
  const figure = (text: string) => [{ kind: 'figure' as const, text, figure: 'f' }];
  it.each([
    ['9,647.50', 2, ''],
    ['78,010', 2, 'p2'],
    ['34.5', 2, 'd1'],
    ['0.1234', 4, ''],
    ['+1.5 pp', 2, 'd1'],
    ['−8', 1, 'p1'],
    ['nc', 2, ''],
  ])('%s in a column of %i digits', (text, digits, style) => {
    expect(trailingSpace(figure(text), digits)).toBe(style);
  });

  it('reads the fraction of a signed number with its unit', () => {
    expect(fractionDigits(figure('−0.24%'))).toBe(2);
    expect(fractionDigits([...figure('1.0'), ...figure('2.00')])).toBe(0);
    expect(fractionDigits([])).toBe(0);
  });
});
