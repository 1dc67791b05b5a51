import { beforeAll, describe, expect, it } from 'vitest';
import { AssayError } from '../../src/errors.ts';
import { LANGUAGES } from '../../src/model/language.ts';
import { openTheme, picturesOf, renderLetter, themeFromFiles } from '../../src/render/index.ts';
import { LETTER_FIELDS } from '../../src/render/letter-fields.ts';
import { checkLetter, letterProblems } from '../../src/render/letter-lint.ts';
import { letterView } from '../../src/render/letter-view.ts';
import { sampleSnapshot } from '../brief/sample-desk.ts';
import { letterFilesOf, type MadeLetter } from '../support/letter.ts';

let letter: MadeLetter;
let builtIn: ReadonlyMap<string, string>;
beforeAll(async () => {
  letter = await letterFilesOf(await sampleSnapshot(), 'en');
  builtIn = (await openTheme(['templates'])).files;
});

const PICTURES = ['email-1.png', 'email-2.png'];

/** What is told of the built-in letter with one thing changed. */
function problemsWith(old: string, changed: string): string[] {
  expect(letter.html).toContain(old);
  return letterProblems(letter.html.replaceAll(old, changed), PICTURES);
}

describe('the built-in letter', () => {
  it.each(LANGUAGES)('keeps the rules of mail in %s, and Gmail’s size by far', async (language) => {
    const { html } = await letterFilesOf(await sampleSnapshot(), language);
    expect(letterProblems(html, PICTURES)).toEqual([]);
    expect(Buffer.byteLength(html)).toBeLessThan(40_000);
    expect(html).toContain(`<html lang="${language === 'en' ? 'en' : 'zh-Hans'}">`);
  });

  it('has every style on its element: without the head it looks the same by daylight', () => {
    const body = letter.html.replace(/<head>.*<\/head>/s, '');
    const styled = body.match(/<(?:td|th|p|h1|h2)\b(?![^>]*style=)[^>]*>/g) ?? [];
    // Cells that only hold another table.
    expect(styled.filter((tag) => tag !== '<td>')).toEqual([]);
    expect(body.match(/ style="/g)?.length).toBeGreaterThan(80);
    expect(body).toContain('bgcolor="#ffffff"');
  });

  it('keeps in its head only what cannot be put onto an element', () => {
    const style = letter.html.split('<style>').at(-1)?.split('</style>')[0] ?? '';
    expect(style).toContain('@media (prefers-color-scheme: dark)');
    expect(style).toContain('[data-ogsc]');
    expect(style).toContain('@media (max-width: 480px)');
    const everywhere = style.replace(/@media[^{]*\{(?:[^{}]*\{[^}]*\})*\s*\}/g, '');
    expect(everywhere).toContain(':root');
    expect(everywhere).not.toMatch(/^\.[a-z]/m);
    expect(letter.html.match(/<style/g)).toHaveLength(2);
  });

  it('leaves each pair of brackets around a piece where the template has it', () => {
    const whens = letter.html.match(/<!--when [^>]*-->/g) ?? [];
    expect(whens.length).toBeGreaterThan(15);
    expect(letter.html.match(/<!--end-->/g)).toHaveLength(whens.length);
    expect(letter.html).toMatch(/<!--when metal\.copper--><tr>.*?<\/tr><!--end-->/s);
  });

  it('says the same of fields as its view has', () => {
    const found = new Set<string>();
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) for (const one of value) visit(one);
      else if (typeof value === 'object' && value !== null)
        for (const [key, inner] of Object.entries(value)) {
          found.add(key);
          if (key !== 'words') visit(inner);
        }
    };
    const comment = { label: [], lines: [] };
    visit(letterView({ ...letter.draft, correction: 'x', comment }, picturesOf(letter.drawings)));
    expect([...found].sort()).toEqual([...LETTER_FIELDS].sort());
  });
});

