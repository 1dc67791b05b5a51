import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularFile, refusalWords, sizeText } from '../catalog/regular-file.ts';
import { AssayError, type Problem } from '../errors.ts';

/** A style sheet may carry a picture; nothing larger belongs on a page. */
const MAX_BYTES = 4 * 1024 * 1024;

interface Place {
  readonly folder: string;
  readonly names: RegExp;
}

/** Only .hbs and .css belong to a theme; the server's pages in `studio/` are none of an edition's. */
const PLACES: readonly Place[] = [
  { folder: '', names: /^(?:[a-z0-9-]+\.css|brief\.hbs|email\.hbs)$/ },
  { folder: 'sections/', names: /\.hbs$/i },
  { folder: 'partials/', names: /\.hbs$/i },
];
/** The server's pages, in the brief's ink. */
export const PAGE_PLACES: readonly Place[] = [
  { folder: '', names: /^ink\.css$/ },
  { folder: 'studio/', names: /\.(?:hbs|css)$/i },
];
const NAME = /^[a-z0-9-]+\.hbs$/;

/**
 * A folder's templates and style sheets: path inside it → text. A folder that does not exist has none.
 * Throws AssayError config with every E_TPL_… of what is there and cannot be read.
 */
export async function readTemplateFiles(
  folder: string,
  places = PLACES,
): Promise<[path: string, text: string][]> {
  const names: string[] = [];
  // One after the other: of several faults the same one is told each time.
  for (const place of places) names.push(...(await namesIn(folder, place)));
  const read = await Promise.all(names.map((name) => readOne(folder, name)));
  const problems = read.flatMap((one) => ('problem' in one ? [one.problem] : []));
  if (problems.length > 0) throw new AssayError('config', problems);
  return read.flatMap((one) => ('text' in one ? [[one.path, one.text]] : []));
}

async function namesIn(root: string, { folder, names }: Place): Promise<string[]> {
  try {
    const entries = await readdir(join(root, folder));
    return entries.filter((name) => names.test(name)).map((name) => folder + name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new AssayError(
      'config',
      {
        code: 'E_TPL_FOLDER',
        where: `templates/${folder}`.slice(0, -1),
        message: `cannot be read (${refusalWords(error)}). Expected a folder of .hbs and .css files. Mend it, or move it away to use the built-in ones.`,
      },
      { cause: error },
    );
  }
}

type One = { readonly path: string; readonly text: string } | { readonly problem: Problem };

async function readOne(root: string, path: string): Promise<One> {
  const wrong = (code: string, message: string): One => ({
    problem: { code, where: `templates/${path}`, message },
  });
  const [name = ''] = path.split('/').slice(-1);
  if (name.endsWith('.css') === false && !NAME.test(name)) {
    return wrong(
      'E_TPL_NAME',
      'not the name of a template. Expected lower case letters, digits and -, then .hbs. Rename it.',
    );
  }
  try {
    const read = await readRegularFile(join(root, path), MAX_BYTES);
    if (read instanceof Uint8Array)
      return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(read) };
    if (read.kind !== undefined) {
      return wrong(
        'E_TPL_FILE',
        `is ${read.kind}, not a file. Expected a text file. Move it away to use the built-in one.`,
      );
    }
    const [size, limit] = [sizeText(read.size ?? 0), sizeText(MAX_BYTES)];
    return wrong(
      'E_TPL_SIZE',
      `${size}; the limit is ${limit}. Expected a template of some kilobytes. Is it another file by mistake?`,
    );
  } catch (error) {
    if (error instanceof TypeError) {
      return wrong(
        'E_TPL_ENCODING',
        'not valid UTF-8. Expected a text file in UTF-8. Save it again as UTF-8.',
      );
    }
    return wrong(
      'E_TPL_READ',
      `cannot be read (${refusalWords(error)}). Expected a readable file. Mend it, or move it away to use the built-in one.`,
    );
  }
}
