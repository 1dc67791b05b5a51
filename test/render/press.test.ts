import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AssayError } from '../../src/errors.ts';
import { browserPath } from '../../src/program.ts';
import { openPress, type Press } from '../../src/render/index.ts';
import { stillEffects } from '../support/effects.ts';
import { readPdf } from './pdf-reader.ts';

function testPress(): Press {
  const press = openPress({ executable: browserPath(), effects: stillEffects() });
  onTestFinished(() => press.close());
  return press;
}

async function problemOf(work: Promise<unknown>): Promise<AssayError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AssayError)) throw new Error(`expected an AssayError, got ${String(error)}`);
  return error;
}

describe('a page that asks for something outside itself fails with the address', () => {
  it.each([
    ['an image', '<img src="http://127.0.0.1:PORT/x.png">', 'http://127.0.0.1:PORT/x.png'],
    [
      'a style sheet',
      '<link rel="stylesheet" href="http://127.0.0.1:PORT/x.css">',
      'http://127.0.0.1:PORT/x.css',
    ],
    ['a frame', '<iframe src="http://127.0.0.1:PORT/x.html"></iframe>', 'http://127.0.0.1:PORT/x.html'],
    ['a local file', '<img src="file:///etc/passwd">', 'file:///etc/passwd'],
    [
      'a font',
      '<style>@font-face{font-family:x;src:url(https://fonts.example/x.woff)}p{font-family:x}</style><p>x',
      'https://fonts.example/x.woff',
    ],
    [
      'a drawing',
      '<svg><image href="https://example.org/x.png" width="9" height="9"/></svg>',
      'https://example.org/x.png',
    ],
    [
      'a page to go to',
      '<meta http-equiv="refresh" content="0;url=https://example.org/">',
      'https://example.org/',
    ],
  ])('%s', async (_, html, address) => {
    let hits = 0;
    const server = createServer((_request, response) => {
      hits += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const bound = server.address();
    const port = String(typeof bound === 'object' ? bound?.port : '');
    const policy =
      '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">';
    const error = await problemOf(testPress().print(policy + html.replaceAll('PORT', port)));
    expect(error.exit).toBe('data');
    expect(error.message).toContain('E_RENDER_REQUEST');
    expect(error.message).toContain(address.replaceAll('PORT', port));
    expect(hits).toBe(0);
  });
});

it('does not run a script of the page', async () => {
  const pdf = await testPress().print('<p id="x">as written</p><script>x.textContent = "by script"</script>');
  expect((await readPdf(pdf)).pages).toEqual([expect.stringContaining('as written')]);
});

it('prints a data: image and two pages at once', async () => {
  const press = testPress();
  const dot = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
  const prints = await Promise.all([press.print(`<p>one<img src="${dot}">`), press.print('<p>two')]);
  const texts = await Promise.all(prints.map(async (pdf) => (await readPdf(pdf)).pages.join('')));
  expect(texts.map((text) => text.trim())).toEqual(['one', 'two']);
});

it('one document after another on the same pages sees nothing of those before', async () => {
  const press = testPress();
  const look = `[matchMedia('print').matches, matchMedia('(prefers-color-scheme: dark)').matches, devicePixelRatio,
    innerWidth, document.body.textContent].join()`;
  const screen = { width: 300, height: 200, scale: 2 };
  const seen = async (html: string, options: Parameters<Press['open']>[1]): Promise<unknown> => {
    const sheet = await press.open(html, options);
    try {
      return await sheet.ask(look);
    } finally {
      await sheet.close();
    }
  };
  for (let round = 0; round < 3; round += 1) {
    expect(await seen('paper', {})).toBe('true,false,1,673,paper');
    expect(await seen('night', { screen: { ...screen, dark: true } })).toBe('false,true,2,300,night');
    expect(await seen('letter', { paper: 'Letter' })).toBe('true,false,1,695,letter');
    expect(await seen('day', { screen })).toBe('false,false,2,300,day');
    expect((await problemOf(press.print('<img src="http://127.0.0.1:9/x.png">'))).message).toContain('x.png');
  }
});

it('a document that finds no page free waits for one', async () => {
  const press = testPress();
  const [first, second] = await Promise.all([press.open('first'), press.open('second')]);
  let arrived = false;
  const waiting = press.open('third').then((sheet) => {
    arrived = true;
    return sheet;
  });
  expect(await second.ask('document.body.textContent')).toBe('second');
  expect(arrived).toBe(false);
  await first.close();
  const third = await waiting;
  expect(await third.ask('document.body.textContent')).toBe('third');
  await Promise.all([second.close(), third.close()]);
});

it('says its version', async () => {
  expect(await testPress().version()).toMatch(/\d+\.\d+\.\d+/);
});

it('leaves neither process nor folder when closed, and may be closed twice', async () => {
  const press = testPress();
  await press.print('<p>one');
  expect(await browsersOf(process.pid)).not.toEqual([]);
  await press.close();
  await press.close();
  expect(await browsersOf(process.pid)).toEqual([]);
  expect(await profilesOf(process.pid)).toEqual([]);
});

it('leaves nothing when closed before it was used', async () => {
  const press = testPress();
  await press.close();
  expect(await browsersOf(process.pid)).toEqual([]);
  expect(await profilesOf(process.pid)).toEqual([]);
});

it('says so when the browser dies under a print, and prints again with a new one', async () => {
  const press = testPress();
  const sheet = await press.open('<p>one');
  const [browser] = await browsersOf(process.pid);
  if (browser === undefined) throw new Error('no browser');
  process.kill(browser, 'SIGKILL');
  const error = await problemOf(sheet.print());
  expect(error.exit).toBe('temporary');
  expect(error.message).toMatch(/^E_BROWSER_DIED/);
  await sheet.close();
  expect((await press.print('<p>two')).length).toBeGreaterThan(500);
});

it('gives up at the deadline and leaves nothing running', async () => {
  const press = testPress();
  await press.version();
  const rows = '<div style="columns:3"><p>x</p></div>'.repeat(40_000);
  const error = await problemOf(press.print(rows, { deadline: 50 }));
  expect(error.exit).toBe('temporary');
  expect(error.message).toContain('E_RENDER_TIMEOUT');
  expect(error.message).toContain('0.05 s');
  await press.close();
  expect(await browsersOf(process.pid)).toEqual([]);
});

it('leaves at once when a stop is asked for', async () => {
  const stop = new AbortController();
  const press = openPress({
    executable: browserPath(),
    effects: { ...stillEffects(), stop: stop.signal },
  });
  onTestFinished(() => press.close());
  const sheet = await press.open('<p>one');
  stop.abort();
  await expect(sheet.print()).rejects.toBe(stop.signal.reason);
  await sheet.close();
});

describe('a browser that does not start is named with the remedy', () => {
  it.each([
    ['/nonexistent/chromium', 'no such file'],
    ['/etc/passwd', 'not allowed to run it'],
    ['/bin/false', 'without a word'],
    ['/bin/cat', 'headless'],
  ])('%s', async (executable, reason) => {
    const press = openPress({ executable, effects: stillEffects() });
    const error = await problemOf(press.print('<p>one'));
    expect(error.exit).toBe('unavailable');
    expect(error.message).toMatch(new RegExp(`^E_BROWSER_START ${executable}: the browser did not start`));
    expect(error.message).toContain(reason);
    expect(error.message).toContain('assay doctor');
    await press.close();
    expect(await profilesOf(process.pid)).toEqual([]);
  });
});

describe('a browser that starts but never answers', () => {
  /** A program that takes every argument and says nothing, for ever. */
  async function muteBrowser(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'assay-mute-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'chromium');
    await writeFile(path, '#!/bin/sh\nwhile :; do sleep 1; done\n', { mode: 0o755 });
    return path;
  }
  const nothingLeft = async (): Promise<void> => {
    expect(await browsersOf(process.pid)).toEqual([]);
    expect(await profilesOf(process.pid)).toEqual([]);
  };

  it('is stopped at its limit, which the message names with what to do', async () => {
    const executable = await muteBrowser();
    const press = openPress({ executable, effects: stillEffects(), startLimit: 200 });
    const error = await problemOf(press.print('<p>one'));
    expect(error.exit).toBe('temporary');
    expect(error.message).toBe(
      `E_BROWSER_TIMEOUT ${executable}: the browser started but did not answer within 0.2 s; it was stopped. Run the command again when the machine is less busy; if it stays so, run "assay doctor", or set ASSAY_CHROME to a Chromium that runs here.`,
    );
    await press.close();
    await nothingLeft();
  });

  it('does not keep the press from closing', async () => {
    const press = openPress({ executable: await muteBrowser(), effects: stillEffects() });
    const asked = press.version().catch((reason: unknown) => reason);
    await expect.poll(() => browsersOf(process.pid)).not.toEqual([]);
    await press.close();
    expect(await asked).toEqual(new Error('the press is closed'));
    await nothingLeft();
  });

  it('is killed when a stop is asked for, and whoever waits for it is told at once', async () => {
    const stop = new AbortController();
    const press = openPress({
      executable: await muteBrowser(),
      effects: { ...stillEffects(), stop: stop.signal },
    });
    const asked = press.print('<p>one').catch((reason: unknown) => reason);
    await expect.poll(() => browsersOf(process.pid)).not.toEqual([]);
    stop.abort();
    expect(await asked).toBe(stop.signal.reason);
    await nothingLeft();
    await press.close();
  });
});

it('names the folder for temporary files when no profile can be made in it', async () => {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = '/nonexistent';
  const press = openPress({ executable: browserPath(), effects: stillEffects() });
  try {
    const error = await problemOf(press.print('<p>one'));
    expect(error.exit).toBe('unavailable');
    expect(error.message).toBe(
      'E_BROWSER_START /nonexistent: no folder can be made there for the browser (ENOENT). Expected a place for temporary files. Free some room, or set TMPDIR to a folder that can be written to.',
    );
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});

const run = promisify(execFile);

/** Process ids of browsers this process started, by their profile's name. Linux only. */
async function browsersOf(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,stat=,args=']);
  return stdout
    .split('\n')
    .filter((line) => line.includes(`assay-press-${pid}-`) && !/^\s*\d+ Z/.test(line))
    .map((line) => Number(line.trim().split(/\s+/)[0]));
}

async function profilesOf(pid: number): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith(`assay-press-${pid}-`));
}
