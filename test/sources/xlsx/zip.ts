import { crc32, deflateRawSync } from 'node:zlib';

/** A part of an archive made by hand, so that it may lie. */
export interface Part {
  readonly name: string;
  readonly data: string | Uint8Array;
  /** What the headers say its size is. */
  readonly says?: number;
  /** General purpose flags: 1 is encrypted. */
  readonly flags?: number;
}

/** A zip archive of these parts, deflated. */
export function zipOf(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const data = Buffer.from(part.data);
    const packed = deflateRawSync(data, { level: 9 });
    const name = Buffer.from(part.name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(part.flags ?? 0, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(checksum(data), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(part.says ?? data.length, 18);
    shared.writeUInt16LE(name.length, 22);
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), shared, name, packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, rest, name);
    offset += 4 + shared.length + name.length + packed.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, entries, end]);
}

/** zlib's own where Node has it, from 20.15 on; the types of Node 20 know nothing of it before. */
function checksum(data: Buffer): number {
  return crc32(data);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** The parts of a workbook with one sheet, `Prices`, of these rows; more parts, or others in their place. */
export function workbookParts(rows: string, others: readonly Part[] = []): Part[] {
  const parts: Part[] = [
    {
      name: '[Content_Types].xml',
      data: `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      data: `${XML}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      data: `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Prices" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: `${XML}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      data: `${XML}<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`,
    },
  ];
  const replaced = parts.map((part) => others.find((other) => other.name === part.name) ?? part);
  return [...replaced, ...others.filter((other) => !parts.some((part) => part.name === other.name))];
}

/** A cell with a text in it. */
export function text(ref: string, value: string): string {
  return `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
}

export function number(ref: string, value: number): string {
  return `<c r="${ref}"><v>${value}</v></c>`;
}

/** A table in long form whose last row is given. */
export function longRows(last: string): string {
  const header = ['date', 'series', 'value'].map((name, at) => text(`${'ABC'[at]}1`, name)).join('');
  return `<row r="1">${header}</row><row r="2">${last}</row>`;
}

/** Different texts for the table of texts, so that packing does not give them away. */
export function textsOf(count: number): string[] {
  return Array.from(
    { length: count },
    (_, at) => `<si><t>${((at * 2654435761) % 4294967296).toString(36)}</t></si>`,
  );
}
