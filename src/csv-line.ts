/**
 * A line of CSV that a spreadsheet shows and does not run: a cell that begins like a formula is given an apostrophe,
 * which spreadsheets take for "this is text".
 */
export function csvLine(cells: readonly string[]): string {
  return cells.map(csvCell).join(',');
}

/** Some spreadsheets drop blanks and what is not seen before they look, and read full-width or small signs alike. */
const LIKE_A_FORMULA = /^(?:[\t\r\n]|[\s\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫])/u;

function csvCell(text: string): string {
  const tame = LIKE_A_FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n;']/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
