/**
 * A line of CSV that a spreadsheet shows and does not run: a cell that begins like a formula is given an apostrophe,
 * which spreadsheets take for "this is text".
 */
export function csvLine(cells: readonly string[]): string {
  return cells.map(csvCell).join(',');
}

function csvCell(text: string): string {
  const tame = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n;']/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
