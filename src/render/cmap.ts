/** Which characters a TrueType face can show: sorted ranges of code points, `[first, last]` flattened. */
export type Coverage = Uint32Array;

/** Reads the face's Windows UCS-4 character map (platform 3, encoding 10, format 12), which both families have. */
export function coverageOf(face: Buffer): Coverage {
  const cmap = tableOffset(face, 'cmap');
  const count = face.readUInt16BE(cmap + 2);
  for (let at = 0; at < count; at += 1) {
    const record = cmap + 4 + at * 8;
    if (face.readUInt16BE(record) !== 3 || face.readUInt16BE(record + 2) !== 10) continue;
    const map = cmap + face.readUInt32BE(record + 4);
    const groups = face.readUInt32BE(map + 12);
    const ranges = new Uint32Array(groups * 2);
    for (let group = 0; group < groups; group += 1) {
      ranges[group * 2] = face.readUInt32BE(map + 16 + group * 12);
      ranges[group * 2 + 1] = face.readUInt32BE(map + 20 + group * 12);
    }
    return ranges;
  }
  throw new Error('the font has no full character map');
}

/** Whether the face has a glyph for the code point. */
export function covers(coverage: Coverage, codePoint: number): boolean {
  let low = 0;
  let high = coverage.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (codePoint < (coverage[middle * 2] ?? 0)) high = middle - 1;
    else if (codePoint > (coverage[middle * 2 + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}

function tableOffset(face: Buffer, tag: string): number {
  const tables = face.readUInt16BE(4);
  for (let at = 0; at < tables; at += 1) {
    const record = 12 + at * 16;
    if (face.toString('latin1', record, record + 4) === tag) return face.readUInt32BE(record + 8);
  }
  throw new Error(`the font has no ${tag} table`);
}
