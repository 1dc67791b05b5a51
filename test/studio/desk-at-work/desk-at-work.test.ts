import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeXlsx } from 'hucre/xlsx';
import type { Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { describe, expect, onTestFinished, test } from 'vitest';
import { programRoot } from '../../../src/program.ts';
import { startAssay } from '../../support/assay.ts';
import { faultsOf, isTooWide, openPage, SCHEMES, WIDTHS } from '../../support/chromium.ts';
import { temporaryDesk } from '../../support/desk.ts';
import { loopback } from '../../support/mail-desk.ts';
import { startSink } from '../../support/smtp.ts';

const WEEK = '2025-W24';
const PASSWORD = 'seven quiet ingots';
/** Lithium hydroxide's last price with its decimal point one place off: not impossible, and not so. */
const SLIP = '66.0';
/** A folder to keep pictures of every page in, to be looked at. */
const PICTURES = process.env.ASSAY_PICTURES ?? '';

const TONGUES = [
  { language: 'en', locale: 'en-GB', word: 'copper', headline: 'Copper waits', words: 'Copper held' },
  { language: 'zh', locale: 'zh-CN', word: '铜', headline: '铜价观望', words: '铜价持稳' },
] as const;

describe.each(TONGUES)('a week by browser, in $language', ({ language, locale, word, headline, words }) => {
  test('from an empty desk to a brief in three mailboxes', async () => {
    const sink = await startSink();
    onTestFinished(() => sink.close());
    const root = await emptyDesk(sink.port, language);
    const { address, code } = await serve(root);
    const person = async (name: string): Promise<Page> => {
      const { page, complaints } = await openPage({ locale, baseURL: address });
      onTestFinished(() => expect(complaints, `what ${name}'s browser complained of`).toEqual([]));
      await page.goto('/');
      return page;
    };
    const { look, faults } = looker(language);

    // The first admin makes two accounts and the list.
    const admin = await person('chen');
    expect(new URL(admin.url()).pathname).toBe('/setup');
    await look(admin, 'setup');
    await fill(admin, '/setup', { code: await code(), name: 'chen', password: PASSWORD, again: PASSWORD });
    for (const [name, role] of [
      ['wang', 'analyst'],
      ['li', 'editor'],
    ] as const) {
      await admin.goto('/people');
      await fill(admin, '/people', { name, role, password: PASSWORD });
    }
    for (const name of ['ann', 'bo', 'cui']) {
      await admin.goto('/mail/subscribers/new');
      await fill(admin, '/mail/subscribers/new', { address: `${name}@reader.example`, language });
    }

    // An analyst drops the week's book; one price in it is ten times too high.
    const analyst = await person('wang');
    await fill(analyst, '/sign-in', { name: 'wang', password: PASSWORD });
    await look(analyst, 'week-empty');
    await analyst.goto('/data');
    await analyst.setInputFiles('input[name=files]', [await history(), await book()]);
    await send(analyst, '/data/upload');
    await look(analyst, 'data-plan');
    await send(analyst, /\/data\/import\/[^/]+$/);
    await look(analyst, 'data');
    await analyst.goto(`/week/${WEEK}`);
    await look(analyst, 'week-held');

    // Held: the value is left out, and somebody says why.
    const answer = analyst
      .locator(`form[action="/week/${WEEK}/exclude"]`)
      .filter({ has: analyst.locator('[value=li_hydrox]') });
    await expect.poll(() => answer.count()).toBe(1);
    await answer.locator('[name=reason]').fill('a decimal point one place off');
    await Promise.all([analyst.waitForEvent('load'), answer.locator('button.quiet').click()]);
    expect(await analyst.locator('main .state-bad').count()).toBe(0);
    await look(analyst, 'week-answered');

    // Notes: a slot that nobody has, then the right ones.
    await analyst.goto(`/week/${WEEK}/notes/${language}`);
    const note = (slot: string): string =>
      `---\nheadline: ${headline}\nauthor: Wang\n---\n\n## copper\n\n${words}: {{cu_shfe}}, {{${slot}}}.\n`;
    await analyst.fill('textarea[name=text]', note('cu_shfe wov'));
    await send(analyst, `/week/${WEEK}/notes/${language}`);
    await expect.poll(() => analyst.locator('main').innerText()).toContain('"wov"');
    await look(analyst, 'notes-wrong');
    await analyst.fill('textarea[name=text]', note('cu_shfe wow'));
    await send(analyst, `/week/${WEEK}/notes/${language}`);
    const draft = analyst.frameLocator('iframe[name=draft]');
    await expect.poll(() => draft.locator('body').innerText()).toContain(words);
    await look(analyst, 'notes');

    // A draft is built; the browser sees it end.
    await analyst.goto(`/week/${WEEK}/release`);
    await send(analyst, `/week/${WEEK}/build`);
    await expect.poll(() => analyst.locator(`a[href*="/week/${WEEK}/files/"]`).count()).toBeGreaterThan(0);
    await look(analyst, 'build-done');
    // Who wrote cannot approve, nor is it theirs to.
    await analyst.goto(`/week/${WEEK}/release`);
    expect(await analyst.locator(`form[action="/week/${WEEK}/approve"]`).count()).toBe(0);

    // A second person approves, publishes and sends.
    const editor = await person('li');
    await fill(editor, '/sign-in', { name: 'li', password: PASSWORD });
    await editor.goto(`/week/${WEEK}/release`);
    expect(await editor.locator(`form[action="/week/${WEEK}/publish"]`).count()).toBe(0);
    await look(editor, 'release');
    await send(editor, `/week/${WEEK}/approve`);
    await send(editor, `/week/${WEEK}/publish`);
    await expect.poll(() => readdir(join(root, 'reports'))).toContain(WEEK);
    await editor.goto(`/week/${WEEK}/send?list=weekly`);
    await look(editor, 'send');
    await editor.fill('input[name=expect]', '3');
    await send(editor, `/week/${WEEK}/send`);
    await expect.poll(() => sink.messages.length).toBe(3);
    await editor.goto('/mail');
    await look(editor, 'mail');

    expect(sink.messages.map(({ to }) => to).sort()).toEqual([
      'ann@reader.example',
      'bo@reader.example',
      'cui@reader.example',
    ]);
    const letter = await PostalMime.parse(sink.messages[0]?.raw ?? '');
    expect(letter.attachments.some(({ mimeType }) => mimeType === 'application/pdf')).toBe(true);
    const brief = await readFile(join(root, 'reports', WEEK, language, 'brief.html'), 'utf8');
    const printed = [words, '{{'].map((text) => brief.includes(text));
    expect(printed, 'the note is printed, and no slot is left open').toEqual([true, false]);
    // Dysprosium costs 1,660,000.
    expect(/(?<![\d,])660,000|(?<![\d.])66\.00(?!\d)/.test(brief.replace(/<svg.*?<\/svg>/gs, ''))).toBe(
      false,
    );

    // The archive has it, by year and by a word of it.
    await editor.goto('/archive');
    await expect.poll(() => editor.locator(`a[href="/archive/${WEEK}"]`).count()).toBeGreaterThan(0);
    await look(editor, 'archive');
    await editor.goto(`/archive/search?q=${encodeURIComponent(word)}`);
    await expect
      .poll(async () => {
        await editor.reload();
        return editor.locator(`main a[href*="${WEEK}"]`).count();
      })
      .toBeGreaterThan(0);
    await look(editor, 'search');
    for (const [path, name] of [
      [`/archive/${WEEK}`, 'edition'],
      [`/week/${WEEK}`, 'week'],
      [`/week/${WEEK}/compare`, 'compare'],
      ['/data/series', 'series-list'],
      ['/data/series/cu_shfe', 'series'],
      ['/data/overrides', 'overrides'],
      ['/schedule', 'schedule'],
      ['/mail/subscribers', 'subscribers'],
      ['/profile', 'profile'],
    ] as const) {
      await editor.goto(path);
      await look(editor, name);
    }

    // Who did what is on record.
    for (const [path, name] of [
      ['/people', 'people'],
      ['/audit', 'audit'],
    ] as const) {
      await admin.goto(path);
      await look(admin, name);
    }
    const trail = await admin.locator('main').innerText();
    for (const action of ['override.exclude', 'note.save', 'week.approve', 'edition.publish', 'edition.send'])
      expect(trail).toContain(action);
    expect(faults).toEqual([]);
  }, 400_000);
});

/** A desk that has nothing yet but its settings. */
async function emptyDesk(port: number, language: string): Promise<string> {
  const desk = {
    name: { en: 'Test desk', zh: '测试研究部' },
    title: { en: 'Metals Weekly', zh: '金属周报' },
    languages: [language],
    timeZone: 'Asia/Shanghai',
    sections: ['dashboard', 'bulk', 'energy', 'data-notes'],
    release: 'two-person',
    schedule: { cron: '0 18 * * 0' },
    mail: { from: 'weekly@desk.example', stateFolder: 'state', smtp: loopback(port) },
  };
  return temporaryDesk({ 'data/desk.yaml': JSON.stringify(desk) });
}

/** The compiled program, serving the desk on a free port; stopped, and its end looked at, when the test ends. */
async function serve(root: string) {
  const { child, ended } = startAssay(['serve', '--desk', root, '--port', '0', '--no-schedule'], {
    env: { DATABASE_URL: '', TZ: 'UTC' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text) => {
      said += String(text);
    });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
  });
  const find = async (pattern: RegExp): Promise<string> => {
    await expect.poll(() => pattern.test(said), { message: said }).toBe(true);
    return pattern.exec(said)?.[1] ?? '';
  };
  return {
    address: await find(/Listening on (http:\/\/[\d.:]+)/),
    code: () => find(/\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b/),
  };
}

