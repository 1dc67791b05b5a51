import { cellPlace, isSheet } from '../../model/cell-place.ts';
import { type Finding, findingAt } from '../../model/finding.ts';
import type { Place } from '../../model/observation.ts';

/** What stands in the text of a formula's cell that has no stored result. Not an error text of any spreadsheet. */
export const NO_RESULT = '#NORESULT!';

/** What stands for a number that a formula gave some time ago. */
export const FORMULA = '#FORMULA!';

const ERROR_TEXT =
  /^#(?:REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|NORESULT!|FORMULA!)$/;

/** The error of a workbook's cell that holds no value but what a formula failed with. */
export function brokenCell(text: string, place: Place): Finding | undefined {
  if (!text.startsWith('#') || !isSheet(place.file) || !ERROR_TEXT.test(text)) return undefined;
  return findingAt('E_XLSX_CELL', cellPlace(place), messageOf(text));
}

function messageOf(text: string): string {
  if (text === FORMULA)
    return 'the cell holds a formula, whose stored result may be old. Paste it as a value, or say "formulas: stored" in the file\'s mapping.';
  return text === NO_RESULT
    ? 'the cell holds a formula without a stored result. Open the workbook in a spreadsheet program and save it again.'
    : `${text} — the cell holds a formula error. Correct the formula, or leave the cell empty.`;
}
