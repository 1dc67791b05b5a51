import type { Finding } from '../model/finding.ts';
import { checkEach, type Subject } from './check.ts';
import { type Motion, motionOf } from './motion.ts';
import { type Step, soundOf } from './sound.ts';
import { SWAP_NEARER, SWAP_OFF, WARN_Z } from './tuning.ts';
import { findingOf, nameOf } from './words.ts';

/** Two digits typed the wrong way round: 7,810 for 8,710. */
export const DIGITS = checkEach('W_CHECK_DIGITS', (subject, context) => {
  const motion = motionOf(subject, context);
  return soundOf(subject, context).steps.flatMap((step) => looked(subject, step, motion));
});

function looked(subject: Subject, { point, reference }: Step, motion: Motion): Finding[] {
  const size = (value: number) => Math.abs(motion.move(reference.value, value) ?? Number.POSITIVE_INFINITY);
  const moved = size(point.value);
  const off = Math.abs(point.value - reference.value);
  if (moved < WARN_Z * motion.steps.deviation || off < SWAP_OFF * Math.abs(reference.value)) return [];
  const meant = swaps(point.text)
    .map((text) => ({ text, moved: size(Number(text)) }))
    .filter((one) => one.moved <= moved / SWAP_NEARER)
    .sort((a, b) => a.moved - b.moved)[0];
  if (meant === undefined) return [];
  const message =
    `${nameOf(subject)} of ${point.date} is ${point.text} after ${reference.text} of ${reference.date}: ` +
    `with two digits swapped it would be ${meant.text}. Compare with the source and correct the value.`;
  return [findingOf('W_CHECK_DIGITS', subject, point, message, 'digits')];
}

/** The value with each two neighboring digits changed about. */
function swaps(text: string): string[] {
  const places = [...text].flatMap((character, at) => (/\d/.test(character) ? [at] : []));
  return places.flatMap((at, index) => {
    const next = places[index + 1];
    if (next === undefined || text[at] === text[next]) return [];
    return text.slice(0, at) + text[next] + text.slice(at + 1, next) + text[at] + text.slice(next + 1);
  });
}
