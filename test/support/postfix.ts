import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A Postfix of its own: nothing of it lies outside a temporary folder, and it takes mail on loopback only. */
export interface Postfix {
  readonly port: number;
  /** Its log file, as `deliveries resolve --from-postfix-log` reads it. */
  readonly log: string;
  /** The log so far. */
  read(): Promise<string>;
  /** Has it try what it could not deliver, now. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Why there can be no Postfix here; undefined where there can. Its master has to be started by root. */
export async function noPostfix(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'Postfix is started by root only';
  const found = await run('postconf', ['-d', '-h', 'mail_version']).catch(() => undefined);
  return found ? undefined : 'Postfix is not installed (apt-get install postfix)';
}

/** Starts one that hands everything to the server at `relay` on loopback. The caller closes it. */
export async function startPostfix(relay: number): Promise<Postfix> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-postfix-'));
  // Its processes run as `postfix` and have to come in.
  await chmod(folder, 0o755);
  const config = join(folder, 'config');
  const log = join(folder, 'mail.log');
  const port = await freePort();
  await mkdir(config);
  await mkdir(join(folder, 'queue'));
  await mkdir(join(folder, 'data'));
  await run('chown', ['postfix', join(folder, 'data')]);
  await writeFile(join(config, 'main.cf'), settings({ folder, log, relay }));
  await writeFile(join(config, 'master.cf'), services(port));
  const postfix = (...words: string[]): Promise<unknown> => run('postfix', ['-c', config, ...words]);
  await postfix('start').catch(async (error: unknown) => {
    const said = await readFile(log, 'utf8').catch(() => '');
    await rm(folder, { recursive: true, force: true });
    throw new Error(`Postfix did not start: ${String(error)}\n${said}`);
  });
  return {
    port,
    log,
    read: () => readFile(log, 'utf8').catch(() => ''),
    flush: async () => {
      await postfix('flush');
    },
    close: async () => {
      await postfix('stop').catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function settings({ folder, log, relay }: { folder: string; log: string; relay: number }): string {
  return `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${log}
maillog_file_prefixes = ${folder}
myhostname = relay.example
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_peername_lookup = no
smtpd_tls_security_level = none
smtp_tls_security_level = none
disable_dns_lookups = yes
smtp_host_lookup = native
relayhost = [127.0.0.1]:${relay}
message_size_limit = 30000000
`;
}

/** No service in a chroot, so that nothing has to be copied there. */
function services(port: number): string {
  const lines = [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'verify unix - - n - 1 verify',
    'flush unix n - n 1000? 0 flush',
    'proxymap unix - - n - - proxymap',
    'smtp unix - - n - - smtp',
    'relay unix - - n - - smtp',
    'showq unix n - n - - showq',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'discard unix - - n - - discard',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  return `${lines.join('\n')}\n`;
}

/** Below those the system gives to whoever asks for any: nobody else is given it before Postfix has it. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 30_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
