import { deflateSync } from 'node:zlib';

/** Objects that go into one compressed object stream. */
const PER_STREAM = 500;

/**
 * A PDF 1.5 file of these objects (number → body as text, one character a byte). Tags are two thirds of what Chromium
 * writes and stand there in plain text: packed into object streams the file is a third of its size. Same input, same
 * bytes.
 */
export function writePdf(
  objects: ReadonlyMap<number, string>,
  trailer: { readonly root: number; readonly info: number; readonly id: string },
): Uint8Array {
  const pieces: string[] = ['%PDF-1.5\n%\xe2\xe3\xcf\xd3\n'];
  let offset = pieces[0]?.length ?? 0;
  const entries = new Map<number, readonly [type: number, where: number, index: number]>();
  const put = (number: number, body: string): void => {
    const text = `${number} 0 obj\n${body.trimEnd()}\nendobj\n`;
    entries.set(number, [1, offset, 0]);
    pieces.push(text);
    offset += text.length;
  };
  const numbers = [...objects.keys()].sort((a, b) => a - b);
  const plain: number[] = [];
  for (const number of numbers) {
    const body = objects.get(number) ?? '';
    if (isStream(body)) put(number, body);
    else plain.push(number);
  }
  let next = (numbers.at(-1) ?? 0) + 1;
  for (let from = 0; from < plain.length; from += PER_STREAM) {
    const members = plain.slice(from, from + PER_STREAM);
    put(next, objectStream(members.map((number) => [number, objects.get(number) ?? ''])));
    for (const [index, number] of members.entries()) entries.set(number, [2, next, index]);
    next += 1;
  }
  entries.set(next, [1, offset, 0]);
  pieces.push(
    `${next} 0 obj\n${crossReference(entries, next + 1, trailer)}\nendobj\nstartxref\n${offset}\n%%EOF\n`,
  );
  return Buffer.from(pieces.join(''), 'latin1');
}

function isStream(body: string): boolean {
  return body.includes('stream\n');
}

function objectStream(members: readonly (readonly [number, string])[]): string {
  const bodies: string[] = [];
  const index: string[] = [];
  let at = 0;
  for (const [number, body] of members) {
    const text = `${body.trim()}\n`;
    index.push(`${number} ${at}`);
    bodies.push(text);
    at += text.length;
  }
  const head = `${index.join(' ')}\n`;
  return stream(head + bodies.join(''), `/Type /ObjStm /N ${members.length} /First ${head.length}`);
}

/** Fields of one, four and two bytes: kind, offset or stream, place in the stream. */
const ROW = 7;

function crossReference(
  entries: ReadonlyMap<number, readonly [number, number, number]>,
  size: number,
  trailer: { readonly root: number; readonly info: number; readonly id: string },
): string {
  const table = Buffer.alloc(size * ROW);
  table.writeUInt16BE(65535, 5);
  for (const [number, [type, where, index]] of entries) {
    table.writeUInt8(type, number * ROW);
    table.writeUInt32BE(where, number * ROW + 1);
    table.writeUInt16BE(index, number * ROW + 5);
  }
  const { root, info, id } = trailer;
  return stream(
    differences(table).toString('latin1'),
    `/Type /XRef /Size ${size} /W [1 4 2] /DecodeParms <</Predictor 12 /Columns ${ROW}>> /Root ${root} 0 R /Info ${info} 0 R /ID [<${id}> <${id}>]`,
  );
}

/** Each row as its difference from the row above, led by a 2 (PNG's "up"): neighbors differ little and pack well. */
function differences(table: Buffer): Buffer {
  const rows = table.length / ROW;
  const coded = Buffer.alloc(rows * (ROW + 1));
  for (let row = 0; row < rows; row += 1) {
    coded[row * (ROW + 1)] = 2;
    for (let column = 0; column < ROW; column += 1) {
      const at = row * ROW + column;
      const above = row === 0 ? 0 : (table[at - ROW] ?? 0);
      coded[row * (ROW + 1) + 1 + column] = ((table[at] ?? 0) - above) & 255;
    }
  }
  return coded;
}

function stream(text: string, entries: string): string {
  const packed = deflateSync(Buffer.from(text, 'latin1'), { level: 6 }).toString('latin1');
  return `<<${entries} /Filter /FlateDecode /Length ${packed.length}>>\nstream\n${packed}\nendstream`;
}
