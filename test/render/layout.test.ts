import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, ChartBlock } from '../../src/model/brief.ts';
import { fractionDigits, trailingSpace } from '../../src/render/decimals.ts';
import { type LaidBlock, layOut } from '../../src/render/layout.ts';

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
