import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { AssayError } from '../../src/errors.ts';
import { coverageOf, covers } from '../../src/render/cmap.ts';
import { fontFaces, fontVersions, missingGlyphs } from '../../src/render/fonts.ts';
import { openTheme, renderHtml } from '../../src/render/index.ts';
import { sampleBrief } from '../support/brief.ts';

const require = createRequire(import.meta.url);

describe('the faces', () => {
  it('show every rare metal and every mark a brief uses', async () => {
    const needed = '锇钌铪碲铼铷钪镨钷钐铕钆铽铒铥镱镥钍▲▼△▽→℃†‡§◦−–—…·“”‘’±×≥≤¢€¥℃①²³½　 \u2009\u202f';
    expect(await missingGlyphs(needed)).toEqual([]);
  });

  it('lack an emoji, a cuneiform and a private character', async () => {
    expect(await missingGlyphs('a🙂b𒀀c\ue000')).toEqual(['🙂', '𒀀', '\ue000']);
  });

  it('have the same characters in both weights', async () => {
    for (const [regular, bold] of [
      ['source-sans-3/400Regular/SourceSans3_400Regular', 'source-sans-3/700Bold/SourceSans3_700Bold'],
      ['noto-sans-sc/400Regular/NotoSansSC_400Regular', 'noto-sans-sc/700Bold/NotoSansSC_700Bold'],
    ]) {
      const [one, other] = await Promise.all(
        [regular, bold].map(async (file) =>
          coverageOf(await readFile(require.resolve(`@expo-google-fonts/${file}.ttf`))),
        ),
      );
      expect(one?.length).toBeGreaterThan(200);
      expect(one).toEqual(other);
    }
  });

  it('are looked up by exact ranges', () => {
    const coverage = Uint32Array.of(10, 12, 20, 20);
    expect([9, 10, 12, 13, 19, 20, 21].filter((code) => covers(coverage, code))).toEqual([10, 12, 20]);
  });

  it('have versions', () => {
    expect(fontVersions()).toEqual({
      '@expo-google-fonts/source-sans-3': expect.stringMatching(/^\d+\.\d+\.\d+$/),
      '@expo-google-fonts/noto-sans-sc': expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
  });
});

describe('a subset', () => {
  it('is Latin only when nothing else is said, both weights', async () => {
    const css = await fontFaces(new Set('Copper 9,647.50'), 'en');
    expect(css.match(/font-family:"[^"]+";font-weight:\d+/g)).toEqual([
      'font-family:"Source Sans 3";font-weight:400',
      'font-family:"Source Sans 3";font-weight:700',
    ]);
  });

  it('takes Chinese punctuation from the Chinese face and digits from the Latin one', async () => {
    const faces = decoded(await fontFaces(new Set('铜“…”—1'), 'zh'));
    expect(faces).toHaveLength(4);
    const [latin, , chinese] = faces;
    expect([...'铜“…”—1'].filter((one) => has(chinese, one)).join('')).toBe('铜“…”—');
    expect([...'铜“…”—1'].filter((one) => has(latin, one)).join('')).toBe('1');
  });

  it('is the same bytes whatever the order of the characters', async () => {
    const text = 'Lithium carbonate 碳酸锂 −2.18%';
    const one = await fontFaces(new Set(text), 'zh');
    expect(await fontFaces(new Set([...text].reverse()), 'zh')).toBe(one);
    expect(one.length).toBeLessThan(40_000);
  });
});

it('refuses a brief with a character no face can show, with place and neighborhood', async () => {
  const { brief, svgs } = sampleBrief('zh');
  const broken = {
    ...brief,
    sections: brief.sections.map((section) =>
      section.id === 'antimony'
        ? {
            ...section,
            blocks: [{ kind: 'note' as const, line: [{ kind: 'text' as const, text: '锑锭🙂价格上涨' }] }],
          }
        : section,
    ),
  };
  const error = await renderHtml(broken, svgs, await openTheme(['templates'])).catch(
    (reason: unknown) => reason,
  );
  if (!(error instanceof AssayError)) throw new Error('the brief was accepted');
  expect(error.exit).toBe('data');
  expect(error.message).toMatch(
    /^E_RENDER_GLYPH zh\/brief, section "锑": no font of ours has U\+1F642 in ".*锑锭🙂价格上涨.*"\. Write the word with another character\.$/u,
  );
});

it('refuses a drawing whose words cannot be shown', async () => {
  const { brief, svgs } = sampleBrief('en');
  const drawn = new Map([...svgs, ['copper-a', '<svg><text>stock 𒀀</text></svg>'] as const]);
  await expect(renderHtml(brief, drawn, await openTheme(['templates']))).rejects.toThrow(
    'E_RENDER_GLYPH en/brief, section "Copper": no font of ours has U+12000',
  );
});

function decoded(css: string): ReturnType<typeof wide>[] {
  return [...css.matchAll(/base64,([^)]+)\)/g)].map((match) => wide(Buffer.from(match[1] ?? '', 'base64')));
}

/** Characters of a WOFF's character map, read back by the browser's rules. */
function wide(woff: Buffer): Set<number> {
  const { inflateSync } = require('node:zlib');
  const tables = woff.readUInt16BE(12);
  for (let at = 0; at < tables; at += 1) {
    const record = 44 + at * 20;
    if (woff.toString('latin1', record, record + 4) !== 'cmap') continue;
    const [offset, packed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(record + field));
    const bytes = woff.subarray(offset, (offset ?? 0) + (packed ?? 0));
    const cmap: Buffer = packed === length ? bytes : inflateSync(bytes);
    const codes = new Set<number>();
    for (let sub = 0; sub < cmap.readUInt16BE(2); sub += 1) {
      const map = cmap.readUInt32BE(4 + sub * 8 + 4);
      if (cmap.readUInt16BE(map) !== 4) continue;
      const segments = cmap.readUInt16BE(map + 6) / 2;
      for (let segment = 0; segment < segments; segment += 1) {
        const end = cmap.readUInt16BE(map + 14 + segment * 2);
        const start = cmap.readUInt16BE(map + 16 + segments * 2 + segment * 2);
        for (let code = start; code <= end && code !== 0xffff; code += 1) codes.add(code);
      }
    }
    return codes;
  }
  throw new Error('no character map');
}

function has(codes: Set<number> | undefined, character: string): boolean {
  return codes?.has(character.codePointAt(0) ?? 0) === true;
}
