import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { studioScript } from '../../../src/app/studio-script.ts';
import { openPage } from '../../support/chromium.ts';
import { SAMPLE_WEEK, thinDesk } from '../../support/sample-desk.ts';
import { openStudio, PASSWORD } from '../../support/studio.ts';

test('a draft that follows the typing stays where it was scrolled to, and runs nothing', async () => {
  const studio = await openStudio({ root: await thinDesk(), script: await studioScript() });
  const site = await studio.listen();
  const { page, complaints } = await openPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${site}/sign-in?to=/week/${SAMPLE_WEEK}/notes/en`);
  await page.fill('#name', 'analyst');
  await page.fill('#password', PASSWORD);
  await page.click('main button');
  const write = async (words: string): Promise<void> => {
    await page.fill('#text', `${'A paragraph that takes its room.\n\n'.repeat(40)}${words}\n`);
    const draft = page.frameLocator('iframe[name=draft]');
    await expect.poll(() => draft.locator('body').innerText(), { timeout: 20_000 }).toContain(words);
  };
  await write('Once.');
  await page.evaluate('document.querySelector("iframe.draft").contentWindow.scrollTo(0, 500)');
  await write('Twice.');
  await expect.poll(() => scrolled(page)).toBe(500);
  // Saved: another page, with a frame of its own.
  await Promise.all([page.waitForEvent('load'), page.click('#note button:not([formaction])')]);
  await expect.poll(() => scrolled(page)).toBe(500);
  expect(await page.getAttribute('iframe.draft', 'sandbox')).toBe('allow-same-origin');
  const served = await page.request.get(`${site}/week/${SAMPLE_WEEK}/draft/en`);
  expect(served.headers()['content-security-policy']).toMatch(
    /^default-src 'none'; .*; sandbox allow-same-origin$/,
  );
  expect(complaints).toEqual([]);
});

function scrolled(page: Page): Promise<unknown> {
  return page.evaluate('document.querySelector("iframe.draft").contentWindow.scrollY');
}
