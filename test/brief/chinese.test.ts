import { expect, test } from 'vitest';
import type { Brief } from '../../src/model/brief.ts';
import { hasRealDesk, realSnapshot } from '../support/real-desk.ts';
import { composed, runsOf, sampleSnapshot, wholeText } from './sample-desk.ts';

/** Words that would show that an English phrase had slipped through; names and units may be Latin. */
const ENGLISH = /\b(the|of|and|week|rose|fell|since|no|at|against|closed|stood|unchanged|nc)\b/i;

async function briefs(): Promise<Brief[]> {
  const weeks = hasRealDesk() ? [await realSnapshot('2026-W27'), await realSnapshot('2026-W40')] : [];
  return [await sampleSnapshot(), ...weeks].map((snapshot) => composed(snapshot, 'zh').brief);
}

test('Chinese sentences have full-width punctuation between Chinese characters', async () => {
  for (const brief of await briefs()) {
    const text = wholeText(brief);
    expect(text.length).toBeGreaterThan(3000);
    expect(text.match(/\p{Script=Han}[,.;:?!()]\p{Script=Han}/gu)).toBeNull();
    expect(text.match(/[，。；：、]{2,}/gu)).toBeNull();
  }
});

test('no English phrase is left in the Chinese brief', async () => {
  for (const brief of await briefs()) {
    const words = runsOf(brief).filter((run) => run.kind !== 'name');
    expect(words.filter((run) => ENGLISH.test(run.text))).toEqual([]);
    expect(JSON.stringify(brief.words)).not.toMatch(/[A-Za-z]{4,}":"[A-Za-z ]{4,}"/);
  }
});

test('Chinese numbers and their units touch', async () => {
  for (const brief of await briefs()) {
    expect(wholeText(brief)).not.toMatch(/\d +(万吨|美元|元|吨|个百分点|个基点)/);
    expect(wholeText(brief)).not.toMatch(/[\u202f\u2009]/);
  }
});
