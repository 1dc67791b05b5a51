import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkDesk } from '../../src/app/check.ts';
import { checkNote, type NoteSave, type NoteSaved, readNote, saveNote } from '../../src/app/notes.ts';
import { notesOf, soundNotes } from '../../src/app/week-notes.ts';
import { type Desk, openDesk } from '../../src/desk.ts';
import { realEffects } from '../../src/effects.ts';
import { temporaryDesk } from '../support/desk.ts';
import { stillEffects } from '../support/effects.ts';
import { JPEG, pngHeader, pngOf, segment } from '../support/pictures.ts';

const WEEK = '2025-W24';
const FILE = `data/notes/${WEEK}.en.md`;

/** A desk like any other but for its folder: what it is made of is read once. */
let opened: Promise<Desk> | undefined;
async function deskWith(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<Desk> {
  const root = await temporaryDesk(files);
  opened ??= openDesk(root);
  const { paths, ...desk } = await opened;
  const inbox = join(root, 'data', 'inbox');
  return { ...desk, root, paths: { ...paths, inbox, store: join(root, 'data', 'assay.db') } };
}

/** Names of the versions kept, without their moments. */
async function historyOf(root: string, language = 'en'): Promise<string[]> {
  const names = await readdir(join(root, 'data/notes/.history', `${WEEK}.${language}`)).catch(() => []);
  return names.map((name) => name.replace(/^.*Z-/, '')).sort();
}

const saving = (given: Partial<NoteSave>): NoteSave => ({
  week: WEEK,
  language: 'en',
  text: 'a\n',
  base: '',
  by: 'li',
  ...given,
});
const versionOf = (saved: NoteSaved): string => (saved.saved ? saved.version : '');

describe('a note is kept', () => {
  test('with its version, line ends as they are here, and every version beside it', async () => {
    const desk = await deskWith();
    expect(await readNote(desk, WEEK, 'en')).toEqual({ text: '', version: '' });
    const first = await saveNote(desk, saving({ text: 'one\r\ntwo' }), stillEffects());
    expect(await readNote(desk, WEEK, 'en')).toEqual({ text: 'one\ntwo\n', version: versionOf(first) });
    const second = await saveNote(
      desk,
      saving({ text: 'three', base: versionOf(first), by: 'Wang/../x' }),
      stillEffects(),
    );
    expect(second).toMatchObject({ saved: true });
    expect(await readFile(join(desk.root, FILE), 'utf8')).toBe('three\n');
    expect(await historyOf(desk.root)).toEqual(['li.md', 'wang-..-x.md']);
    expect((await readdir(join(desk.root, 'data/notes'))).sort()).toEqual(['.history', `${WEEK}.en.md`]);
  });

  test('the second of two who wrote from one version is shown the difference, and nothing is lost', async () => {
    const desk = await deskWith();
    const base = versionOf(await saveNote(desk, saving({ text: 'a\nb\nc\n' }), stillEffects()));
    const one = await saveNote(desk, saving({ text: 'a\nB\nc\n', base, by: 'li' }), stillEffects());
    const other = await saveNote(desk, saving({ text: 'a\nb\nc\nd\n', base, by: 'wang' }), stillEffects());
    expect(one.saved).toBe(true);
    expect(other).toEqual({
      saved: false,
      conflict: {
        text: 'a\nB\nc\n',
        version: versionOf(one),
        difference: [
          { kind: 'same', line: 'a' },
          { kind: 'theirs', line: 'B' },
          { kind: 'yours', line: 'b' },
          { kind: 'same', line: 'c' },
          { kind: 'yours', line: 'd' },
          { kind: 'same', line: '' },
        ],
      },
    });
    expect(await historyOf(desk.root)).toEqual(['li-2.md', 'li.md', 'wang-not-taken.md']);
  });

  test('of many who save at once one is taken, and all their texts are kept', async () => {
    const desk = await deskWith();
    const effects = realEffects(new AbortController().signal);
    const saves = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        saveNote(desk, saving({ text: `text of ${at}\n`, by: `writer-${at}` }), effects),
      ),
    );
    expect(saves.filter(({ saved }) => saved)).toHaveLength(1);
    const kept = await readNote(desk, WEEK, 'en');
    expect(saves.flatMap((one) => (one.saved ? [] : [one.conflict.text]))).toEqual(Array(7).fill(kept.text));
    expect(await historyOf(desk.root)).toHaveLength(8);
    expect((await historyOf(desk.root)).filter((name) => name.endsWith('-not-taken.md'))).toHaveLength(7);
  });

  test('what was written into the file by another way is kept too, and is a base like any other', async () => {
    const desk = await deskWith({ [FILE]: 'by hand\n' });
    const stale = await saveNote(desk, saving({ text: 'mine\n' }), stillEffects());
    expect(stale).toMatchObject({ saved: false, conflict: { text: 'by hand\n' } });
    const { version } = await readNote(desk, WEEK, 'en');
    expect(await saveNote(desk, saving({ text: 'mine\n', base: version }), stillEffects())).toMatchObject({
      saved: true,
    });
    expect(await historyOf(desk.root)).toEqual(['found.md', 'li-not-taken.md', 'li.md']);
  });

  test('the same text again is saved already, from whatever version', async () => {
    const desk = await deskWith();
    const first = await saveNote(desk, saving({ text: 'a' }), stillEffects());
    expect(await saveNote(desk, saving({ text: 'a\r\n' }), stillEffects())).toEqual(first);
    expect(await historyOf(desk.root)).toEqual(['li.md']);
  });

  test('a lock of a process that is gone stops nobody', async () => {
    const desk = await deskWith();
    await mkdir(join(desk.root, 'data/notes/.history'), { recursive: true });
    const [host = '', boot = ''] = (await import('../../src/delivery/campaign/owner.ts'))
      .ownerName()
      .split(':');
    await writeFile(join(desk.root, `data/notes/.history/${WEEK}.en.lock`), `${host}:${boot}:999999999:1`);
    expect(await saveNote(desk, saving({}), stillEffects())).toMatchObject({ saved: true });
  });

  test.each([
    ['../../etc/passwd', 'en', 'E_WEEK'],
    ['2025-W24/../x', 'en', 'E_WEEK'],
    ['2025-W60', 'en', 'E_WEEK'],
    [WEEK, '../x', 'E_NOTE_LANGUAGE'],
    [WEEK, 'en.md/..', 'E_NOTE_LANGUAGE'],
    [WEEK, '', 'E_NOTE_LANGUAGE'],
  ])('a note of week %j and language %j has no place', async (week, language, code) => {
    const desk = await deskWith();
    await expect(saveNote(desk, saving({ week, language }), stillEffects())).rejects.toMatchObject({
      problems: [{ code }],
    });
    await expect(readNote(desk, week, language)).rejects.toMatchObject({ problems: [{ code }] });
    expect(await readdir(join(desk.root, 'data'))).toEqual(['inbox']);
  });

  test('what is too large, no text, or a link that leads elsewhere is refused', async () => {
    const desk = await deskWith({
      'secret.md': 'canary',
      [`data/notes/${WEEK}.zh.md`]: Buffer.from([0xff]),
    });
    await expect(saveNote(desk, saving({ text: 'x'.repeat(256 * 1024) }), stillEffects())).rejects.toThrow(
      `E_NOTE_SIZE ${FILE}: 256 KB; the limit is 256 KB.`,
    );
    await symlink(join(desk.root, 'secret.md'), join(desk.root, FILE));
    await expect(readNote(desk, WEEK, 'en')).rejects.toThrow(
      `E_NOTE_FILE ${FILE}: a link that leads out of data/notes.`,
    );
    await expect(readNote(desk, WEEK, 'zh')).rejects.toThrow(
      `E_NOTE_ENCODING data/notes/${WEEK}.zh.md: not valid UTF-8.`,
    );
  });
});

