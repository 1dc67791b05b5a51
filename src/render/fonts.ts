import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import subsetFont from 'subset-font';
import type { Language } from '../model/language.ts';
import { type Coverage, coverageOf, covers } from './cmap.ts';

/** Static TrueType faces only: variable and CFF fonts, and a synthesized bold, print as Type 3. */
const FAMILIES = [
  {
    family: 'Source Sans 3',
    package: '@expo-google-fonts/source-sans-3',
    files: { 400: '400Regular/SourceSans3_400Regular.ttf', 700: '700Bold/SourceSans3_700Bold.ttf' },
  },
  {
    family: 'Noto Sans SC',
    package: '@expo-google-fonts/noto-sans-sc',
    files: { 400: '400Regular/NotoSansSC_400Regular.ttf', 700: '700Bold/NotoSansSC_700Bold.ttf' },
  },
] as const;
type Family = (typeof FAMILIES)[number];
const WEIGHTS = [400, 700] as const;

/** `tnum`, `lnum` and `kern` are used by the style sheet; the others place marks and shape punctuation. */
const FEATURES = ['tnum', 'lnum', 'kern', 'mark', 'mkmk', 'ccmp', 'locl', 'palt', 'halt', 'chws', 'sups'];

/** Punctuation both families have; between Chinese characters it must be full width, so Noto's. */
const CHINESE_PUNCTUATION = /[‘’“”…—]/u;

const require = createRequire(import.meta.url);

/** Package and version of each family, for the manifest. */
export function fontVersions(): Record<string, string> {
  return Object.fromEntries(
    FAMILIES.map((family) => {
      const manifest: unknown = require(`${family.package}/package.json`);
      const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
      return [family.package, version ? String(manifest.version) : 'unknown'];
    }),
  );
}

/** Characters (of `characters`) that no face can show. Reads the faces at first use. */
export async function missingGlyphs(characters: Iterable<string>): Promise<string[]> {
  const coverages = await Promise.all(FAMILIES.map(coverageOfFamily));
  return [...characters].filter((character) => {
    const code = character.codePointAt(0) ?? 0;
    return !invisible(code) && !coverages.some((coverage) => covers(coverage, code));
  });
}

/**
 * `@font-face` rules with subsets of exactly these characters as data URLs, both weights of each family needed.
 * The same characters give the same bytes.
 */
export async function fontFaces(characters: ReadonlySet<string>, language: Language): Promise<string> {
  const latin = await coverageOfFamily(FAMILIES[0]);
  const shares: [string[], string[]] = [[], []];
  for (const character of [...characters].sort()) {
    const code = character.codePointAt(0) ?? 0;
    if (invisible(code)) continue;
    const chinese = !covers(latin, code) || (language === 'zh' && CHINESE_PUNCTUATION.test(character));
    shares[chinese ? 1 : 0].push(character);
  }
  const rules: Promise<string>[] = [];
  for (const [at, family] of FAMILIES.entries()) {
    const share = shares[at] ?? [];
    if (share.length === 0) continue;
    for (const weight of WEIGHTS) rules.push(fontFace(family, weight, share.join('')));
  }
  return (await Promise.all(rules)).join('\n');
}

async function fontFace(family: Family, weight: (typeof WEIGHTS)[number], text: string): Promise<string> {
  const face = await readFace(family, weight);
  const bytes = await subsetFont(face, text, {
    targetFormat: 'woff',
    keepFeatures: FEATURES,
    noHinting: true,
  });
  return `@font-face{font-family:"${family.family}";font-weight:${weight};src:url(data:font/woff;base64,${bytes.toString('base64')}) format("woff")}`;
}

const faces = new Map<string, Promise<Buffer>>();
const coverages = new Map<string, Promise<Coverage>>();

/** Read once in a process: Noto's faces are 10 MB each. */
function readFace(family: Family, weight: (typeof WEIGHTS)[number]): Promise<Buffer> {
  const file = `${family.package}/${family.files[weight]}`;
  const known = faces.get(file) ?? readFile(require.resolve(file));
  faces.set(file, known);
  return known;
}

/** Both weights of a family have the same characters; a test holds that. */
function coverageOfFamily(family: Family): Promise<Coverage> {
  const known = coverages.get(family.family) ?? readFace(family, 400).then(coverageOf);
  coverages.set(family.family, known);
  return known;
}

/** Line ends, tabs and marks that shape text but show nothing. */
function invisible(code: number): boolean {
  return code < 0x20 || code === 0x200b || code === 0x2060 || code === 0xfeff;
}
