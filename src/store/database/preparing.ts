import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/**
 * Connections on which each text with parameters is prepared once: to plan a claim takes the server longer than to make
 * it. Keeps the first `most`.
 */
export function preparing(pool: pg.Pool, most: number): PostgresPool {
  const names = new Map<string, string>();
  const nameOf = (text: string): { name?: string } => {
    const known = names.get(text);
    if (known !== undefined) return { name: known };
    if (names.size >= most) return {};
    // By its text: behind a pooler, another process's statement of that name is the same.
    const name = `assay ${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
    names.set(text, name);
    return { name };
  };
  return {
    connect: async () => {
      const client = await pool.connect();
      const query = (text: string, values: readonly unknown[]): Promise<unknown> =>
        values.length === 0
          ? client.query(text)
          : client.query({ ...nameOf(text), text, values: [...values] });
      // Its third form takes cursors, which nobody here asks for.
      return { query: query as PostgresPoolClient['query'], release: () => client.release() };
    },
    end: () => pool.end(),
  };
}
