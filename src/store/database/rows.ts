import type { RawBuilder } from 'kysely';
import type { Tx } from './dialect.ts';

/** All rows of a question. */
export async function rowsOf<Row>({ db }: Tx, query: RawBuilder<Row>): Promise<Row[]> {
  return (await query.execute(db)).rows;
}

/** A moment as it is kept: '' where there is none. */
export function moment(text: string): string | undefined {
  return text === '' ? undefined : text;
}
