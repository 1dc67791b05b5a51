import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AssayError } from '../../src/errors.ts';
import { openTheme, renderHtml, themeFromFiles } from '../../src/render/index.ts';
import { sampleBrief } from '../support/brief.ts';

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-templates-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

async function problemsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const error = await openTheme(['templates', await folderWith(files)]).catch((reason: unknown) => reason);
  if (!(error instanceof AssayError)) throw new Error('the theme was accepted');
  expect(error.exit).toBe('config');
  return error.message.split('\n');
}

describe('a bad template is refused with file, line and remedy', () => {
  it.each([
    [
      'a block that is not closed',
      'partials/note.hbs',
      '<p>\n{{#each line}}\n{{text}}\n</p>\n',
      'E_TPL_SYNTAX templates/partials/note.hbs:5: {{#each}} opened on line 2 is not closed.',
    ],
    [
      'a block closed by another',
      'partials/note.hbs',
      '<p>\n{{#each line}}\n{{/if}}\n</p>\n',
      'E_TPL_SYNTAX templates/partials/note.hbs:2: {{#each}} is closed by {{/if}}. Expected {{/each}}.',
    ],
    [
      'broken braces',
      'partials/note.hbs',
      '<p>\n{{ title }\n</p>\n',
      'E_TPL_SYNTAX templates/partials/note.hbs:2: not a Handlebars template near "{{ title }" (unexpected INVALID). Check the braces.',
    ],
    [
      'raw output',
      'partials/note.hbs',
      '<p>\n\n{{{title}}}</p>',
      'E_TPL_RAW templates/partials/note.hbs:3: {{{title}}} is not allowed; use {{title}}, or {{svg …}} for a drawing of ours.',
    ],
    [
      'raw output in its other spelling',
      'partials/note.hbs',
      '<p>{{&title}}</p>',
      'E_TPL_RAW templates/partials/note.hbs:1: {{{title}}} is not allowed; use {{title}}, or {{svg …}} for a drawing of ours.',
    ],
    [
      'a misspelled field',
      'partials/note.hbs',
      '<p>{{titles}}</p>',
      'E_TPL_FIELD templates/partials/note.hbs:1: no field "titles". Did you mean "title"?',
    ],
    [
      'a misspelled field where Handlebars would be silent',
      'partials/note.hbs',
      '<p>\n{{#if dager}}x{{/if}}{{#each linez}}{{/each}}</p>',
      'E_TPL_FIELD templates/partials/note.hbs:2: no field "dager". Did you mean "dagger"?',
    ],
    [
      'an unknown partial',
      'partials/note.hbs',
      '{{> partials/runz line=line}}',
      'E_TPL_FIELD templates/partials/note.hbs:1: no partial "partials/runz". Did you mean "partials/runs"?',
    ],
    [
      'an unknown helper',
      'partials/note.hbs',
      '{{upper title}}',
      'E_TPL_FIELD templates/partials/note.hbs:1: unknown helper "upper". Known here: svg, css.',
    ],
    [
      'an unknown block',
      'partials/note.hbs',
      '{{#repeat line}}x{{/repeat}}',
      'E_TPL_FIELD templates/partials/note.hbs:1: unknown block {{#repeat}}. Known here: if, unless, each, with.',
    ],
    [
      'a partial chosen by a field',
      'partials/note.hbs',
      '{{> (title)}}',
      'E_TPL_FIELD templates/partials/note.hbs:1: only {{> (lookup . "template")}} may choose a partial.',
    ],
    [
      'an inline partial',
      'partials/note.hbs',
      '{{#*inline "x"}}y{{/inline}}',
      'E_TPL_SYNTAX templates/partials/note.hbs:1: decorators, inline partials and partial blocks are not used; write a file in partials/.',
    ],
    [
      'a text in place of a field',
      'partials/note.hbs',
      '<p>{{"title"}}{{5}}</p>',
      'E_TPL_FIELD templates/partials/note.hbs:1: "title" is typed into the template. Expected the name of a field.',
    ],
    [
      'data that is not of a loop',
      'partials/note.hbs',
      '{{@root.title}}',
      'E_TPL_FIELD templates/partials/note.hbs:1: no field "@root.title".',
    ],
    [
      'a drawing of nothing',
      'partials/note.hbs',
      '{{svg}}',
      'E_TPL_FIELD templates/partials/note.hbs:1: {{svg}} draws one field. Expected e.g. {{svg picture}}.',
    ],
    [
      'a script',
      'partials/note.hbs',
      '<p>\n<SCRIPT>x()</SCRIPT>',
      'E_TPL_ACTIVE templates/partials/note.hbs:2: "<SCRIPT" is not allowed: a brief is read without script and loads nothing. Write plain HTML.',
    ],
    [
      'something that waits for a click',
      'partials/note.hbs',
      '<p onclick="x()">',
      'E_TPL_ACTIVE templates/partials/note.hbs:1: "<p onclick=" is not allowed: a brief is read without script and loads nothing. Write plain HTML.',
    ],
    [
      'a style sheet that ends its element',
      'house.css',
      'p{}\n</STYLE><p>',
      'E_TPL_RAW templates/house.css:2: a style sheet may not hold "</style". Expected CSS alone; HTML goes into a template.',
    ],
    [
      'a number typed into a template',
      'sections/cover.hbs',
      '<p class="h2">\n{{cover.title}} 2025\n</p>',
      'E_TPL_DIGIT templates/sections/cover.hbs:2: the number 2025 is typed into the template. Numbers come from figures of the brief.',
    ],
  ])('%s', async (_, path, text, message) => {
    expect(await problemsOf({ [path]: text })).toContain(message);
  });
});

