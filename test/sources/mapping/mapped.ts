import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCatalog, readMappings } from '../../../src/catalog/index.ts';
import { problemLine } from '../../../src/errors.ts';
import type { Mapping } from '../../../src/model/mapping.ts';
import type { RawRow } from '../../../src/model/observation.ts';
import { programRoot } from '../../../src/program.ts';
import { openInput, SourceRefused } from '../../../src/sources/index.ts';
import { temporaryDesk } from '../../support/desk.ts';

let catalog: ReturnType<typeof readCatalog> | undefined;

/** The mappings of a desk with these files under `data/mappings/`. */
export async function mappingsOf(files: Readonly<Record<string, string>>): Promise<Mapping[]> {
  const root = await temporaryDesk(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`data/mappings/${name}`, text])),
  );
  const data = join(programRoot(), 'data');
  catalog ??= readCatalog({ metals: join(data, 'metals'), calendars: join(data, 'calendars') });
  return readMappings({ own: join(root, 'data/mappings'), builtIn: join(data, 'mappings') }, await catalog);
}

export interface Mapped {
  /** `2024-01-31 cu_shfe 78000 CNY/t`, in the order of the file. */
  readonly values: readonly string[];
  readonly said: readonly string[];
  readonly rows: readonly RawRow[];
}

/** A file read by a mapping, both given as text. */
export async function mapped(yaml: string, content: string | Uint8Array, name = 'x.csv'): Promise<Mapped> {
  const mappings = await mappingsOf({ 'x.yaml': `name: x\nfile: 'x.*'\n${yaml}` });
  const root = await temporaryDesk({});
  await writeFile(join(root, name), content);
  const rows: RawRow[] = [];
  const said: string[] = [];
  try {
    const input = await openInput(join(root, name), name, { mappings });
    for await (const batch of input.read()) {
      rows.push(...batch.rows);
      said.push(...batch.findings.map(problemLine));
    }
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error;
    said.push(...error.findings.map(problemLine));
  }
  const values = rows.map((row) => [row.date, row.series, row.value, row.unit].filter(Boolean).join(' '));
  return { values, said, rows };
}
