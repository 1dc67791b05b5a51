import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdir, open, symlink, truncate, writeFile } from 'node:fs/promises';

/** A table made to do harm: too long, too wide, too much of one thing, or no file at all. */
export interface HostileTable {
  readonly name: string;
  readonly make: (file: string) => Promise<unknown>;
  /** The beginning of the first line that is said of it. */
  readonly says: string;
  /** Goes on while the file is read; ends what it began. */
  readonly meanwhile?: (file: string) => () => void;
}

const MB = 1_000_000;
const HEAD = 'date,series,value,unit\n';

/** A head, then a piece as often as it takes to be so large. */
const repeated = (head: string, piece: string | Buffer, size: number) => async (file: string) => {
  const handle = await open(file, 'w');
  const bytes = Buffer.from(piece);
  const block = Buffer.concat(Array.from({ length: Math.ceil(MB / bytes.length) }, () => bytes));
  await handle.write(head);
  for (let written = 0; written < size; written += block.length) await handle.write(block);
  await handle.close();
};

/** Lines that all differ. */
const numbered = (line: (at: number) => string, size: number) => async (file: string) => {
  const handle = await open(file, 'w');
  await handle.write(HEAD);
  for (let at = 0, written = 0; written < size; ) {
    let block = '';
    while (block.length < MB) {
      block += line(at);
      at += 1;
    }
    written += block.length;
    await handle.write(block);
  }
  await handle.close();
};

export const TABLES: readonly HostileTable[] = [
  { name: 'one line of 1 GB', make: repeated(HEAD, 'a', 1000 * MB), says: 'E_DATA_LINE x.csv:2' },
  {
    name: 'one quoted cell of 1 GB',
    make: repeated(`${HEAD}"`, 'a', 1000 * MB),
    says: 'E_DATA_LINE x.csv:2',
  },
  {
    name: '1 GB of nothing (sparse)',
    make: async (file) => {
      await writeFile(file, HEAD);
      await truncate(file, 1000 * MB);
    },
    says: 'E_DATA_BINARY x.csv',
  },
  {
    name: 'a million columns',
    make: (file) =>
      writeFile(file, `date,${Array.from({ length: MB }, (_, at) => `s_${at}`).join(',')}\n2025-06-13\n`),
    says: 'E_DATA_LINE x.csv:1',
  },
  { name: '50 million empty lines', make: repeated(HEAD, '\n', 50 * MB), says: 'E_DATA_NOROWS x.csv:1' },
  {
    name: 'a quotation never closed, 60 MB',
    make: repeated(`${HEAD}2025-06-13,cu_lme_3m,"9`, '2025-06-13,cu_lme_3m,9647.50,USD/t\n', 60 * MB),
    says: 'E_DATA_QUOTE x.csv:2',
  },
  {
    name: 'quotation marks, 60 MB',
    make: repeated(HEAD, `${'"'.repeat(32)}\n`, 60 * MB),
    says: 'E_DATA_COLUMNS',
  },
  {
    name: '60 MB of series nobody knows',
    make: numbered((at) => `2025-06-13,series_number_${at},1,t\n`, 60 * MB),
    says: 'E_DATA_SERIES x.csv:2:2',
  },
  {
    name: '60 MB of days that do not exist',
    make: numbered((at) => `2025-02-30-${at},cu_lme_3m,9000,USD/t\n`, 60 * MB),
    says: 'E_DATA_DATE x.csv:2:1',
  },
  {
    name: '60 MB of units nobody knows',
    make: numbered(
      (at) => `${new Date(at * 86_400_000 - 2e12).toISOString().slice(0, 10)},cu_lme_3m,9000,q${at}/t\n`,
      60 * MB,
    ),
    says: 'E_DATA_UNIT x.csv:2:4',
  },
  {
    name: '60 MB that are no characters',
    make: repeated(HEAD, Buffer.from('81418230ff0a', 'hex'), 60 * MB),
    says: 'E_DATA_ENCODING x.csv',
  },
  {
    name: '60 MB of GB18030',
    make: repeated('', Buffer.from('c8d5c6da2ccdad0a', 'hex'), 60 * MB),
    says: 'E_DATA_ENCODING x.csv',
  },
  {
    name: 'a file that grows while it is read',
    make: repeated(HEAD, '2025-06-13,cu_lme_3m,9647.50,USD/t\n', 8 * MB),
    says: 'E_DATA_CHANGED x.csv',
    meanwhile: (file) => {
      const timer = setInterval(() => appendFileSync(file, '2025-06-13,cu_lme_3m,9647.50,USD/t\n'), 2);
      return () => clearInterval(timer);
    },
  },
  {
    name: 'a pipe nobody writes to',
    make: async (file) => execFileSync('mkfifo', [file]),
    says: 'E_DATA_FILE x.csv: is not a file but a pipe or a device',
  },
  {
    name: 'links in a circle',
    make: async (file) => {
      await symlink('x.csv', `${file}.link`);
      await symlink('x.csv.link', file);
    },
    says: 'E_DATA_FILE x.csv: is a link that leads back to itself',
  },
  { name: 'a folder', make: (file) => mkdir(file), says: 'E_DATA_FILE x.csv: is a folder' },
];
