/** Days a page of lines holds: most files bring a series' days one after another. */
const PAGE = 512;

/**
 * On which line of the file each day of a series stands. Four bytes a day, so that what is remembered of a file is
 * bounded by the catalog's series and the calendar, not by the file's length.
 */
export class DayLines {
  private readonly pages = new Map<number, Int32Array>();

  /** The line on which the day stood before, 0 for none; it stands on `line` from now on if it did not. */
  claim(day: number, line: number): number {
    const number = Math.floor(day / PAGE);
    let page = this.pages.get(number);
    if (!page) {
      page = new Int32Array(PAGE);
      this.pages.set(number, page);
    }
    const at = day - number * PAGE;
    const before = page[at] ?? 0;
    if (before === 0) page[at] = line;
    return before;
  }
}
