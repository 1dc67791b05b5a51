import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { studioScript } from '../../../src/app/studio-script.ts';
import { faultsOf, isTooWide, openPage, SCHEMES, WIDTHS } from '../../support/chromium.ts';
import { openStudio, PASSWORD } from '../../support/studio.ts';

/** Where pictures of the pages are put to be looked at; nowhere where the variable is not set. */
const PICTURES = process.env.ASSAY_PICTURES;

describe('in a real browser', () => {
  test('from no account to signing out, with forms that a browser sends', async () => {
    const studio = await openStudio({ roles: [], script: await studioScript() });
    const site = await studio.listen();
    const { page, complaints } = await openPage();
    await page.goto(`${site}/profile`);
    expect(new URL(page.url()).pathname).toBe('/setup');
    expect(await faultsOf(page)).toEqual([]);
    await page.fill('#code', studio.codes[0] ?? '');
    await page.fill('#name', 'wang');
    await page.fill('#password', PASSWORD);
    await page.fill('#again', PASSWORD);
    await page.click('main button');
    await page.goto(`${site}/profile`);
    expect(await page.textContent('.who')).toContain('wang');
    await page.click('text=中文');
    expect(await page.getAttribute('html', 'lang')).toBe('zh-Hans');
    await page.click('.who >> text=退出');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await page.fill('#name', 'Wang ');
    await page.fill('#password', 'wrong password');
    await page.press('#password', 'Enter');
    expect(await page.textContent('[role=alert]')).toContain('wrong');
    await page.fill('#password', PASSWORD);
    await page.press('#password', 'Enter');
    expect(
      (await page.context().cookies()).map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]),
    ).toEqual([['assay', true, 'Lax']]);
    expect(complaints).toEqual([]);
  });

  test('on a telephone and a desk, in the light and in the dark, every page can be read by all', async () => {
    const studio = await openStudio({ script: await studioScript() });
    const site = await studio.listen();
    const admin = await studio.clientFor('admin');
    await admin.post('/people', { name: 'lisi', role: 'editor', password: 'three slow anvils' });
    const { page, complaints } = await openPage({ hasTouch: true });
    const see = async (path: string): Promise<void> => {
      await page.goto(`${site}${path}`);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          const where = `${path} ${width} ${colorScheme}`;
          expect([where, await faultsOf(page), await isTooWide(page)]).toEqual([where, [], false]);
          if (PICTURES === undefined) continue;
          await mkdir(PICTURES, { recursive: true });
          const name = `access${path.replace(/\W+/g, '-')}-${width}-${colorScheme}.png`;
          await page.screenshot({ path: join(PICTURES, name), fullPage: true });
        }
      }
    };
    await see('/sign-in?to=/profile');
    await page.fill('#name', 'admin');
    await page.fill('#password', PASSWORD);
    await page.press('#password', 'Enter');
    for (const path of ['/people', '/audit', '/profile', '/nothing-here']) await see(path);
    expect(complaints).toEqual([]);
  });
});
