import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { programRoot } from '../../src/program.ts';
import { assay, startAssay } from '../support/assay.ts';
import { temporaryDesk } from '../support/desk.ts';
import { textOfPdf, unspaced } from '../support/pdf.ts';

const WEEK = '2025-W24';
const builtSchema = z.strictObject({
  edition: z.string(),
  dir: z.string(),
  files: z.array(z.string()),
  findings: z.array(
    z.object({ code: z.string(), severity: z.string(), where: z.string(), message: z.string() }).loose(),
  ),
  timings: z.record(z.string(), z.number()),
});
const checkedSchema = z.strictObject({
  verdict: z.enum(['pass', 'notes', 'hold']),
  checks: z.int().positive(),
  series: z.record(z.string(), z.enum(['pass', 'notes', 'hold'])),
  sections: z.record(z.string(), z.enum(['pass', 'notes', 'hold'])),
  findings: z.array(
    z.strictObject({
      code: z.string(),
      severity: z.enum(['error', 'warning', 'note']),
      series: z.string().optional(),
      date: z.string().optional(),
      cause: z.string().optional(),
      where: z.string(),
      message: z.string(),
    }),
  ),
});

describe('the sample week', () => {
  let root = '';
  let first: Awaited<ReturnType<typeof assay>>;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'assay-sample-'));
    await cp(join(programRoot(), 'data', 'inbox'), join(root, 'data', 'inbox'), { recursive: true });
    first = await assay(['build', WEEK, '--desk', root, '--json']);
    return () => rm(root, { recursive: true, force: true });
  });

  test('is built, and the JSON names the edition, its folder, files, findings and timings', () => {
    expect(first.code).toBe(0);
    const built = builtSchema.parse(JSON.parse(first.stdout));
    expect(built.edition).toBe(WEEK);
    expect(built.dir).toBe(join(root, 'reports', WEEK));
    for (const language of ['en', 'zh'])
      for (const file of ['brief.html', 'brief.pdf', 'brief.json'])
        expect(built.files).toContain(`${language}/${file}`);
  });

  test('stays under three megabytes', async () => {
    let bytes = 0;
    for (const path of await readdir(join(root, 'reports', WEEK), { recursive: true, withFileTypes: true }))
      if (path.isFile()) bytes += (await readFile(join(path.parentPath, path.name))).byteLength;
    expect(bytes).toBeGreaterThan(500_000);
    expect(bytes).toBeLessThanOrEqual(3_000_000);
  });

  test('prints the broker’s figures in both languages', async () => {
    const pages = async (language: string) =>
      textOfPdf(await readFile(join(root, 'reports', WEEK, language, 'brief.pdf')));
    const [en, zh] = await Promise.all([pages('en'), pages('zh')]);
    expect(en.length).toBeGreaterThanOrEqual(10);
    expect(zh.length).toBeGreaterThanOrEqual(10);
    for (const text of [unspaced(en), unspaced(zh)]) {
      expect(text).toContain('9,647.50');
      expect(text).toContain('−0.24%');
    }
    expect(unspaced(zh)).toContain('铜');
    expect(unspaced(zh)).toContain('碳酸锂');
  });

  test('draws at least 18 charts of at least 6 kinds, and marks what rests on illustrative history', async () => {
    const chart = z.object({ kind: z.string(), illustrative: z.boolean(), missing: z.string().optional() });
    const brief = JSON.parse(await readFile(join(root, 'reports', WEEK, 'en', 'brief.json'), 'utf8'));
    const charts = JSON.stringify(brief).match(/"charts":\[/g);
    expect(charts).not.toBeNull();
    const drawn = z
      .array(z.object({ blocks: z.array(z.object({ kind: z.string(), charts: z.array(chart).optional() })) }))
      .parse(brief.sections)
      .flatMap((section) => section.blocks.flatMap((block) => block.charts ?? []))
      .filter((one) => one.missing === undefined);
    expect(drawn.length).toBeGreaterThanOrEqual(18);
    expect(new Set(drawn.map((one) => one.kind)).size).toBeGreaterThanOrEqual(6);
    const html = await readFile(join(root, 'reports', WEEK, 'en', 'brief.html'), 'utf8');
    expect(drawn.some((one) => one.illustrative)).toBe(true);
    expect(html).toContain('illustrative');
    expect(html).toContain('†');
  });

  test('is never built twice: the second build says when it was published and changes nothing', async () => {
    const manifest = await readFile(join(root, 'reports', WEEK, 'edition.json'));
    const again = await assay(['build', WEEK, '--desk', root]);
    expect(again.code).toBe(73);
    expect(again.stdout).toBe('');
    expect(again.stderr).toMatch(/^E_EDITION_EXISTS .*2025-W24: already published on .*--draft/);
    expect(await readFile(join(root, 'reports', WEEK, 'edition.json'))).toEqual(manifest);
  });

  test('is listed, shown, verified and replayed', async () => {
    expect((await assay(['archive', 'list', '--desk', root])).stdout).toMatch(
      /^2025-W24\t20\d\d-.*\tnotes\n$/,
    );
    const shown = await assay(['archive', 'show', WEEK, '--desk', root]);
    expect(shown.stdout).toMatch(/^program \d+\.\d+\.\d+\+[0-9a-f]{12}, HeadlessChrome\//m);
    expect(shown.stdout).toMatch(/^file {2}[0-9a-f]{64} {2}en\/brief\.pdf \(\d+ bytes\)$/m);
    expect(await assay(['archive', 'verify', WEEK, '--desk', root])).toMatchObject({
      code: 0,
      stdout: `${WEEK}: intact\n`,
    });
    const replayed = await assay(['replay', WEEK, '--desk', root]);
    expect(replayed).toMatchObject({ code: 0, stderr: '' });
    expect(replayed.stdout).toMatch(/^2025-W24: identical, 17 files\n$/);
  });

  test('is drafted in one language, outside the archive', async () => {
    const draft = await assay(['build', WEEK, '--desk', root, '--draft', '--lang', 'zh']);
    expect(draft.code).toBe(0);
    expect(draft.stdout).toBe(
      ['html', 'pdf']
        .map((kind) => `${join(root, 'reports', '.drafts', WEEK, 'zh', `brief.${kind}`)}\n`)
        .join(''),
    );
    expect((await assay(['archive', 'list', '--desk', root])).stdout.trim().split('\n')).toHaveLength(1);
  });

  test('is checked without a word written', async () => {
    const before = (await readdir(root, { recursive: true })).sort();
    const checked = await assay(['check', WEEK, '--desk', root, '--json']);
    expect(checked.code).toBe(0);
    expect(checkedSchema.parse(JSON.parse(checked.stdout)).verdict).toBe('notes');
    expect((await readdir(root, { recursive: true })).sort()).toEqual(before);
  });

  test('can be looked up by series, with the place each value was read', async () => {
    const shown = await assay(['show', 'cu_lme_3m', '--desk', root]);
    expect(shown.stdout).toMatch(
      /^2025-06-13\t9647\.5\tUSD\/t\ttraded\t20\d\d-.*\tdata\/inbox\/2025-W24\.csv:\d+$/m,
    );
    expect(await assay(['show', 'cu_lme_3', '--desk', root])).toMatchObject({
      code: 64,
      stderr:
        'E_DATA_SERIES show: unknown series "cu_lme_3". Did you mean "cu_lme_3m"? The catalog is data/metals/*.yaml.\n',
    });
  });

  test('that is revised shows both vintages, and what was known before is still known', async () => {
    const file = join(root, 'data', 'inbox', 'zz-revised.csv');
    const known = new Date().toISOString();
    await writeFile(file, 'date,series,value,unit\n2025-06-13,cu_lme_3m,9650.00,USD/t\n');
    expect((await assay(['build', WEEK, '--desk', root, '--draft', '--lang', 'en'])).code).toBe(0);
    const revisions = await assay(['show', 'cu_lme_3m', '--revisions', '--desk', root]);
    expect(revisions.stdout).toMatch(/^2025-06-13\t9647\.5 → 9650\t.*\tcorrection$/m);
    const then = await assay(['show', 'cu_lme_3m', '--as-of', known, '--desk', root]);
    expect(then.stdout).toMatch(/^2025-06-13\t9647\.5\t/m);
    const asOf = ['build', WEEK, '--desk', root, '--draft', '--lang', 'en', '--as-of', known];
    expect((await assay(asOf)).code).toBe(0);
    const text = unspaced(
      await textOfPdf(await readFile(join(root, 'reports/.drafts', WEEK, 'en/brief.pdf'))),
    );
    expect(text).toContain('9,647.50');
    expect(text).not.toContain('9,650.00');
  });
});

