import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { programRoot } from '../../src/program.ts';
import { assay } from '../support/assay.ts';

const textOf = (path: string): string => readFileSync(join(programRoot(), path), 'utf8');
const packageSchema = z.object({ bin: z.object({ assay: z.string() }) });
const PROGRAM = packageSchema.parse(JSON.parse(textOf('package.json'))).bin.assay;
const UNITS = ['assay.service', 'assay-watch.service'] as const;

/** Lines of a unit, `Key=value`, without comments. */
function unit(name: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of textOf(`src/setup/${name}`).split('\n')) {
    const [, key, value] = /^([A-Z]\w+)=(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) found.set(key, [...(found.get(key) ?? []), value]);
  }
  return found;
}

/** Docker's instructions, continued lines joined. */
function dockerfile(): Array<readonly [word: string, rest: string]> {
  return textOf('Dockerfile')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const [, word, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
      return word === undefined || rest === undefined ? [] : [[word, rest] as const];
    });
}

const words = z.array(z.string());

/** Options that a command's own help names. */
async function optionsOf(command: string): Promise<string[]> {
  const { code, stdout } = await assay([command, '--help']);
  expect(code).toBe(0);
  return [...stdout.matchAll(/--[a-z-]+/g)].map(([option]) => option);
}

async function expectCommand([command = '', ...rest]: readonly string[]): Promise<void> {
  const known = [...(await optionsOf(command)), '--desk'];
  const options = rest.filter((one) => one.startsWith('--'));
  for (const option of options) expect(known).toContain(option);
  const port = rest[rest.indexOf('--port') + 1];
  if (options.includes('--port')) expect(port).toBe('8600');
}

describe('the service', () => {
  test.each(UNITS)('%s starts a command there is, with options it has', async (name) => {
    const [start = ''] = unit(name).get('ExecStart') ?? [];
    const [node, program, ...rest] = start.split(' ');
    expect(node).toBe('/usr/bin/node');
    expect(program).toBe(`/opt/assay/${PROGRAM}`);
    await expectCommand(rest);
  });

  test('it runs as a user of its own, with no right but its desk, and leaves Chromium what its sandbox is made of', () => {
    const service = unit('assay.service');
    const only = (key: string): string => service.get(key)?.join(' ') ?? '';
    expect([only('User'), only('Group')]).toEqual(['assay', 'assay']);
    expect(only('ProtectSystem')).toBe('strict');
    expect(only('ReadWritePaths')).toBe(only('WorkingDirectory'));
    expect(only('ExecStart')).toContain(`--desk ${only('WorkingDirectory')}`);
    expect(only('NoNewPrivileges')).toBe('yes');
    expect(only('CapabilityBoundingSet')).toBe('');
    expect(only('RestrictNamespaces').split(' ').sort()).toEqual(['net', 'pid', 'user']);
    expect(only('SystemCallFilter').split(' ')).toEqual(expect.arrayContaining(['chroot', 'seccomp']));
    // JavaScript is compiled while it runs.
    expect(service.has('MemoryDenyWriteExecute')).toBe(false);
    expect(only('Restart')).toBe('on-failure');
    expect(Number(only('TimeoutStopSec'))).toBeGreaterThan(30);
    expect(only('ExecStart')).toContain('--host 127.0.0.1');
  });

  test('the timer wakes the unit of its name', () => {
    expect(existsSync(join(programRoot(), 'src', 'setup', 'assay-watch.service'))).toBe(true);
    expect(unit('assay-watch.timer').get('OnCalendar')).toEqual(['*:0/15']);
  });

  test('systemd finds nothing wrong with the units', () => {
    const probe = spawnSync('systemd-analyze', ['--version']);
    if (probe.error !== undefined) return;
    for (const name of [...UNITS, 'assay-watch.timer']) {
      const verified = spawnSync(
        'systemd-analyze',
        ['verify', '--man=no', join(programRoot(), 'src', 'setup', name)],
        { encoding: 'utf8' },
      );
      const about = verified.stderr.split('\n').filter((line) => line.includes('assay'));
      // Where the program and its user are not installed that is all there is to say.
      expect(
        about.filter((line) => !/not executable|No such file|Failed to resolve user/.test(line)),
      ).toEqual([]);
    }
  });
});

describe('the image', () => {
  test('what is copied is there, and is not left out', () => {
    const ignored = textOf('.dockerignore').split('\n');
    expect(ignored).toContain('*');
    const stage = dockerfile().filter(([word]) => word === 'COPY' || word === 'FROM');
    const second = stage.findLastIndex(([word]) => word === 'FROM');
    const copied = stage
      .slice(1, second)
      .flatMap(([, rest]) => rest.split(/\s+/).slice(0, -1))
      .filter((path) => path !== '');
    expect(copied.length).toBeGreaterThan(6);
    for (const path of copied) {
      expect(existsSync(join(programRoot(), path))).toBe(true);
      expect(ignored.some((line) => line === `!${path}` || line.startsWith(`!${path}/`))).toBe(true);
    }
    // A desk's own data, its keys and its archive stay outside.
    for (const path of ['data/desk.yaml', 'data/overrides.yaml', 'reports', 'node_modules', '.git'])
      expect(ignored.filter((line) => line.startsWith(`!${path}`))).toEqual([]);
  });

  test('it starts a command there is, not as root, and asks whether it is well', async () => {
    const by = (name: string): string => dockerfile().findLast(([word]) => word === name)?.[1] ?? '';
    expect(by('USER')).toBe('assay');
    const entry = words.parse(JSON.parse(by('ENTRYPOINT')));
    expect(entry.at(-1)).toBe(`/assay/${PROGRAM}`);
    await expectCommand(words.parse(JSON.parse(by('CMD'))));
    expect(by('HEALTHCHECK')).toContain('http://127.0.0.1:8600/healthz');
    const health = /CMD (\[.*\])$/.exec(by('HEALTHCHECK'))?.[1] ?? '';
    const [node, flag, script = ''] = words.parse(JSON.parse(health));
    expect([node, flag]).toEqual(['node', '-e']);
    // Nobody listens there in a test: it says so by its exit code, and does not hang.
    const probe = spawnSync(process.execPath, ['-e', script.replace(':8600', ':9')], { timeout: 120_000 });
    expect(probe.status).toBe(1);
    expect(dockerfile().filter(([, rest]) => /no-sandbox|--privileged/.test(rest))).toEqual([]);
  });

  test('its seccomp profile refuses what changes the machine, and nothing that a sandbox is made of', () => {
    const profile = z
      .object({
        defaultAction: z.literal('SCMP_ACT_ALLOW'),
        syscalls: z.array(z.object({ names: z.array(z.string()), action: z.literal('SCMP_ACT_ERRNO') })),
      })
      .parse(JSON.parse(textOf('src/setup/container-seccomp.json')));
    const refused = profile.syscalls.flatMap(({ names }) => names);
    expect(refused).toEqual([...refused].sort());
    expect(refused).toEqual(expect.arrayContaining(['mount', 'kexec_load', 'init_module', 'bpf', 'reboot']));
    for (const name of ['clone', 'clone3', 'unshare', 'chroot', 'seccomp', 'prctl', 'capset'])
      expect(refused).not.toContain(name);
  });
});
