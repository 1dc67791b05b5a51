import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { passagesOf } from '../../src/archive/search/passages.ts';
import { snippetOf } from '../../src/archive/search/snippet.ts';
import { charactersOf, indexedWords, wordsOf } from '../../src/archive/search/words.ts';
import { sampleBrief } from '../support/brief.ts';

describe('words of a text', () => {
  test('are alike whatever their capitals, accents and widths; plain numbers are none', () => {
    expect(wordsOf('LME Copper 3M, Au99.99 at 9,647.50; Chuquicamata’s Peñón ＣＯＭＥＸ')).toEqual([
      ...['lme', 'copper', '3m', 'au99.99', 'at'],
      ...['chuquicamata’s', 'penon', 'comex'],
    ]);
    expect(wordsOf('3.16% 9,647.50 − 2025 —')).toEqual([]);
  });

  test('are parted in Chinese by a dictionary, and beside other letters', () => {
    expect(wordsOf('截至周四，全国主流地区铜社会库存为14.48万吨')).toContain('库存');
    expect(wordsOf('LME铜库存')).toEqual(['lme', '铜', '库存']);
    expect(indexedWords('库存')).toEqual(['库存', '库', '存']);
    expect(charactersOf(['库存', 'lme'])).toEqual(['库', '存', 'lme']);
  });
});

describe('a snippet', () => {
  const text = `${'Zinc was calm. '.repeat(40)}Then copper stocks fell in Shanghai. ${'Lead slept. '.repeat(40)}`;

  test('shows where the words stand, and marks them and nothing else', () => {
    const pieces = snippetOf(text, ['copper', 'shanghai']);
    expect(pieces.filter(({ marked }) => marked).map((one) => one.text)).toEqual(['copper', 'Shanghai']);
    const shown = pieces.map((one) => one.text).join('');
    expect(shown).toMatch(/^… .*Then copper stocks fell in Shanghai\. Lead.* …$/);
    expect(shown.length).toBeLessThan(260);
  });

  test('marks a word only where it begins', () => {
    const marked = snippetOf('Tin, satin and tinplate.', ['tin']).filter((one) => one.marked);
    expect(marked.map((one) => one.text)).toEqual(['Tin', 'tin']);
  });

  test('is made of the text, whatever text and words', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.array(fc.string({ unit: 'grapheme', maxLength: 6 }), { maxLength: 4 }),
        (whole, words) => {
          const shown = snippetOf(whole, words.flatMap(wordsOf))
            .map((one) => one.text)
            .join('')
            .replace(/^… /, '')
            .replace(/ …$/, '');
          expect(whole).toContain(shown);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('passages of a brief', () => {
  test('are its cover, its sections and what stands under each heading, in words', () => {
    const { brief } = sampleBrief('en');
    const passages = passagesOf(JSON.parse(JSON.stringify(brief))) ?? [];
    expect(passages[0]?.place).toBe('');
    expect(passages[0]?.title).toBe(brief.cover.headline.map((run) => run.text).join(''));
    const headings = brief.sections.flatMap(({ blocks }) =>
      blocks.filter((block) => block.kind === 'heading'),
    );
    const places = passages.map(({ place }) => place);
    expect(headings.length).toBeGreaterThan(0);
    for (const heading of headings) expect(places).toContain(heading.id);
    expect(places).not.toContain('disclaimer');
  });

  test('are not made of what is no brief', () => {
    for (const value of [null, [], 'brief', { cover: {} }, { sections: [] }])
      expect(passagesOf(value)).toBeUndefined();
  });
});
