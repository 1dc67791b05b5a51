import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLetters } from '../../../src/delivery/message/letters.ts';
import { AssayError } from '../../../src/errors.ts';
import { archived, EDITION, KEY, mailOf, noise, recipient, type Shape } from './edition.ts';

function refusalOf(work: () => unknown): AssayError {
  try {
    work();
  } catch (error) {
    if (error instanceof AssayError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

async function openRefusal(shape: Shape, tamper?: (folder: string) => Promise<void>): Promise<AssayError> {
  await using edition = await archived(shape);
  await tamper?.(join(edition.reports, EDITION));
  const error: unknown = await openLetters({ ...edition, mail: mailOf(), key: KEY }).catch(
    (thrown: unknown) => thrown,
  );
  if (error instanceof AssayError) return error;
  throw new Error(`no AssayError: ${String(error)}`);
}

describe('an edition that is not what was published is never mailed', () => {
  test.each([
    [
      'a byte more in the letter',
      (folder: string) => appendFile(join(folder, 'en/email.html'), '!'),
      'E_ARCHIVE_CHANGED reports/2025-W24/en/email.html',
    ],
    [
      'a brief of the same length',
      (folder: string) => writeFile(join(folder, 'zh/brief.pdf'), noise(20_001).subarray(1)),
      'E_ARCHIVE_CHANGED reports/2025-W24/zh/brief.pdf',
    ],
    [
      'a picture gone',
      (folder: string) => rm(join(folder, 'en/email-2.png')),
      'E_ARCHIVE_MISSING reports/2025-W24/en/email-2.png',
    ],
    [
      'a file more',
      (folder: string) => writeFile(join(folder, 'notes.txt'), 'x'),
      'E_ARCHIVE_ADDED reports/2025-W24/notes.txt',
    ],
    [
      'its manifest edited',
      (folder: string) => appendFile(join(folder, 'edition.json'), ' '),
      'E_ARCHIVE_MANIFEST reports/2025-W24/edition.json',
    ],
  ])('%s', async (_, tamper, finding) => {
    const { exit, message } = await openRefusal({}, tamper);
    expect(exit).toBe('data');
    expect(message).toMatch(/^E_SEND_EDITION reports\/2025-W24: 1 fault found/);
    expect(message).toContain(`\n${finding}`);
  });

  test('another edition put in its place after it was looked at', async () => {
    await using other = await archived({ pdf: noise(10) });
    await using edition = await archived();
    const opened = openLetters({
      reports: edition.reports,
      manifest: other.manifest,
      mail: mailOf(),
      key: KEY,
    });
    await expect(opened).rejects.toThrow(
      /^E_SEND_EDITION reports\/2025-W24: changed while it was being read/,
    );
  });
});

describe('an edition whose letter cannot be sent is refused with the place and the fault', () => {
  test.each<[string, Shape, string]>([
    ['of a program that made none', { bare: true }, 'en/email.json: the edition has no such file'],
    [
      'without its subject',
      { letter: { subject: '' } },
      'en/email.json: "subject" is not as a letter has it',
    ],
    [
      'of another edition',
      { letter: { edition: '2025-W23' } },
      'en/email.json: it belongs to 2025-W23 in en',
    ],
    [
      'with a picture that is not there',
      { letter: { pictures: [{ file: 'email-9.png', alt: '', width: 1, height: 1 }] } },
      'en/email-9.png: the edition has no such file',
    ],
    [
      'with a condition nobody fulfils',
      { html: '<!--when lucky--><p>x</p><!--end-->' },
      'en/email.html: nothing fulfils the condition "lucky"',
    ],
    [
      'with such a condition in its text',
      { letter: { text: [{ text: 'x', when: 'PDF' }] } },
      'en/email.json: nothing fulfils the condition "PDF"',
    ],
    [
      'with a piece that does not end',
      { html: '<!--when pdf--><p>x</p>' },
      'en/email.html: <!--when pdf--> is not ended',
    ],
    ['with an end of nothing', { html: '<p>x</p><!--end-->' }, 'en/email.html: <!--end--> ends nothing'],
    [
      'with one piece inside another',
      { html: '<!--when pdf--><!--when online-->x<!--end--><!--end-->' },
      'en/email.html: <!--when online--> stands inside <!--when pdf-->',
    ],
  ])('%s', async (_, shape, words) => {
    const { exit, message } = await openRefusal(shape);
    expect(exit).toBe('data');
    expect(message).toContain(`E_SEND_LETTER reports/2025-W24/${words}`);
    expect(message).toContain('nothing was sent');
  });
});

describe('before anything is sent', () => {
  test('a letter larger than the desk allows is refused, with its heaviest part; smaller formats go', async () => {
    await using edition = await archived({ pdf: noise(2_000_000) });
    const letters = await openLetters({ ...edition, mail: mailOf({ maxBytes: 1_000_000 }), key: KEY });
    expect(letters.sizes['en pdf']).toBeGreaterThan(2_700_000);
    for (const refused of [() => letters.require(['html', 'pdf']), () => letters.compose(recipient())]) {
      const { exit, message } = refusalOf(refused);
      expect(exit).toBe('config');
      expect(message).toMatch(
        /^E_SEND_SIZE reports\/2025-W24\/en\/brief\.pdf: with it \(2\.6 MB of it\) a letter of the format "pdf" has 2\.6 MB; the limit is 977 KB \(mail\.maxBytes\)\. Nothing was sent\./,
      );
    }
    letters.require(['html', 'link']);
    expect(letters.compose(recipient({ format: 'link' })).bytes).toBeLessThan(50_000);
  });

  test('a letter with a link is refused where there is no site for it to lead to', async () => {
    await using edition = await archived();
    const letters = await openLetters({ ...edition, mail: mailOf({ site: undefined }), key: KEY });
    expect(Object.keys(letters.sizes)).toEqual(['en pdf', 'en html', 'zh pdf', 'zh html']);
    letters.require(['pdf', 'html']);
    for (const refused of [
      () => letters.require(['pdf', 'link']),
      () => letters.compose(recipient({ format: 'link' })),
    ]) {
      expect(refusalOf(refused).message).toMatch(
        /^E_SEND_SITE mail\.site: not set, .* Set it to where "assay serve"/,
      );
    }
  });

  test.each([
    'a@b.example\r\nBcc: c@d.example',
    'a@b.example, c@d.example',
    '"a b"@c.example',
    'a',
    '',
    `${'a'.repeat(310)}@b.example`,
  ])('an address that is none is refused: %j', async (address) => {
    await using edition = await archived();
    const letters = await openLetters({ ...edition, mail: mailOf(), key: KEY });
    const { exit, message } = refusalOf(() => letters.compose(recipient({ address })));
    expect(exit).toBe('data');
    expect(message).toMatch(/^E_SEND_ADDRESS [0-9a-f]{16}: .* is no e-mail address/);
    expect(message).not.toMatch(/[\r\n]/);
  });
});
