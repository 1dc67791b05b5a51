import { readEdition, sha256, verifyEdition } from '../../archive/index.ts';
import { labelOf } from '../../archive/read.ts';
import { AssayError, counted, quoted } from '../../errors.ts';
import type { EditionFile, Manifest } from '../../model/edition.ts';
import { LANGUAGES, type Language } from '../../model/language.ts';
import { type Letter, letterSchema, type Piece } from '../../model/letter.ts';
import { htmlPieces, unknownCondition } from './pieces.ts';

/** One language's letter as it lies in the archive, each file proven by the manifest. */
export interface LetterFiles {
  readonly language: Language;
  readonly letter: Letter;
  readonly html: readonly Piece[];
  /** In the order of the letter's pictures. */
  readonly pictures: readonly EditionFile[];
  readonly pdf: EditionFile;
}

/**
 * The letters of an archived edition, of all its languages. Throws AssayError data: E_SEND_EDITION where anything of
 * the edition is not as it was published, E_SEND_LETTER where it has no letter or one that cannot be sent.
 */
export async function readLetters(reports: string, manifest: Manifest): Promise<LetterFiles[]> {
  const { edition } = manifest;
  const label = (...path: readonly string[]): string => labelOf(reports, edition, ...path);
  const findings = await verifyEdition(reports, edition);
  if (findings.length > 0) {
    const message = `${counted(findings.length, 'fault')} found where the edition was proven. What is not as it was published is never mailed; nothing was sent.`;
    throw new AssayError('data', [{ code: 'E_SEND_EDITION', where: label(), message }, ...findings]);
  }
  const { manifest: found, files } = await readEdition(reports, edition);
  if (found.manifest !== manifest.manifest) throw changed(label());
  const bytes = new Map(files.map((file) => [file.path, file]));
  const take = (path: string): EditionFile => {
    const file = bytes.get(path);
    const listed = found.files[path];
    if (file === undefined || listed === undefined)
      throw noLetter(label(path), 'the edition has no such file');
    // Read once more after the proof: between the two the disk may have changed.
    if (sha256(file.bytes) !== listed.sha256) throw changed(label(path));
    return file;
  };
  const languages = found.languages.flatMap((name) => LANGUAGES.filter((one) => one === name));
  if (languages.length === 0) throw noLetter(label(), 'the edition has no language that mail knows');
  return languages.map((language) => {
    const letter = parseLetter(
      text(take(`${language}/email.json`)),
      label(`${language}/email.json`),
      found,
      language,
    );
    const html = htmlPieces(text(take(`${language}/email.html`)));
    if ('fault' in html) throw noLetter(label(`${language}/email.html`), html.fault);
    requireConditions(html, label(`${language}/email.html`));
    requireConditions(letter.text, label(`${language}/email.json`));
    return {
      language,
      letter,
      html,
      pictures: letter.pictures.map(({ file }) => take(`${language}/${file}`)),
      pdf: take(`${language}/brief.pdf`),
    };
  });
}

function text({ bytes }: EditionFile): string {
  return new TextDecoder().decode(bytes);
}

function parseLetter(json: string, where: string, { edition }: Manifest, language: Language): Letter {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw noLetter(where, 'it is no readable JSON');
  }
  const parsed = letterSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue === undefined || issue.path.length === 0 ? 'it' : quoted(issue.path.join('.'));
    throw noLetter(where, `${field} is not as a letter has it (${issue?.message ?? ''})`);
  }
  const letter = parsed.data;
  if (letter.edition !== edition || letter.language !== language) {
    throw noLetter(where, `it belongs to ${letter.edition} in ${letter.language}`);
  }
  return letter;
}

function requireConditions(pieces: readonly Piece[], where: string): void {
  const unknown = unknownCondition(pieces);
  if (unknown !== undefined) throw noLetter(where, `nothing fulfils the condition ${quoted(unknown)}`);
}

function changed(where: string): AssayError {
  const message =
    'changed while it was being read. What is not as it was published is never mailed; nothing was sent. See "assay archive verify".';
  return new AssayError('data', { code: 'E_SEND_EDITION', where, message });
}

/** Editions of older programs have no letters, and never get one: what is published does not change. */
function noLetter(where: string, what: string): AssayError {
  const message = `${what}, so the edition cannot be mailed; nothing was sent. Expected a letter made with the edition, as this program makes them. Send an edition that has one; "assay build" makes the next.`;
  return new AssayError('data', { code: 'E_SEND_LETTER', where, message });
}
