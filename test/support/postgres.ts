import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import pg from 'pg';
import { inject } from 'vitest';
import { hasPostgres } from './postgres-cluster.ts';

let keeper: Promise<string> | undefined;

/**
 * The address of a fresh, empty database on the run's own server; undefined where PostgreSQL is not installed, but
 * where CI is set that is an error.
 */
export async function postgresUrl(): Promise<string | undefined> {
  if (!hasPostgres()) {
    if (process.env.CI) throw new Error('PostgreSQL is not installed, and CI is set: apt install postgresql');
    process.stderr.write('PostgreSQL is not installed: its tests are SKIPPED. Try: apt install postgresql\n');
    return undefined;
  }
  keeper ??= ask(inject('postgresKeeper'));
  const url = new URL(await keeper);
  const name = `assay_test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  url.pathname = `/${name}`;
  return url.href;
}

async function ask(path: string): Promise<string> {
  const socket = connect(path);
  let said = '';
  socket.on('data', (chunk) => {
    said += String(chunk);
  });
  await once(socket, 'close');
  if (!said.startsWith('url ')) throw new Error(`no PostgreSQL for the tests: ${said}`);
  return said.slice('url '.length);
}
