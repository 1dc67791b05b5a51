/** What a workbook may cost. Beyond, it is refused before or while it is read. */

/** Of the file itself, which is held whole. */
export const MOST_PACKED = 32 * 1024 * 1024;
/** Of all its parts, inflated. */
export const MOST_INFLATED = 100 * 1024 * 1024;
/** Inflated against packed; honest workbooks stay below thirty. */
export const MOST_RATIO = 200;
export const MOST_PARTS = 2000;
/** Of a part the reader holds as a tree: the table of texts, styles, relations. */
export const MOST_TAGS = 250_000;
export const MOST_HELD = 16 * 1024 * 1024;
/** Cells of a sheet, those left of the last one of a row counted too; a million take some four seconds. */
export const MOST_CELLS = 2_000_000;
/** Excel's last column, XFD. */
export const MOST_COLUMNS = 16_384;
/** Longest stretch without a tag: a cell holds at most 32,767 characters. */
export const LONGEST_TEXT = 1024 * 1024;

/** Of the child's heap; with its buffers and the program itself it stays below 256 MB. */
export const HEAP_MB = 128;
export const SECONDS = 10;