describe('what is no template is refused at once, in place of hanging or breaking', () => {
  const CASES: readonly [what: string, make: (folder: string) => unknown, line: string][] = [
    [
      'a pipe nobody writes to',
      (folder) => execFileSync('mkfifo', [join(folder, 'brief.hbs')]),
      'E_TPL_FILE templates/brief.hbs: is a pipe, not a file. Expected a text file. Move it away to use the built-in one.',
    ],
    [
      'a folder named as a template',
      (folder) => mkdir(join(folder, 'partials/note.hbs'), { recursive: true }),
      'E_TPL_FILE templates/partials/note.hbs: is a folder, not a file. Expected a text file. Move it away to use the built-in one.',
    ],
    [
      'a link to itself',
      (folder) => symlink('brief.hbs', join(folder, 'brief.hbs')),
      'E_TPL_READ templates/brief.hbs: cannot be read (a link that leads back to itself). Expected a readable file. Mend it, or move it away to use the built-in one.',
    ],
    [
      'a link to nowhere',
      (folder) => symlink('gone.css', join(folder, 'house.css')),
      'E_TPL_READ templates/house.css: cannot be read (a link that leads nowhere). Expected a readable file. Mend it, or move it away to use the built-in one.',
    ],
    [
      'a file where a folder is needed',
      (folder) => writeFile(join(folder, 'sections'), ''),
      'E_TPL_FOLDER templates/sections: cannot be read (not a folder). Expected a folder of .hbs and .css files. Mend it, or move it away to use the built-in ones.',
    ],
    [
      'two gigabytes',
      async (folder) => {
        const handle = await open(join(folder, 'print.css'), 'w');
        await handle.truncate(2 * 1024 ** 3);
        await handle.close();
      },
      'E_TPL_SIZE templates/print.css: 2 GB; the limit is 4 MB. Expected a template of some kilobytes. Is it another file by mistake?',
    ],
    [
      'text that is not UTF-8',
      (folder) => writeFile(join(folder, 'brief.hbs'), Buffer.from([0x3c, 0x70, 0x3e, 0xb6, 0xd6])),
      'E_TPL_ENCODING templates/brief.hbs: not valid UTF-8. Expected a text file in UTF-8. Save it again as UTF-8.',
    ],
    [
      'a name in capitals, which would be passed over in silence',
      async (folder) => {
        await mkdir(join(folder, 'sections'));
        await writeFile(join(folder, 'sections/Cover.hbs'), '<p>');
      },
      'E_TPL_NAME templates/sections/Cover.hbs: not the name of a template. Expected lower case letters, digits and -, then .hbs. Rename it.',
    ],
  ];

  it.each(CASES)('%s', async (_, make, line) => {
    const folder = await folderWith({});
    await make(folder);
    const error = await openTheme(['templates', folder]).catch((reason: unknown) => reason);
    if (!(error instanceof AssayError)) throw new Error('the theme was accepted');
    expect([error.exit, error.message]).toEqual(['config', line]);
  });

  it('a file named templates', async () => {
    const folder = await folderWith({ templates: '' });
    await expect(openTheme(['templates', join(folder, 'templates')])).rejects.toThrow(
      'E_TPL_FOLDER templates: cannot be read (not a folder).',
    );
  });
});

