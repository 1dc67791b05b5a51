import { quoted } from '../../errors.ts';
import { cellPlace } from '../../model/cell-place.ts';
import { type Finding, findingAt } from '../../model/finding.ts';
import { nearest } from '../../nearest.ts';
import type { TableRow } from '../../sources/index.ts';

/** What a list of subscribers may say of one, and what people call it. The first name is the one messages use. */
const NAMES = {
  address: [
    'address',
    'email',
    'mail',
    'emailaddress',
    'mailaddress',
    '邮箱',
    '电子邮箱',
    '邮箱地址',
    '电子邮件',
    '邮件地址',
    '邮件',
  ],
  name: ['name', 'fullname', '姓名', '名字', '名称'],
  language: ['language', 'lang', '语言'],
  timeZone: ['timezone', 'zone', '时区'],
  metals: ['metals', 'metal', '金属', '关注', '关注金属', '品种', '关注品种'],
  format: ['format', '格式'],
  lists: ['lists', 'list', '列表', '名单'],
} as const;
export type Column = keyof typeof NAMES;

const EXPECTED =
  'Expected only address, name, language, time zone, metals, format, lists (邮箱, 姓名, 语言, 时区, 关注, 格式, 列表).';

/** Which column stands where, from 0. */
export interface Columns {
  readonly width: number;
  readonly address: number;
  readonly at: ReadonlyMap<Column, number>;
  /** The address column as the file names it. */
  readonly called: string;
}

/** The header of a list, or all that is wrong with it. */
export function readColumns({ row, cells }: TableRow, file: string): Columns | Finding[] {
  const names = cells.map((cell) => cell.trim());
  const width = names.findLastIndex((name) => name !== '') + 1;
  const at = new Map<Column, number>();
  const findings: Finding[] = [];
  names.slice(0, width).forEach((name, index) => {
    const column = columnOf(name);
    const before = column === undefined ? undefined : at.get(column);
    if (column === undefined) findings.push(unknown(name, cellPlace({ file, row, column: index + 1 })));
    else if (before === undefined) at.set(column, index);
    else {
      const first = names[before] ?? '';
      const both = first === name ? '' : `, as ${quoted(first)} and ${quoted(name)}`;
      const message = `column ${quoted(shownName(column))} appears twice (columns ${before + 1} and ${index + 1}${both}). Remove one of them.`;
      findings.push(findingAt('E_SUB_COLUMN_TWICE', cellPlace({ file, row }), message));
    }
  });
  const address = at.get('address');
  if (address === undefined) return [noAddress(names.slice(0, width), cellPlace({ file, row }))];
  return findings.length > 0 ? findings : { width, address, at, called: names[address] ?? '' };
}

function shownName(column: Column): string {
  return column === 'timeZone' ? 'time zone' : column;
}

/** Whatever the width of its letters, with or without blanks and hyphens. */
function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]/g, '');
}

function columnOf(name: string): Column | undefined {
  const key = plain(name);
  return COLUMNS.get(key);
}

const COLUMNS: ReadonlyMap<string, Column> = new Map(
  keysOf(NAMES).flatMap((column) => NAMES[column].map((name): [string, Column] => [name, column])),
);

function keysOf(names: typeof NAMES): Column[] {
  const all: readonly Column[] = ['address', 'name', 'language', 'timeZone', 'metals', 'format', 'lists'];
  return all.filter((column) => column in names);
}

function unknown(name: string, where: string): Finding {
  if (name === '') return findingAt('E_SUB_COLUMN', where, `a column without a name. ${EXPECTED}`);
  const near = nearest(plain(name), COLUMNS.keys());
  const hint = near === undefined ? ' Remove it.' : ` Did you mean ${quoted(near)}?`;
  return findingAt('E_SUB_COLUMN', where, `unknown column ${quoted(name)}.${hint} ${EXPECTED}`);
}

/** One finding for all that is unknown: what lacks an address column is mostly another file, or has no header. */
function noAddress(names: readonly string[], where: string): Finding {
  const header = names.join(',');
  const reason = names.some((name) => name.includes('@'))
    ? ' The first line is a subscriber already; put one above it that names the columns.'
    : header.includes('，')
      ? ' Its columns are separated by full-width commas; use ",".'
      : '';
  return findingAt(
    'E_SUB_COLUMN',
    where,
    `no column "address" in the header ${quoted(header)}.${reason} ${EXPECTED}`,
  );
}
