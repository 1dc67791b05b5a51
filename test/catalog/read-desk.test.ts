import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDeskConfig } from '../../src/catalog/index.ts';
import { programRoot } from '../../src/program.ts';
import { configProblems } from '../support/config-problems.ts';
import { temporaryDesk } from '../support/desk.ts';

const GOOD = `version: 1
name: { en: A desk, zh: 研究部 }
title: { en: Weekly, zh: 周报 }
languages: [en, zh]
timeZone: Asia/Shanghai
sections: [dashboard, macro]
firstIssue: { week: 2025-W24, number: 7 }
schedule: { cron: "0 18 * * 0" }
`;

async function linesOf(text: string): Promise<string[]> {
  const root = await temporaryDesk({ 'data/desk.yaml': text });
  return configProblems(readDeskConfig(join(root, 'data/desk.yaml')));
}

describe('desk.yaml', () => {
  test('of the sample desk is read', async () => {
    const desk = await readDeskConfig(join(programRoot(), 'data', 'desk.yaml'));
    expect(desk.title).toEqual({ en: 'Metals Weekly', zh: '金属周报' });
    expect(desk.firstIssue).toEqual({ week: '2025-W24', number: 1 });
    expect(desk.data).toEqual({ allowNegative: [], maxBytes: 67_108_864 });
  });

  test('that is good gives no problem', async () => {
    expect(await linesOf(GOOD)).toEqual([]);
  });

  test.each<[name: string, from: string, to: string, line: string]>([
    [
      'an unknown field',
      'languages:',
      'langauges:',
      'E_CONFIG_FIELD data/desk.yaml:4:1: unknown field "langauges". Did you mean "languages"? Expected only version, name, title, languages, timeZone, paper, sections, firstIssue, data, gate, mail, schedule, release, studio.',
    ],
    [
      'a language missing',
      ', zh: 研究部',
      '',
      'E_CONFIG_FIELD data/desk.yaml:2:7: "name.zh" is missing. Expected a text.',
    ],
    [
      'a word that is none of the allowed',
      'dashboard, macro',
      'dashbord, macro',
      'E_CONFIG_FIELD data/desk.yaml:6:12: sections[0] is "dashbord". Expected one of dashboard, inventories, macro, bulk, minor, energy, method, data-notes, disclaimer. Did you mean "dashboard"?',
    ],
    [
      'a number where a text belongs',
      'timeZone: Asia/Shanghai',
      'timeZone: 8',
      'E_CONFIG_FIELD data/desk.yaml:5:11: timeZone is 8. Expected a text.',
    ],
    [
      'an empty field',
      'title: { en: Weekly, zh: 周报 }',
      'title:',
      'E_CONFIG_FIELD data/desk.yaml:3:7: title is empty. Expected a map of fields.',
    ],
    [
      'an empty list',
      '[en, zh]',
      '[]',
      'E_CONFIG_FIELD data/desk.yaml:4:12: languages is an empty list. Expected a list of at least 1 item.',
    ],
    [
      'a section twice',
      'dashboard, macro',
      'macro, macro',
      'E_CONFIG_FIELD data/desk.yaml:6:19: sections names "macro" twice. Remove one of the two.',
    ],
    [
      'a time zone nobody knows',
      'Asia/Shanghai',
      'Asia/Shangai',
      'E_CONFIG_FIELD data/desk.yaml:5:11: timeZone is "Asia/Shangai". Expected a time zone\'s name, like Asia/Shanghai.',
    ],
    [
      'a week that does not exist',
      '2025-W24',
      '2025-W53',
      'E_CONFIG_FIELD data/desk.yaml:7:21: firstIssue.week is "2025-W53". "2025-W53" does not exist (2025 has 52 weeks). Expected 2025-W01 to 2025-W52.',
    ],
    [
      'a day of the week too far',
      '0 18 * * 0',
      '0 17 * * 8',
      'E_CONFIG_CRON data/desk.yaml:8:19: schedule.cron "0 17 * * 8": day of week 8 is outside 0–7.',
    ],
    [
      'a cron of six fields',
      '0 18 * * 0',
      '0 0 18 * * 0',
      'E_CONFIG_CRON data/desk.yaml:8:19: schedule.cron "0 0 18 * * 0": 6 fields. Expected five: minute, hour, day of month, month, day of week.',
    ],
    [
      'a key twice',
      'languages: [en, zh]',
      'title: { en: Again, zh: 又 }\nlanguages: [en, zh]',
      'E_CONFIG_TWICE data/desk.yaml:4:1: "title" already set on line 3. Expected each key once; remove one of the two.',
    ],
    [
      'a newer version',
      'version: 1',
      'version: 5',
      'E_CONFIG_VERSION data/desk.yaml:1:10: version 5; this program knows up to 1. Use a newer program for this desk.',
    ],
    [
      'a bracket too few',
      '[en, zh]',
      '[en, zh',
      'E_CONFIG_YAML data/desk.yaml:5:1: Flow sequence in block collection must be sufficiently indented and end with a ]. Expected YAML; check quotes, brackets and indentation around this place.',
    ],
  ])('with %s says so', async (_, from, to, line) => {
    expect(GOOD).toContain(from);
    expect(await linesOf(GOOD.replace(from, to))).toEqual(
      // Renaming a required field also leaves it missing.
      to === 'langauges:'
        ? ['E_CONFIG_FIELD data/desk.yaml:1:1: "languages" is missing. Expected a list.', line]
        : [line],
    );
  });

  test('says all that is wrong at once', async () => {
    const text = GOOD.replace('0 18 * * 0', '61 * * * *')
      .replace('Asia/Shanghai', 'Mars')
      .replace('W24', 'W00');
    expect((await linesOf(text)).map((line) => line.split(' ')[0])).toEqual([
      'E_CONFIG_FIELD',
      'E_CONFIG_FIELD',
      'E_CONFIG_CRON',
    ]);
  });

  test('that is not UTF-8, or not there, says so', async () => {
    const root = await temporaryDesk({ 'data/desk.yaml': Buffer.from([0x6e, 0xd6, 0xd0, 0x0a]) });
    await expect(readDeskConfig(join(root, 'data/desk.yaml'))).rejects.toThrow(
      'E_CONFIG_ENCODING data/desk.yaml: not valid UTF-8.',
    );
    await expect(readDeskConfig(join(root, 'data/none.yaml'))).rejects.toMatchObject({ exit: 'missing' });
  });
});
