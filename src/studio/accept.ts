import type { Language } from '../model/language.ts';

/** `zh-CN,zh;q=0.9,en;q=0.8` → the first of ours the reader understands; the desk's first where none is named. */
export function languageOf(header: string | undefined, ours: readonly Language[]): Language {
  const wished = weighted(header)
    .map(({ name }) => ours.find((language) => name === language || name.startsWith(`${language}-`)))
    .find((language) => language !== undefined);
  return wished ?? ours[0] ?? 'en';
}

/** Whether whoever asks would rather have a page than JSON: browsers name `text/html`, programs do not. */
export function wantsPage(header: string | undefined): boolean {
  return weighted(header).some(({ name }) => name === 'text/html' || name === 'application/xhtml+xml');
}

const MOST = 50;

function weighted(header = ''): Array<{ readonly name: string; readonly weight: number }> {
  return header
    .slice(0, 1_000)
    .split(',')
    .slice(0, MOST)
    .map((part) => {
      const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
      const weight = parameters.find((one) => one.startsWith('q='))?.slice('q='.length);
      return { name, weight: weight === undefined ? 1 : Number(weight) || 0 };
    })
    .filter(({ name, weight }) => name !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight);
}
