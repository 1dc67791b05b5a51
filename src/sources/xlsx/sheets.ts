import { quoted } from '../../errors.ts';
import { type Finding, findingAt } from '../../model/finding.ts';
import { SourceRefused } from '../table.ts';
import { attribute, type Tag, TagScan } from './tags.ts';

/** A sheet of a workbook. */
export interface SheetInfo {
  readonly name: string;
  readonly hidden: boolean;
  /** Its part in the archive. */
  readonly part: string;
}

/** The worksheets in the order of their tabs, from the parts that name them. */
export function sheetsIn(kept: ReadonlyMap<string, string>, label: string): SheetInfo[] {
  const targets = new Map<string, string>();
  for (const tag of tagsOf(kept.get('xl/_rels/workbook.xml.rels'), 'Relationship')) {
    const [id, target] = [attribute(tag, 'Id'), attribute(tag, 'Target')];
    if (!/\/worksheet$/.test(attribute(tag, 'Type') ?? '') || !id || !target) continue;
    targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  }
  const sheets = tagsOf(kept.get('xl/workbook.xml'), 'sheet').flatMap((tag) => {
    const part = targets.get(attribute(tag, 'id') ?? '');
    const name = attribute(tag, 'name');
    if (part === undefined || name === undefined) return [];
    return [{ name, part, hidden: /hidden/i.test(attribute(tag, 'state') ?? '') }];
  });
  if (sheets.length > 0) return sheets;
  const message = 'no worksheet in it. Expected a workbook with a table. Save it again as .xlsx.';
  throw new SourceRefused([findingAt('E_XLSX_BROKEN', label, message)]);
}

function tagsOf(xml: string | undefined, name: string): Tag[] {
  return [...new TagScan().next(xml ?? '')].filter((tag) => tag.name === name && tag.kind !== 'close');
}

/** The sheet asked for, by name or number; else the first that is not hidden, and a note of those not read. */
export function chosenSheet(
  sheets: readonly SheetInfo[],
  asked: string | number | undefined,
  label: string,
): { readonly sheet: SheetInfo; readonly notes: Finding[] } {
  const names = sheets.map((one) => one.name);
  if (asked !== undefined) {
    const sheet = typeof asked === 'number' ? sheets[asked - 1] : sheets.find((one) => one.name === asked);
    if (sheet) return { sheet, notes: sheet.hidden ? [hidden(sheet, label)] : [] };
    const what = typeof asked === 'number' ? `no sheet ${asked}` : `no sheet ${quoted(asked)}`;
    throw new SourceRefused([findingAt('E_XLSX_SHEET', label, `${what}. Sheets: ${names.join(', ')}.`)]);
  }
  const visible = sheets.filter((one) => !one.hidden);
  const [sheet = sheets[0]] = visible;
  if (!sheet) throw new SourceRefused([findingAt('E_XLSX_SHEET', label, 'no sheet in it.')]);
  const others = names.filter((name) => name !== sheet.name);
  if (others.length === 0) return { sheet, notes: [] };
  const message = `sheet ${quoted(sheet.name)} is read; not read: ${others.map(quoted).join(', ')}. Name another under "sheet" in a mapping.`;
  return { sheet, notes: [findingAt('I_XLSX_SHEET', label, message)] };
}

function hidden(sheet: SheetInfo, label: string): Finding {
  const message = 'the sheet is hidden in the workbook; it is read as the mapping says.';
  return findingAt('I_XLSX_HIDDEN', `${label}!${sheet.name}`, message);
}