describe('the command line', () => {
  test('answers a wrong word with one line, the way to help and exit code 64', async () => {
    const wrong = await assay(['biuld']);
    expect(wrong.code).toBe(64);
    expect(wrong.stderr).toMatch(
      /^E_USAGE unknown command 'biuld'\. Did you mean build\? "assay --help" lists the commands\.\n$/,
    );
    expect((await assay(['build', '--lang', 'de'])).stderr).toBe(
      'E_USAGE --lang: "de" is not a language of the brief. Expected en or zh, e.g. --lang en,zh.\n',
    );
    const bad = await temporaryDesk({ 'data/inbox/x.csv': '' });
    expect((await assay(['build', '2026-W54', '--desk', bad])).stderr).toMatch(
      /^E_WEEK "2026-W54" does not exist/,
    );
  });

  test('names every way to a desk when there is none', async () => {
    const root = await temporaryDesk({});
    const nowhere = await assay(['build', '--desk', join(root, 'nowhere')]);
    expect(nowhere.code).toBe(66);
    expect(nowhere.stderr).toMatch(
      /^E_DESK_MISSING .*nowhere: not a desk: no folder "data" in it\..*assay init DIR/,
    );
  });

  test('makes a desk that builds a brief from its example, and will not touch a folder that holds something', async () => {
    const root = join(await temporaryDesk({}), 'new');
    expect(await assay(['init', root])).toMatchObject({ code: 0 });
    await cp(join(root, 'data', 'example.csv'), join(root, 'data', 'inbox', 'week.csv'));
    expect(await assay(['build', WEEK, '--desk', root, '--lang', 'en'])).toMatchObject({ code: 0 });
    const again = await assay(['init', root]);
    expect(again.code).toBe(73);
    expect(again.stderr).toMatch(/^E_INIT_NOT_EMPTY .*Nothing was changed\./);
  });

  test('says what it rests on, and what is broken with its fix', async () => {
    const root = await temporaryDesk({
      'data/inbox/x.csv': 'date,series,value\n2025-06-13,cu_lme_3m,9647.5\n',
    });
    const well = await assay(['doctor', '--desk', root]);
    expect(well.code).toBe(0);
    for (const subject of ['node', 'browser', 'fonts', 'desk', 'store', 'reports', 'disk', 'clock', 'zone'])
      expect(well.stdout).toMatch(new RegExp(`^(ok|note) +${subject}: `, 'm'));
    const ill = await assay(['doctor', '--desk', root], { env: { ASSAY_CHROME: '/nowhere/chrome' } });
    expect(ill.code).toBe(69);
    expect(ill.stdout).toMatch(/^broken browser: E_BROWSER_PATH ASSAY_CHROME: .*\/nowhere\/chrome/m);
  });

  test('holds a desk without data with a document, and refuses an empty --desk', async () => {
    const empty = await assay(['check', '--json', '--desk', await temporaryDesk({})]);
    expect(empty.code).toBe(65);
    expect(checkedSchema.parse(JSON.parse(empty.stdout))).toMatchObject({ verdict: 'hold' });
    expect(await assay(['check', '--desk', ''])).toMatchObject({
      code: 64,
      stderr:
        'E_USAGE --desk: empty. Expected the folder of a desk; leave the option out for the current folder.\n',
    });
  });

  test('refuses templates that leave the brief out, and an inbox that is no folder', async () => {
    const inbox = { 'data/inbox/x.csv': 'date,series,value\n2025-06-13,cu_lme_3m,9647.5\n' };
    const blank = await temporaryDesk({ ...inbox, 'templates/brief.hbs': '' });
    const refused = await assay(['build', WEEK, '--desk', blank]);
    expect(refused.code).toBe(78);
    expect(refused.stderr).toMatch(/^E_TPL_INCOMPLETE templates: the page lacks .*dashboard/);
    expect(await readdir(join(blank, 'reports')).catch(() => [])).toEqual([]);
    const odd = await temporaryDesk({});
    await rm(join(odd, 'data', 'inbox'), { recursive: true });
    await writeFile(join(odd, 'data', 'inbox'), '');
    expect((await assay(['check', '--desk', odd])).stderr).toMatch(
      /^E_INBOX_READ data\/inbox: cannot be listed/,
    );
  });

  test('replays an edition whose Chinese came first, and names folders that only look like editions', async () => {
    const root = await temporaryDesk({
      'data/inbox/x.csv': 'date,series,value\n2025-06-06,cu_lme_3m,9670.5\n2025-06-13,cu_lme_3m,9647.5\n',
    });
    expect((await assay(['build', WEEK, '--lang', 'zh,en', '--desk', root])).code).toBe(0);
    expect(await assay(['replay', WEEK, '--desk', root])).toMatchObject({ code: 0, stderr: '' });
    await mkdir(join(root, 'reports', '2025-W99'));
    const verified = await assay(['archive', 'verify', '--desk', root]);
    expect(verified.code).toBe(65);
    expect(verified.stderr).toMatch(/^E_ARCHIVE_ADDED reports\/2025-W99: not the name of an edition/);
  });

  test('a word no font can show ends the build at once', async () => {
    const root = await temporaryDesk({
      'data/inbox/x.csv': 'date,series,value\n2025-06-13,cu_lme_3m,9647.5\n',
      'data/desk.yaml':
        'version: 1\nname: { en: A, zh: "\u{10a00}" }\ntitle: { en: A, zh: B }\nlanguages: [en, zh]\ntimeZone: Asia/Shanghai\nsections: [dashboard]\n',
    });
    const { child, ended } = startAssay(['build', WEEK, '--desk', root]);
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    expect(await ended).toMatchObject({ code: 65, stderr: expect.stringMatching(/^E_RENDER_GLYPH zh/) });
  });

  test('prints at most twenty problems and counts the rest', async () => {
    const rows = Array.from({ length: 30 }, (_, at) => `2025-06-13,cu_lme_3m,x${at}`).join('\n');
    const root = await temporaryDesk({ 'data/inbox/bad.csv': `date,series,value\n${rows}\n` });
    const refused = await assay(['build', WEEK, '--desk', root]);
    expect(refused.code).toBe(65);
    const lines = refused.stderr.trim().split('\n');
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('…and 10 more');
    expect(await readdir(join(root, 'reports')).catch(() => 'none')).toBe('none');
  });

  test('leaves in silence when the reader of its output has had enough', async () => {
    const rows = Array.from({ length: 5000 }, (_, at) =>
      new Date(Date.UTC(2010, 0, 1 + at)).toISOString().slice(0, 10),
    );
    const root = await temporaryDesk({
      'data/inbox/x.csv': `date,series,value\n${rows.map((date) => `${date},dxy,97.5`).join('\n')}\n`,
    });
    expect((await assay(['build', '2023-W20', '--draft', '--lang', 'en', '--desk', root])).code).toBe(0);
    const { child, ended } = startAssay(['show', 'dxy', '--desk', root]);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('never shows a stack trace, whatever the browser is', async () => {
    const root = await temporaryDesk({
      'data/inbox/x.csv': 'date,series,value\n2025-06-13,cu_lme_3m,9647.5\n',
    });
    const died = await assay(['build', WEEK, '--desk', root], { env: { ASSAY_CHROME: '/bin/false' } });
    expect([69, 75, 78]).toContain(died.code);
    expect(died.stderr).toMatch(/^E_BROWSER_/);
    expect(died.stderr).not.toMatch(/^\s+at /m);
    expect(await readdir(join(root, 'reports')).catch(() => [])).toEqual([]);
  });
});