describe('the notes of a week', () => {
  test('are nothing where nobody wrote any', async () => {
    expect(await notesOf(await deskWith(), WEEK)).toEqual({ findings: [] });
    expect(await notesOf(await deskWith({ [FILE]: ' \n' }), WEEK)).toEqual({ findings: [] });
  });

  test('embed what a picture shows, upright, and nothing of where it was taken', async () => {
    const camera = segment(
      0xe1,
      'Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0canary',
    );
    const photo = Buffer.concat([JPEG.subarray(0, 2), camera, JPEG.subarray(2)]);
    const desk = await deskWith({ [FILE]: '![a](x.jpg)\n', 'data/notes/x.jpg': photo });
    const [image] = (await soundNotes(desk, WEEK, undefined)).notes?.images ?? [];
    expect(image).toMatchObject({ type: 'image/jpeg', width: 4, height: 6 });
    const data = Buffer.from(image?.data ?? '', 'base64');
    expect([data.includes('canary'), data.includes('Exif'), data.length]).toEqual([
      false,
      true,
      JPEG.length + 36,
    ]);
    const cut = await deskWith({ [FILE]: '![a](x.jpg)\n', 'data/notes/x.jpg': photo.subarray(0, -2) });
    await expect(soundNotes(cut, WEEK, undefined)).rejects.toThrow(
      `E_NOTE_IMAGE ${FILE}:1:1: "x.jpg" is cut off or damaged. Save it again.`,
    );
  });

  test('are what both files say, and the pictures they name, each once', async () => {
    const png = pngOf(3, 2);
    const desk = await deskWith({
      [FILE]: '---\nauthor: A. Chen\n---\n![a](p/x.png)\n',
      [`data/notes/${WEEK}.zh.md`]: '![甲](p/x.png)\n',
      'data/notes/p/x.png': png,
    });
    expect(await soundNotes(desk, WEEK, undefined)).toEqual({
      notes: {
        texts: { en: { author: 'A. Chen', text: '![a](p/x.png)\n' }, zh: { text: '![甲](p/x.png)\n' } },
        images: [{ file: 'p/x.png', type: 'image/png', width: 3, height: 2, data: png.toString('base64') }],
      },
      findings: [],
    });
  });

  test('a draft stands for the file of its language, and is judged alone', async () => {
    const desk = await deskWith({ [FILE]: '{{nothing}}', [`data/notes/${WEEK}.zh.md`]: '{{nothing}}' });
    const { notes } = await notesOf(desk, WEEK, { language: 'en', text: 'draft' });
    expect(notes?.texts.en).toEqual({ text: 'draft' });
    expect(await checkNote(desk, WEEK, 'en', 'draft')).toEqual([]);
    expect(await checkNote(desk, WEEK, 'en', '## copper\n\n{{cu_lme_4m}} 🚀')).toMatchObject([
      { code: 'E_NOTE_SLOT', severity: 'error', where: `${FILE}:3:1` },
      { code: 'E_NOTE_CHARACTER', where: `${FILE}:3:15` },
      { code: 'W_NOTE_TRANSLATION', severity: 'warning' },
    ]);
  });

  test('what was written after the moment a week is built as of is left out, and says so', async () => {
    const ZH = `data/notes/${WEEK}.zh.md`;
    const picture = 'data/notes/a.png';
    const desk = await deskWith({ [FILE]: '![a](a.png)', [ZH]: '当时', [picture]: await pngOf(2, 2) });
    const [then, since] = [new Date('2025-06-15T10:00:00.000Z'), new Date('2025-06-15T10:00:00.001Z')];
    const asOf = async () => {
      const { notes, findings } = await soundNotes(desk, WEEK, then.toISOString());
      return [Object.keys(notes?.texts ?? {}), findings.map(({ code, where }) => `${code} ${where}`)];
    };
    for (const file of [FILE, ZH, picture]) await utimes(join(desk.root, file), then, then);
    expect(await asOf()).toEqual([['en', 'zh'], []]);
    for (const file of [FILE, picture]) {
      await utimes(join(desk.root, file), since, since);
      expect(await asOf()).toEqual([['zh'], [`W_NOTE_LATER ${FILE}`, `W_NOTE_TRANSLATION ${FILE}`]]);
      await utimes(join(desk.root, file), then, then);
    }
  });

  test('a file that nobody reads, words of one language, a picture without words are warned of', async () => {
    const desk = await deskWith({
      [FILE]: '## copper\n\n![](x.png)\n',
      'data/notes/x.png': pngOf(1, 1),
      [`data/notes/${WEEK}.md`]: 'lost',
      'data/notes/README.md': 'not of a week',
    });
    const { findings } = await soundNotes(desk, WEEK, undefined);
    expect(findings.map(({ code, where, message }) => `${code} ${where}: ${message}`)).toEqual([
      `W_NOTE_ALT ${FILE}:3:1: the picture "x.png" has no words. Expected ![what it shows](x.png), for those who do not see it.`,
      `W_NOTE_NAME data/notes/${WEEK}.md: is not read: no note has this name. Expected ${WEEK}.en.md or ${WEEK}.zh.md. Rename it, or move it away.`,
      `W_NOTE_TRANSLATION data/notes/${WEEK}.zh.md: no words of copper, which the other language has. The brief says so. Add them, or leave it at that.`,
    ]);
  });

  test('what is wrong in either language stops a build, and check tells all of it', async () => {
    const desk = await deskWith({
      [FILE]: '{{cu_lme_4m}}\n\n## Coppr\n',
      [`data/notes/${WEEK}.zh.md`]: '{{cu_lme_3m wwo}}',
      'data/inbox/a.csv': 'date,series,value\n2025-06-06,cu_lme_3m,9600\n2025-06-13,cu_lme_3m,9647.5\n',
    });
    const codes = [
      `E_NOTE_SLOT ${FILE}:1:1`,
      `E_NOTE_SECTION ${FILE}:3:4`,
      `E_NOTE_SLOT data/notes/${WEEK}.zh.md:1:1`,
    ];
    await expect(soundNotes(desk, WEEK, undefined)).rejects.toMatchObject({
      exit: 'data',
      problems: codes.map((code) => ({ code: code.split(' ')[0], where: code.split(' ')[1] })),
    });
    const checked = await checkDesk(desk, WEEK, stillEffects('2026-11-22T08:00:00.000Z'));
    expect(checked.verdict).toBe('hold');
    expect(
      checked.findings
        .filter(({ code }) => code.startsWith('E_NOTE'))
        .map(({ code, where }) => `${code} ${where}`)
        .sort(),
    ).toEqual([...codes].sort());
  });
});

