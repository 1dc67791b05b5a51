import Database from 'libsql';
import pg from 'pg';

/**
 * Runs statements behind the program's back, as an operator with a console would; on PostgreSQL in that schema. Throws
 * what the database says.
 */
export async function rawly(place: string, schema: string, ...statements: string[]): Promise<void> {
  if (!place.startsWith('postgres')) {
    const driver = new Database(place);
    try {
      for (const statement of statements) driver.exec(statement);
    } finally {
      driver.close();
    }
    return;
  }
  const client = new pg.Client({ connectionString: place });
  await client.connect();
  try {
    await client.query(`set search_path to ${schema}`);
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
