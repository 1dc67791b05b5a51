import type { Dialect } from './dialect.ts';

/** What a database itself refuses, whoever asks: an operator with a console, or a mistake of ours. */
export interface Refusal {
  readonly name: string;
  /** `update`, `delete`, `insert`, `update of <columns>`; `truncate` on PostgreSQL. */
  readonly event: string;
  readonly table: string;
  readonly why: string;
  /** By `old` and `new`; always where it is not given. */
  readonly when?: string;
}

/** Before the first refusal of a schema. `whose` begins each message. */
export function refusing(kind: Dialect['kind'], whose: string): string[] {
  if (kind === 'sqlite') return [];
  return [
    `create function refuse() returns trigger language plpgsql as
      $$ begin raise exception '${whose}: %', tg_argv[0]; end $$`,
  ];
}

/** The trigger that says no, in a database's own words. */
export function refusal(
  kind: Dialect['kind'],
  whose: string,
  { name, event, table, why, when }: Refusal,
): string {
  if (kind === 'sqlite')
    return `create trigger ${name} before ${event} on ${table} ${when === undefined ? '' : `when ${when}`}
      begin select raise(abort, '${whose}: ${why}'); end`;
  return `create trigger ${name} before ${event} on ${table} for each ${event === 'truncate' ? 'statement' : 'row'}
      ${when === undefined ? '' : `when (${when})`} execute function refuse('${why}')`;
}

/** Rows of these tables are only ever added. */
export function addedOnly(kind: Dialect['kind'], whose: string, tables: readonly string[]): string[] {
  return [
    ...tables.map((table) =>
      refusal(kind, whose, {
        name: `${table}_stays`,
        event: 'update',
        table,
        why: `rows of ${table} are never changed`,
      }),
    ),
    ...neverRemoved(kind, whose, tables),
  ];
}

/** Rows of these tables change, but stay. */
export function neverRemoved(kind: Dialect['kind'], whose: string, tables: readonly string[]): string[] {
  return tables.flatMap((table) => {
    const why = `rows of ${table} are never removed`;
    return [
      refusal(kind, whose, { name: `${table}_remains`, event: 'delete', table, why }),
      // SQLite has no other way than to delete.
      ...(kind === 'sqlite'
        ? []
        : [refusal(kind, whose, { name: `${table}_is_kept`, event: 'truncate', table, why })]),
    ];
  });
}