describe('a picture is refused', () => {
  const told = async (
    name: string,
    files: Readonly<Record<string, string | Uint8Array>> = {},
  ): Promise<string[]> => {
    const desk = await deskWith({ [FILE]: `![a](<${name}>)\n`, 'canary.png': pngOf(9, 9), ...files });
    await symlink(join(desk.root, 'canary.png'), join(desk.root, 'data/notes/out.png'));
    await symlink(desk.root, join(desk.root, 'data/notes/up'));
    await mkdir(join(desk.root, 'data/notes/folder.png'));
    const { notes, findings } = await notesOf(desk, WEEK);
    expect(notes?.images).toBeUndefined();
    return findings
      .filter(({ code }) => code !== 'W_NOTE_TRANSLATION')
      .map(({ code, where, message }) => `${code} ${where}: ${message}`);
  };
  const NAME =
    'is not the name of a picture here. Expected a .png, .jpg, .webp or .gif in data/notes or a folder in it, such as pictures/stocks.png.';

  test.each([
    '../canary.png',
    'x/../../../canary.png',
    '/etc/passwd.png',
    'file:///canary.png',
    'https://example.cn/a.png',
    '//example.cn/a.png',
    'data:image/png;base64,AAAA.png',
    'C:\\\\a.png',
    '.history/a.png',
    'p/.hidden.png',
    '%2e%2e/canary.png',
    'a.svg',
    'a.png\u00a0',
  ])('named %j', async (name) => {
    const [first] = await told(name);
    expect(first).toContain(`E_NOTE_IMAGE ${FILE}:1:1: `);
    expect(first).toContain(NAME);
  });

  test.each([
    ['out.png', '"out.png" is a link that leads out of data/notes. Expected the picture itself there.'],
    [
      'up/canary.png',
      '"up/canary.png" is a link that leads out of data/notes. Expected the picture itself there.',
    ],
    ['folder.png', '"folder.png" is a folder, not a picture. Move it away.'],
    [
      'none.png',
      'no picture "none.png". Expected it as data/notes/none.png. Put it there, or mend the name.',
    ],
  ])('%s', async (name, message) => {
    expect(await told(name)).toEqual([`E_NOTE_IMAGE ${FILE}:1:1: ${message}`]);
  });

  test('whose bytes are none, or too many, or whose pixels are', async () => {
    const big = Buffer.concat([pngHeader(24_000, 16_000), Buffer.alloc(48 * 1024 * 1024)]);
    expect(await told('a.png', { 'data/notes/a.png': '<svg/>' })).toEqual([
      `E_NOTE_IMAGE ${FILE}:1:1: "a.png" is no PNG, JPEG, WebP or GIF. Save it again as one of these.`,
    ]);
    expect(await told('a.png', { 'data/notes/a.png': big })).toEqual([
      `E_NOTE_IMAGE ${FILE}:1:1: 48 MB / 24,000×16,000 px; limits 5 MB and 40 Mpx. Make the picture smaller.`,
    ]);
  });
});
