import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDeskConfig } from '../../src/catalog/index.ts';
import { openDesk } from '../../src/desk.ts';
import { deskSchema } from '../../src/model/catalog.ts';
import { configProblems } from '../support/config-problems.ts';
import { temporaryDesk } from '../support/desk.ts';

const HEAD = `name: { en: A desk, zh: 研究部 }
title: { en: Weekly, zh: 周报 }
languages: [en, zh]
timeZone: Asia/Shanghai
sections: [dashboard]
`;

async function linesOf(studio: string): Promise<string[]> {
  const root = await temporaryDesk({ 'data/desk.yaml': `${HEAD}studio: ${studio}\n` });
  return configProblems(readDeskConfig(join(root, 'data', 'desk.yaml')));
}

test('a desk that says nothing of its studio has the usual one, and no edition knows of it', async () => {
  const root = await temporaryDesk({ 'data/desk.yaml': HEAD });
  const desk = await openDesk(root);
  expect(desk.studio).toEqual({ idleMinutes: 60, sessionHours: 12 });
  expect(Object.keys(desk.config)).not.toContain('studio');
  expect(Object.keys(deskSchema.shape)).not.toContain('studio');
});

test.each([
  '{ site: https://desk.example.cn, idleMinutes: 5, sessionHours: 1 }',
  '{ site: http://127.0.0.1:8600 }',
  '{}',
])('studio: %s is taken', async (studio) => {
  expect(await linesOf(studio)).toEqual([]);
});

test.each([
  [
    '{ site: https://desk.example.cn/studio }',
    'studio.site is "https://desk.example.cn/studio". Expected no path in it. Write it as https://desk.example.cn',
  ],
  ['{ site: https://desk.example.cn/ }', 'Write it as https://desk.example.cn'],
  [
    '{ site: http://desk.example.cn }',
    'studio.site is "http://desk.example.cn". Expected https://: passwords must not be read or changed on their way.',
  ],
  ['{ site: desk }', 'Expected an address like https://brief.example.cn.'],
  ['{ idleMinutes: 1 }', 'studio.idleMinutes'],
  ['{ sessionHours: 1000 }', 'studio.sessionHours'],
  ['{ sesionHours: 3 }', 'Did you mean "sessionHours"?'],
])('studio: %s is one line that says what to write', async (studio, said) => {
  const lines = await linesOf(studio);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^E_CONFIG_FIELD data\/desk\.yaml:6:/);
  expect(lines[0]).toContain(said);
});