describe('a letter that breaks a rule of mail is told of it', () => {
  it.each([
    ['a link to nowhere safe', '@@online@@', 'javascript:x()', /leads to "javascript:x\(\)"/],
    ['a link into the file', '@@online@@', '#top', /leads to "#top"/],
    ['no way out', '@@unsubscribe@@', 'https://a.b', /slot @@unsubscribe@@ is missing/],
    ['no proof', '@@manifest@@', '', /slot @@manifest@@ is missing/],
    ['a slot nobody fills', '@@online@@', '@@onlin@@', /no slot @@onlin@@/],
    ['a picture from outside', 'email-1.png', 'https://a.b/c.png', /An image shows "https:\/\/a\.b\/c\.png"/],
    ['a picture in the letter itself', 'email-1.png', 'data:image/png;base64,AAAA', /An image shows "data:/],
    ['a picture left out', 'src="email-2.png"', 'src="email-1.png"', /email-2\.png is not shown/],
    ['a picture without a width', 'width="464"', '', /has no width of at most 640/],
    ['a table too wide', 'width="100%"', 'width="900"', /A table is 900 wide/],
    ['an unknown condition', 'when online', 'when on-line', /no condition "on-line"/],
    [
      'a piece in a piece',
      '<!--when pdf-->',
      '<!--when pdf--><!--when online-->',
      /stands within <!--when pdf-->/,
    ],
    ['an end without a beginning', '<!--when pdf-->', '', /no <!--when/],
    ['an unknown language', '<html lang="en">', '<html>', /does not say its language/],
    ['a drawing', '</h1>', '</h1><svg></svg>', /"<svg" is not for mail/],
    ['a web font', '<style>', '<style>@font-face{}', /"@font-face" is not for mail/],
    ['a style’s picture', 'style="', 'style="background:url(x);', /"url\(" is not for mail/],
    ['boxes that bend', 'style="', 'style="display:flex;', /"display:flex" is not for mail/],
  ])('%s', (_, old, changed, told) => {
    expect(problemsWith(old, changed).some((message) => told.test(message))).toBe(true);
  });

  it('a picture without words, and a piece that does not end', () => {
    const silent = letter.html.replace(/ alt="[^"]*"/, '');
    expect(letterProblems(silent, PICTURES)).toEqual([expect.stringContaining('has no alt text')]);
    const open = letter.html.slice(0, letter.html.lastIndexOf('<!--end-->'));
    expect(letterProblems(`${open}@@manifest@@`, PICTURES)).toContainEqual(
      expect.stringContaining('is not closed'),
    );
  });

  it('one that Gmail would cut', () => {
    const long = letter.html.replace('</body>', `${'<p>word</p>'.repeat(9_000)}</body>`);
    expect(() => checkLetter(long, PICTURES, 'en/email.html')).toThrow(
      /E_RENDER_LETTER en\/email\.html: 1\d{5} bytes/,
    );
  });
});

describe('a desk’s own template of the letter', () => {
  async function refused(files: Readonly<Record<string, string>>): Promise<string[]> {
    const attempt = async (): Promise<unknown> => {
      const theme = themeFromFiles(new Map([...builtIn, ...Object.entries(files)]));
      if (theme.letter === undefined) throw new Error('no letter');
      return renderLetter(letter.draft, picturesOf(letter.drawings), theme.letter);
    };
    const error = await attempt().catch((reason: unknown) => reason);
    if (!(error instanceof AssayError)) throw new Error('the template was accepted');
    expect(error.exit).toBe('config');
    return error.message.split('\n');
  }

  it('is refused with file, line and remedy before anything is made', async () => {
    expect(await refused({ 'email.hbs': '<p>{{subject}}</p>\n<svg></svg>' })).toContain(
      'E_TPL_LETTER templates/email.hbs:2: "<svg" is not for mail. Mail programs take it out. Use tables, paragraphs and images.',
    );
    expect(await refused({ 'email.css': 'p{}\ntd { display: flex }' })).toContain(
      'E_TPL_LETTER templates/email.css:2: "display: flex" is not for mail. Outlook does not know it. Use tables.',
    );
    expect(await refused({ 'email.hbs': '<p>{{runningHead}}</p>' })).toContainEqual(
      expect.stringContaining('E_TPL_FIELD templates/email.hbs:1: no field "runningHead".'),
    );
    expect(await refused({ 'email.hbs': '<p>Call 12345</p>' })).toContain(
      'E_TPL_DIGIT templates/email.hbs:1: the number 12345 is typed into the template. Numbers come from figures of the brief.',
    );
  });

  it('is refused when the letter it makes lets nobody leave', async () => {
    const own = (builtIn.get('email.hbs') ?? '').replace('@@unsubscribe@@', 'https://example.org');
    expect(await refused({ 'email.hbs': own })).toEqual([
      'E_TPL_LETTER templates/email.hbs: The slot @@unsubscribe@@ is missing. Compare it with the built-in one.',
    ]);
  });

  it('shows what a desk is called as text, whatever it is called', async () => {
    const evil = '<img src=x onerror=alert(1)>{{words}}<%x%>@@online@@';
    const draft = { ...letter.draft, head: { ...letter.draft.head, title: evil, sender: evil } };
    const theme = themeFromFiles(new Map(builtIn));
    if (theme.letter === undefined) throw new Error('no letter');
    const { html } = await renderLetter(draft, picturesOf(letter.drawings), theme.letter);
    expect(html).not.toContain('<img src=x');
    expect(html).toContain('&lt;img src&#x3D;x');
  });

  it('that has none makes no letter: editions from before there were letters', async () => {
    const before = new Map(
      [...builtIn].filter(([path]) => !path.startsWith('email') && !path.includes('/email')),
    );
    expect(before.size).toBeLessThan(builtIn.size);
    expect(themeFromFiles(before).letter).toBeUndefined();
    expect(themeFromFiles(builtIn).letter).toBeDefined();
  });

  it('gives its style sheets to the letter alone', async () => {
    const theme = themeFromFiles(new Map([...builtIn, ['email.css', '.page { color: #123456 }']]));
    expect(theme.css).not.toContain('#123456');
    expect(theme.letter?.css).toContain('#123456');
  });
});
