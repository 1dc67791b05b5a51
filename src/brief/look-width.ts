/** What takes the room of two Latin letters where all letters are equally wide: Chinese and its punctuation. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/gu;
const NONE = /[\p{Mn}\u200b\u2060\ufeff]/gu;

/** Columns a text takes in a terminal, an inbox or a plain-text mail. */
export function lookWidth(text: string): number {
  const seen = text.replace(NONE, '');
  return [...seen].length + (seen.match(WIDE)?.length ?? 0);
}