describe('templates that include each other without end are refused with the way', () => {
  it('a template in itself', async () => {
    expect(await problemsOf({ 'partials/note.hbs': '<p>\n{{> partials/note}}</p>' })).toEqual([
      'E_TPL_CYCLE templates/partials/note.hbs:2: {{> partials/note}} includes the template itself. Expected no template within itself; remove one of the includes.',
    ]);
  });

  it('a circle of three, told once', async () => {
    const problems = await problemsOf({
      'partials/a.hbs': '{{> partials/b}}',
      'partials/b.hbs': '\n{{#if title}}{{> partials/c}}{{/if}}',
      'partials/c.hbs': '<i>{{> partials/b}}{{> partials/a}}</i>',
    });
    expect(problems).toEqual([
      'E_TPL_CYCLE templates/partials/c.hbs:1: {{> partials/b}} closes a circle ({{> partials/c}} at templates/partials/b.hbs:2). Expected no template within itself; remove one of the includes.',
      'E_TPL_CYCLE templates/partials/c.hbs:1: {{> partials/a}} closes a circle ({{> partials/b}} at templates/partials/a.hbs:1, {{> partials/c}} at templates/partials/b.hbs:2). Expected no template within itself; remove one of the includes.',
    ]);
  });

  it('a circle through a template chosen by the brief', async () => {
    const folder = await folderWith({ 'sections/cover.hbs': '{{> brief}}' });
    await expect(openTheme(['templates', folder])).rejects.toThrow('E_TPL_CYCLE');
    const chosen = await folderWith({ 'partials/note.hbs': '{{> (lookup . "template")}}' });
    const theme = await openTheme(['templates', chosen]);
    const { brief, svgs } = sampleBrief('en');
    await expect(renderHtml(brief, svgs, theme)).rejects.toThrow(
      'E_TPL_CYCLE templates: they include each other without end',
    );
  });
});

it('half a million brackets or comments that never close take no time', async () => {
  const folder = await folderWith({
    'partials/note.hbs': '<'.repeat(500_000),
    'partials/box.hbs': '<!-- '.repeat(100_000),
    'house.css': '/* '.repeat(300_000),
  });
  const theme = await openTheme(['templates', folder]);
  expect(theme.names).toContain('partials/box');
});

it('blocks nested by the thousand are told, not run into', async () => {
  const nested = '{{#if title}}\n'.repeat(5_000) + '{{/if}}'.repeat(5_000);
  const otherwise = `{{#if title}}${'{{else if title}}'.repeat(200)}{{/if}}`;
  const line = (place: string) =>
    `E_TPL_SYNTAX templates/partials/note.hbs:${place}: blocks nested too deeply to be read. Expected a few levels; use partials.`;
  expect(await problemsOf({ 'partials/note.hbs': nested })).toEqual([line('65')]);
  expect(await problemsOf({ 'partials/note.hbs': otherwise })).toEqual([line('1')]);
});

it('names every problem of all templates at once', async () => {
  const problems = await problemsOf({
    'partials/note.hbs': '{{{title}}}\n{{titel}}',
    'partials/box.hbs': '{{#if title}}',
  });
  expect(problems.map((line) => line.split(' ')[0])).toEqual(['E_TPL_SYNTAX', 'E_TPL_RAW', 'E_TPL_FIELD']);
});

it('says which file is missing when there are no templates', async () => {
  await expect(openTheme([await folderWith({})])).rejects.toThrow(
    'E_TPL_MISSING templates/brief.hbs: no such file.',
  );
});

it('names file and line of a field that is known but not given there', async () => {
  const theme = await openTheme([
    'templates',
    await folderWith({ 'partials/note.hbs': '<p>\n{{caption}}</p>' }),
  ]);
  const { brief, svgs } = sampleBrief('en');
  await expect(renderHtml(brief, svgs, theme)).rejects.toThrow(
    'E_TPL_FIELD templates/partials/note.hbs:2:3: "caption" is not among the fields given there.',
  );
});

it('takes a desk’s files one by one in place of the built-in ones', async () => {
  const own = await folderWith({
    'partials/note.hbs': '<p class="house">{{> partials/runs line=line}}</p>',
    'sections/method.hbs': '<section id="{{id}}"><h2>{{title}}</h2></section>',
    'house.css': '.house{color:var(--ink-muted)}',
    'studio/page.hbs': '{{#unclosed',
    'README.md': '{{{not a template}}}',
  });
  const [theme, built] = await Promise.all([openTheme(['templates', own]), openTheme(['templates'])]);
  const { brief, svgs } = sampleBrief('en');
  const html = await renderHtml(brief, svgs, theme);
  expect(html).toContain('<p class="house">Antimony quotations');
  expect(html).toContain('<section id="method"><h2>Method</h2></section>');
  expect(html.indexOf('.house{')).toBeGreaterThan(html.indexOf('@media print'));
  expect([...theme.files.keys()].filter((path) => !built.files.has(path))).toEqual([
    'house.css',
    'sections/method.hbs',
  ]);
  expect(theme.hash).not.toBe(built.hash);
});

it('is the same theme when made again from the files an edition kept', async () => {
  const theme = await openTheme(['templates']);
  const again = themeFromFiles(new Map(JSON.parse(JSON.stringify([...theme.files].reverse()))));
  expect(again.hash).toBe(theme.hash);
  const { brief, svgs } = sampleBrief('zh');
  expect(await renderHtml(brief, svgs, again)).toBe(await renderHtml(brief, svgs, theme));
});