/** Fills the form that goes to `action` and sends it. */
async function fill(page: Page, action: string, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`form[action="${action}"] [name="${name}"]`);
    if ((await field.evaluate((one) => one.nodeName)) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }
  await send(page, action);
}

/** Presses the button of the form that goes to `action`, and waits for the page that answers. */
async function send(page: Page, action: string | RegExp): Promise<void> {
  const forms = page.locator('form[method=post]');
  const actions = await forms.evaluateAll((all) => all.map((form) => form.getAttribute('action') ?? ''));
  const at = actions.findIndex((one) => (typeof action === 'string' ? one === action : action.test(one)));
  expect(at, `a form to ${action} among ${actions.join(' ')} of ${page.url()}`).toBeGreaterThanOrEqual(0);
  await Promise.all([
    page.waitForEvent('load'),
    forms.nth(at).locator('button:not([formaction])').first().click(),
  ]);
}

/**
 * Looks at pages as telephones and desks show them; what is wrong with them adds up. In the light and in the dark at
 * either width where pictures are asked for, else each once. Controls are the same in every language.
 */
function looker(language: string) {
  const faults: string[] = [];
  const isFirst = language === TONGUES[0].language;
  const all = WIDTHS.flatMap((width) => SCHEMES.map((colorScheme) => ({ width, colorScheme })));
  const views = all.filter(({ width, colorScheme }) => (width === WIDTHS[0]) === (colorScheme === 'dark'));
  const look = async (page: Page, name: string): Promise<void> => {
    for (const { width, colorScheme } of PICTURES === '' ? views : all) {
      const seen = `${name} at ${width}, ${colorScheme}`;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      if (await isTooWide(page)) faults.push(`${seen}: wider than the screen`);
      if (isFirst) faults.push(...(await faultsOf(page)).map((fault) => `${seen}: ${fault}`));
      if (PICTURES === '') continue;
      await mkdir(PICTURES, { recursive: true });
      const path = join(PICTURES, `${language}-${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path, fullPage: true });
    }
  };
  return { look, faults };
}

interface Dropped {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Years of illustrative history, against which a value is seen to be odd. */
async function history(): Promise<Dropped> {
  const name = 'history-illustrative.csv';
  return { name, mimeType: 'text/csv', buffer: await readFile(join(programRoot(), 'data', 'inbox', name)) };
}

/** The sample week as a workbook in the long form, with one slip. */
async function book(): Promise<Dropped> {
  const text = await readFile(join(programRoot(), 'data', 'inbox', `${WEEK}.csv`), 'utf8');
  const rows = text
    .trimEnd()
    .replace('li_hydrox,6.60', `li_hydrox,${SLIP}`)
    .split('\n')
    .map((line) => line.split(','));
  expect(rows.flat()).toContain(SLIP);
  const buffer = Buffer.from(await writeXlsx({ sheets: [{ name: 'Week', rows }] }));
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return { name: 'week 24.xlsx', mimeType, buffer };
}
