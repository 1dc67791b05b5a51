import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

declare module 'vitest' {
  interface ProvidedContext {
    /** A socket that tells where the run's PostgreSQL is; it is started when somebody asks first. */
    readonly postgresKeeper: string;
  }
}

/** Where `initdb` and `postgres` may lie, the newest first. */
function binaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** Whether tests can have a PostgreSQL: a server that `ASSAY_TEST_POSTGRES` names, or what is installed. */
export function hasPostgres(): boolean {
  return process.env.ASSAY_TEST_POSTGRES !== undefined || binaries() !== undefined;
}

let server: Server | undefined;
let folder = '';
let cluster: Promise<string> | undefined;
let watch: ChildProcess | undefined;

/** Before all tests of a run. Nothing is started yet. */
export async function setup(project: {
  provide(name: 'postgresKeeper', value: string): void;
}): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'assay-postgres-'));
  const path = join(folder, 'keeper');
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    cluster ??= start();
    cluster.then(
      (url) => socket.end(`url ${url}`),
      (error: unknown) => socket.end(`error ${String(error)}`),
    );
  });
  server.listen(path);
  await once(server, 'listening');
  project.provide('postgresKeeper', path);
}

export async function teardown(): Promise<void> {
  server?.close();
  if (watch !== undefined && watch.exitCode === null) {
    const ended = once(watch, 'exit');
    watch.stdin?.end();
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
}

/** A cluster of the run's own, reached by a socket in its folder. Removed when this process ends, however it ends. */
async function start(): Promise<string> {
  const named = process.env.ASSAY_TEST_POSTGRES;
  if (named !== undefined) return named;
  const bin = binaries();
  if (bin === undefined) throw new Error('initdb and postgres are not installed');
  const place = await mkdtemp(join(tmpdir(), 'assay-cluster-'));
  const who = unprivileged();
  if (who.uid !== undefined && who.gid !== undefined) await chown(place, who.uid, who.gid);
  const data = join(place, 'data');
  const made = spawn(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'assay', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
    { ...who, cwd: place, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await endOf(made);
  // The shell sleeps in `cat` until its input ends, as it does when this process dies, and then clears away. A group
  // of its own: Ctrl-C is meant for us.
  const settings = ['listen_addresses=', `unix_socket_directories=${place}`, 'max_connections=100'];
  const command = `"$0" -D "$1" ${settings.map((one) => `-c '${one}'`).join(' ')} >"$2/log" 2>&1 & server=$!
    cat >/dev/null; kill -QUIT $server; wait $server; rm -rf "$2"`;
  watch = spawn('/bin/sh', ['-c', command, join(bin, 'postgres'), data, place], {
    ...who,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  watch.unref();
  await ready(join(bin, 'pg_isready'), place);
  return `postgres://assay@localhost/postgres?host=${encodeURIComponent(place)}`;
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const found = ['postgres', 'nobody'].map((name) => users.find((line) => line.startsWith(`${name}:`)));
  const [, , uid, gid] = (found.find((line) => line !== undefined) ?? '').split(':');
  if (uid === undefined || gid === undefined) throw new Error('no user to run PostgreSQL as');
  return { uid: Number(uid), gid: Number(gid) };
}

async function endOf(child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`initdb ended with ${String(code)}: ${said}`);
}

/** Each look is a process: that is pause enough. */
async function ready(isReady: string, host: string): Promise<void> {
  for (let looks = 0; looks < 2000; looks += 1) {
    const look = spawn(isReady, ['-q', '-h', host, '-t', '1'], { stdio: 'ignore' });
    const [code] = await once(look, 'exit');
    if (code === 0) return;
  }
  throw new Error(`PostgreSQL did not start: ${readFileSync(join(host, 'log'), 'utf8')}`);
}
