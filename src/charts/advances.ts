/**
 * Advance widths of Source Sans 3 in thousandths of an em, U+0020 to U+007E, regular and bold. Kept here because
 * layout is pure and cannot open font files; a test compares them with the files.
 */
const REGULAR = [
  200, 289, 426, 497, 497, 824, 609, 249, 303, 303, 418, 497, 249, 311, 249, 350, 497, 497, 497, 497, 497,
  497, 497, 497, 497, 497, 249, 249, 497, 497, 497, 425, 847, 543, 588, 571, 615, 527, 494, 617, 652, 263,
  479, 579, 486, 727, 647, 664, 566, 664, 569, 534, 536, 645, 515, 786, 513, 476, 539, 303, 350, 303, 497,
  500, 542, 504, 553, 456, 555, 496, 292, 504, 544, 246, 247, 495, 255, 829, 547, 542, 555, 555, 347, 419,
  338, 544, 467, 719, 446, 467, 425, 303, 241, 303, 497,
];
const BOLD = [
  200, 340, 537, 528, 528, 857, 667, 300, 344, 344, 457, 528, 300, 332, 300, 339, 528, 528, 528, 528, 528,
  528, 528, 528, 528, 528, 300, 300, 528, 528, 528, 463, 902, 573, 605, 582, 635, 548, 524, 638, 674, 301,
  509, 614, 518, 762, 665, 684, 596, 684, 613, 556, 556, 665, 556, 813, 567, 525, 541, 344, 339, 344, 528,
  500, 555, 527, 573, 468, 573, 518, 341, 534, 571, 276, 278, 548, 286, 857, 572, 555, 573, 573, 398, 443,
  383, 568, 523, 776, 514, 521, 460, 344, 268, 344, 528,
];
const OTHERS: Readonly<Record<string, readonly [regular: number, bold: number]>> = {
  '–': [480, 480],
  '−': [497, 528],
  '…': [948, 978],
  '·': [249, 300],
  '’': [249, 300],
  '¢': [497, 528],
};
/** Chinese characters and full-width marks, which the second font draws on a square. */
const SQUARE = 1000;

/** Width of one line of text, in the unit of `size`. */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0;
  for (const character of text) sum += advance(character, bold);
  return (sum * size) / 1000;
}

function advance(character: string, bold: boolean): number {
  const index = (character.codePointAt(0) ?? 0) - 32;
  const latin = (bold ? BOLD : REGULAR)[index];
  return latin ?? OTHERS[character]?.[bold ? 1 : 0] ?? SQUARE;
}
