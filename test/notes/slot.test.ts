import { describe, expect, test } from 'vitest';
import type { Slot } from '../../src/model/notes.ts';
import { parseSlot } from '../../src/notes/slot.ts';

const SERIES = new Set(['cu_lme_3m', 'cu_social', 'al_lme_3m']);

test.each<[typed: string, measure: Slot['measure'], absolute?: boolean]>([
  ['cu_lme_3m', 'last'],
  ['  cu_lme_3m   last ', 'last'],
  ['cu_lme_3m 最新', 'last'],
  ['cu_lme_3m wow', 'week'],
  ['cu_lme_3m WoW', 'week'],
  ['cu_lme_3m change', 'week'],
  ['cu_lme_3m 环比', 'week'],
  ['cu_social change from monday', 'since-monday'],
  ['cu_social change  from Monday absolute', 'since-monday', true],
  ['cu_social absolute', 'week', true],
  ['cu_social 较周一 绝对值', 'since-monday', true],
  ['cu_social previous', 'previous'],
  ['cu_lme_3m four weeks', 'four-weeks'],
  ['cu_lme_3m quarter', 'quarter'],
  ['cu_lme_3m ytd', 'ytd'],
  ['cu_lme_3m 年初至今', 'ytd'],
  ['cu_lme_3m year', 'year'],
  ['cu_lme_3m 同比', 'year'],
])('%j asks for %s', (typed, measure, absolute = false) => {
  const series = /\w+/.exec(typed)?.[0];
  expect(parseSlot(typed, SERIES)).toEqual({ series, measure, absolute });
});

describe('what is no slot is told with the nearest that is', () => {
  const MEASURES =
    'Expected nothing for the last value, or wow, change from monday, change from previous, four weeks, quarter, ytd, year.';
  test.each([
    [
      'cu_lme_4m',
      'unknown series "cu_lme_4m". Did you mean "cu_lme_3m"? Expected an id of data/metals/*.yaml.',
    ],
    ['zinc', 'unknown series "zinc". Expected an id of data/metals/*.yaml.'],
    ['', 'an empty slot. Expected a series, such as {{cu_lme_3m}}.'],
    ['cu_lme_3m wwo', `unknown measure "wwo" of cu_lme_3m. Did you mean "wow"? ${MEASURES}`],
    ['cu_lme_3m year now', `unknown measure "year now" of cu_lme_3m. ${MEASURES}`],
    [
      'cu_lme_3m last absolute',
      `unknown measure "last absolute" of cu_lme_3m. Did you mean "last"? ${MEASURES}`,
    ],
    ['constructor', 'unknown series "constructor". Expected an id of data/metals/*.yaml.'],
    ['cu_lme_3m __proto__', `unknown measure "__proto__" of cu_lme_3m. ${MEASURES}`],
  ])('%j', (typed, message) => {
    const found = parseSlot(typed, SERIES);
    expect(typeof found === 'function' && found()).toBe(message);
  });
});
