import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
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
      'a number typed into a template',
      'sections/cover.hbs',
      '<p class="h2">\n{{cover.title}} 2025\n</p>',
      'E_TPL_DIGIT templates/sections/cover.hbs:2: the number 2025 is typed into the template. Numbers come from figures of the brief.',
    ],
  ])('%s', async (_, path, text, message) => {
    expect(await problemsOf({ [path]: text })).toContain(message);
  });
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
