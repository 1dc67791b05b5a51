import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyDesk } from './bench-build.mjs';
import { FILL } from './bench-mail-desk.mjs';
import { SetupError } from './failure.mjs';
import { inRoot } from './place.mjs';
import { timed } from './timed.mjs';

export const WEEK = '2025-W24';
/** An empty PostgreSQL database for readers and people, instead of the desk's files. */
export const DATABASE = process.env.ASSAY_BENCH_DATABASE;
/** People who may see everything: nobody may open more than some hundred pages a minute. */
export const ADMINS = 20;

/**
 * A desk that has worked for ten years: its own week with every file, older ones with what their pages show, readers
 * of letters, and people who are signed in.
 * @param {string} desk
 * @param {{ run: (script: string, args: readonly string[]) => ReturnType<typeof timed> }} parts
 * @param {{ editions: number, subscribers: number, people: number }} sizes
 */
export async function fillServedDesk(desk, parts, { editions, subscribers, people }) {
  copyDesk(desk);
  appendFileSync(
    join(desk, 'data', 'desk.yaml'),
    '\nmail: { from: weekly@desk.example, stateFolder: state, smtp: { host: 127.0.0.1, tls: off } }\n',
  );
  await sound(timed(process.execPath, [inRoot('dist', 'main.js'), 'build', WEEK, '--desk', desk], false));
  await sound(parts.run(PUBLISH, [join(desk, 'reports'), String(editions)]));
  await sound(parts.run(FILL, [DATABASE ?? join(desk, 'data', 'ledger.db'), String(subscribers)]));
  await sound(parts.run(SIGN_IN, [DATABASE ?? join(desk, 'data', 'office.db'), ...tokens(people)]));
}

/**
 * Tokens of sessions, admins' first, then readers'.
 * @param {number} count
 */
export function tokens(count) {
  return Array.from({ length: count }, (_, at) =>
    createHash('sha256').update(`person ${at}`).digest('base64url'),
  );
}

/** The small files of the newest edition in `argv[1]` again, as `argv[2]` editions of the weeks before it. */
const PUBLISH = `import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
const [reports, count] = [process.argv[1], Number(process.argv[2])];
const from = join(reports, '${WEEK}');
const manifest = JSON.parse(readFileSync(join(from, 'edition.json'), 'utf8'));
const paths = readdirSync(from, { recursive: true }).map(String)
  .filter((path) => path.endsWith('.json') && !['edition.json', 'snapshot.json', 'templates.json'].includes(path));
const files = [{ path: 'snapshot.json', bytes: new TextEncoder().encode('{}\\n') },
  ...paths.map((path) => ({ path, bytes: readFileSync(join(from, path)) }))];
const effects = parts.realEffects(new AbortController().signal);
const { publishedAt, files: _, previous: __, manifest: ___, ...draft } = manifest;
for (let at = 0; at < count; at += 1) {
  const week = (2015 + Math.floor(at / 52)) + '-W' + String(at % 52 + 1).padStart(2, '0');
  if (week >= '${WEEK}') break;
  await parts.publish(reports, { ...draft, edition: week, week, snapshot: parts.sha256(files[0].bytes) }, files, effects);
}
console.log('published');`;

const SIGN_IN = `import { createHash } from 'node:crypto';
const [place, ...tokens] = process.argv.slice(1);
const office = await parts.openOffice(place);
const now = new Date();
const at = (ms) => new Date(now.getTime() + ms).toISOString();
for (const [index, token] of tokens.entries()) {
  const role = index < ${ADMINS} ? 'admin' : 'reader';
  const { id } = await office.accounts.add({ name: 'person' + index, role, password: 'none' }, at(0));
  const hash = createHash('sha256').update(token).digest('hex');
  await office.sessions.open({ hash, account: id, openedAt: at(0), idleUntil: at(3.6e6), endsAt: at(3.6e7), from: '127.0.0.1', agent: 'bench' });
}
await office.close();
console.log(tokens.length + ' people');`;

/** @param {ReturnType<typeof timed>} running */
async function sound(running) {
  const ended = await running;
  if (ended.code === 0) return ended;
  throw new SetupError(
    'E_BENCH_SERVE',
    'unavailable',
    '',
    `exit code ${ended.code}: ${ended.stdout}${ended.stderr}`,
  );
}
