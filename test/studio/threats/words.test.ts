import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HOSTILE } from '../../sources/xlsx/hostile-books.ts';
import { sampleDesk } from '../../support/sample-desk.ts';
import { openStudio, PASSWORD, type TestStudio } from '../../support/studio.ts';

const CANARY = 'canary-that-nobody-may-read';
const SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
const LIVE = /<script>alert|<img src=x|onerror=alert\(1\)>|<b>bold/;

/** Writes what was typed into the trail, as every part does with names and targets. */
async function noted(studio: TestStudio, text: string): Promise<void> {
  await studio.office.audit.append({
    at: studio.clock.moment,
    actor: { name: text, role: 'reader', from: text },
    action: 'test.note',
    target: text,
    outcome: 'noted',
    detail: text,
  });
}

describe('words of strangers', () => {
  test('HTML in names, targets, addresses and browsers is text on every page', async () => {
    const studio = await openStudio();
    const admin = await studio.clientFor('admin');
    await noted(studio, SCRIPT);
    await studio
      .stranger()
      .post(
        '/sign-in',
        { name: 'admin', password: PASSWORD },
        { 'user-agent': SCRIPT, 'x-forwarded-for': SCRIPT },
      );
    const typed = encodeURIComponent(SCRIPT);
    for (const url of [
      '/audit',
      '/profile',
      `/audit?actor=${typed}&target=${typed}`,
      `/people?x=${typed}`,
      `/${typed}`,
    ]) {
      const { body } = await admin.get(url);
      expect([url, LIVE.test(body)]).toEqual([url, false]);
    }
    expect((await admin.get('/audit')).body).toContain('&quot;&gt;&lt;script&gt;');
    for (const fields of [
      { name: SCRIPT, password: SCRIPT },
      { name: SCRIPT, password: 'x', to: SCRIPT, kept: SCRIPT, action: SCRIPT },
    ])
      expect(LIVE.test((await studio.stranger().post('/sign-in', fields)).body)).toBe(false);
    expect(
      LIVE.test((await admin.post('/people', { name: SCRIPT, role: SCRIPT, password: SCRIPT })).body),
    ).toBe(false);
    expect(LIVE.test((await studio.stranger().get(`/sign-in?to=/${typed}&lang=${typed}`)).body)).toBe(false);
  });

  test('what looks like a template is text', async () => {
    const studio = await openStudio();
    const admin = await studio.clientFor('admin');
    await noted(studio, '{{account.name}} {{{csrf}}} {{> studio/frame}} {{#each this}}');
    const { body } = await admin.get('/audit');
    expect(body).toContain('{{account.name}} {{{csrf}}} {{&gt; studio/frame}} {{#each this}}');
  });

  test('the trail as CSV runs no formula and keeps its rows', async () => {
    const studio = await openStudio();
    const admin = await studio.clientFor('admin');
    for (const text of [
      '=HYPERLINK("http://evil")',
      '+1',
      '-1',
      '@SUM(1)',
      '\t=1',
      '\r=1',
      '\n=1',
      '＝1',
      '＋1',
      '－1',
      '＠SUM(1)',
      ' =1',
      '\u200b=1',
      'a",b\n=2',
    ])
      await noted(studio, text);
    const csv = (await admin.get('/audit/export?action=test.note')).body;
    const rows = csv
      .replace(/^\ufeff/, '')
      .split('\r\n')
      .slice(1);
    expect(rows.length).toBeGreaterThanOrEqual(15);
    // Cells of a spreadsheet: none begins as a formula does.
    const cells = [...csv.matchAll(/(?:^\ufeff?|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
      ([, quotedCell, plain]) => quotedCell ?? plain ?? '',
    );
    expect(cells.filter((cell) => /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.includes('HYPERLINK')).length).toBeGreaterThan(0);
  });

  test('no header and no line of the log is written by who asks', async () => {
    const studio = await openStudio();
    const reader = await studio.clientFor('reader');
    const breaks = 'x\r\nSet-Cookie: assay=evil\r\n\r\n<b>bold';
    for (const answer of [
      await reader.post('/profile/language', { language: 'en', to: `/profile${breaks}` }),
      await reader.post('/profile/language', { language: 'en', to: '/profile\u2028\u0000' }),
      await studio.stranger().get(`/profile?${encodeURIComponent(breaks)}`),
      await studio.stranger().get('/profile%0d%0aSet-Cookie:%20assay=evil'),
      await studio.stranger().post('/sign-in', { name: 'admin', password: PASSWORD, to: `/${breaks}` }),
    ]) {
      expect(String(answer.headers['set-cookie'] ?? '')).not.toContain('evil');
      expect(String(answer.headers.location ?? '')).toMatch(/^[\x21-\x7e]*$/);
    }
    await studio.stranger().get('/%1b[31mred%0aforged', {
      'user-agent': 'a\u001b[31m',
      'x-forwarded-for': '1.2.3.4, forged line',
    });
    expect(studio.lines.length).toBeGreaterThan(5);
    for (const line of studio.lines) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(line).not.toMatch(/[\u0000-\u001f\u007f]/);
      expect(line).toMatch(/^\d{4}-\d\d-\d\dT\S+ [\w.:%?]+ (?:GET|POST) \S+ \d{3} \d+ ms$/);
    }
  });
});

describe('notes and files', () => {
  /** A desk with secrets beside it, and a server on this machine that counts who comes. */
  async function desk() {
    const root = await sampleDesk({
      'data/mail.key': CANARY,
      'data/notes/2025-W24.en.md': 'A note.\n',
    });
    await writeFile(join(root, 'secret.txt'), CANARY);
    const hits: string[] = [];
    const inside = createServer((request, response) => {
      hits.push(request.url ?? '');
      response.end(CANARY);
    });
    onTestFinished(() => {
      inside.close();
    });
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
    const address = inside.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return { studio: await openStudio({ root, moment: '2025-06-15T12:00:00.000Z' }), hits, port };
  }

  test('a note reads no file, asks no server and runs nothing', { timeout: 60_000 }, async () => {
    const { studio, hits, port } = await desk();
    const analyst = await studio.clientFor('analyst');
    const text = [
      '# Copper',
      '',
      `![a](http://127.0.0.1:${port}/image.png) ![b](//127.0.0.1:${port}/image.png)`,
      `![c](../mail.key) ![d](../../secret.txt) ![e](file:///etc/passwd) ![f](/etc/passwd) ![g](..%2f..%2fsecret.txt)`,
      '[h](javascript:alert(1)) [i](data:text/html,<script>alert(1)</script>) [j](vbscript:x)',
      `<script>alert(1)</script><img src=x onerror=alert(1)><iframe src="http://127.0.0.1:${port}/frame"></iframe>`,
      `<style>@import url(http://127.0.0.1:${port}/style)</style><link rel=stylesheet href="http://127.0.0.1:${port}/link">`,
      '{{> studio/frame}} {{{csrf}}} {{#each this}} {{constructor.constructor}} {{__proto__}}',
      '',
    ].join('\n');
    const saved = await analyst.post('/week/2025-W24/notes/en', { text, base: '' });
    const pages = [
      saved,
      await analyst.get('/week/2025-W24/notes/en'),
      await analyst.post('/week/2025-W24/draft/en', { text }),
      await analyst.get('/week/2025-W24/draft/en'),
    ];
    for (const { body, statusCode } of pages) {
      expect(statusCode).not.toBe(500);
      expect(body).not.toContain(CANARY);
      expect(body).not.toMatch(/root:x:0|(?:href|src)="(?:javascript|vbscript|data:text)/);
      expect(LIVE.test(body)).toBe(false);
      expect(body).not.toMatch(new RegExp(`<(?:img|iframe|link|script|style)[^>]*127\\.0\\.0\\.1:${port}`));
    }
    expect(hits).toEqual([]);
  });

  test('names of files, weeks, languages and editions lead nowhere else', async () => {
    const { studio } = await desk();
    const admin = await studio.clientFor('admin');
    const ways = [
      '..%2f..%2fdata%2fmail.key',
      '%2e%2e%2fmail.key',
      '..%5c..%5csecret.txt',
      '%2fetc%2fpasswd',
      'file:%2f%2f%2fetc%2fpasswd',
      '__proto__',
      'constructor',
      '2025-W24%00',
      '....%2f%2f....%2f%2fsecret.txt',
    ];
    const gets = studio.routes.filter(
      ({ method, url }) => method === 'GET' && /[:*]/.test(url) && !url.includes('draft'),
    );
    expect(gets.length).toBeGreaterThan(12);
    for (const { url } of gets) {
      for (const way of ways) {
        studio.clock.ticks += 600_000;
        const path = url.replace(/:[a-zA-Z]+|\*/g, way);
        const answer = await admin.get(path);
        expect([path, answer.body.includes(CANARY), answer.body.includes('root:x:0')]).toEqual([
          path,
          false,
          false,
        ]);
        expect([path, answer.statusCode]).toEqual([
          path,
          expect.toSatisfy((code: number) => code >= 300 && code < 500),
        ]);
      }
    }
  });

  test('an uploaded name is only a name, a cell only text, and a bomb is not opened', async () => {
    const { studio } = await desk();
    const analyst = await studio.clientFor('analyst');
    const drop = async (name: string, content: string | Uint8Array) => {
      studio.clock.ticks += 600_000;
      const sent = await analyst.upload('/data/upload', [{ field: 'files', name, content }]);
      return sent.statusCode === 303 ? analyst.get(String(sent.headers.location)) : sent;
    };
    const named = await drop(
      `..\\..\\/../../${SCRIPT.replaceAll('"', "'")}.csv`,
      'date,series,value\n2025-06-13,cu_lme_3m,9700\n',
    );
    expect(LIVE.test(named.body)).toBe(false);
    const cell = `"${SCRIPT.replaceAll('"', '""')}"`;
    for (const rows of [`date,series,value\n2025-06-13,${cell},=1+1\n`, `date,${cell},x\n2025-06-13,1,2\n`]) {
      const cells = await drop('cells.csv', rows);
      // It is shown, or the test would prove nothing.
      expect(cells.body).toContain('&lt;script&gt;alert');
      expect(LIVE.test(cells.body)).toBe(false);
    }
    const [bomb] = HOSTILE;
    const refused = await drop('bomb.xlsx', (await bomb?.bytes()) ?? '');
    expect(refused.body).toContain('E_XLSX_INFLATE');
    const inside = (await import('node:fs')).readdirSync(join(studio.root, '..'));
    expect(inside.filter((name) => /script|cells/.test(name))).toEqual([]);
  });
});
