import { execFileSync } from 'node:child_process';
import { mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readDeskConfig } from '../../src/catalog/index.ts';
import { AssayError } from '../../src/errors.ts';
import { temporaryDesk } from '../support/desk.ts';

async function sparse(path: string, bytes: number): Promise<void> {
  const handle = await open(path, 'w');
  await handle.truncate(bytes);
  await handle.close();
}

async function socket(path: string): Promise<void> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(path, resolve));
}

const KINDS: readonly [what: string, make: (path: string) => unknown, exit: string, line: string][] = [
  [
    'a pipe nobody writes to',
    (path) => execFileSync('mkfifo', [path]),
    'config',
    'E_CONFIG_FILE data/desk.yaml: is a pipe, not a file. Expected a YAML file. Move it away, or put the file in its place.',
  ],
  [
    'a folder',
    (path) => mkdir(path),
    'config',
    'E_CONFIG_FILE data/desk.yaml: is a folder, not a file. Expected a YAML file. Move it away, or put the file in its place.',
  ],
  [
    'a socket',
    socket,
    'config',
    'E_CONFIG_FILE data/desk.yaml: is a socket, not a file. Expected a YAML file. Move it away, or put the file in its place.',
  ],
  [
    'a device without end',
    (path) => symlink('/dev/zero', path),
    'config',
    'E_CONFIG_FILE data/desk.yaml: is a device, not a file. Expected a YAML file. Move it away, or put the file in its place.',
  ],
  [
    'a file of two gigabytes',
    (path) => sparse(path, 2 * 1024 ** 3),
    'config',
    'E_CONFIG_SIZE data/desk.yaml: 2 GB; the limit is 1 MB. Expected a YAML file of some kilobytes. Is it another file by mistake?',
  ],
  [
    'a link to itself',
    (path) => symlink(path, path),
    'io',
    'E_CONFIG_READ data/desk.yaml: cannot be read (a link that leads back to itself). Expected a readable file. Check the disk and try again.',
  ],
  [
    'text that is not UTF-8',
    (path) => writeFile(path, Buffer.from([0xff, 0xfe, 0x61, 0x00])),
    'config',
    'E_CONFIG_ENCODING data/desk.yaml: not valid UTF-8. Expected YAML in UTF-8. Save it again as UTF-8.',
  ],
];

describe('in place of data/desk.yaml', () => {
  test.each(KINDS)('%s is refused at once', async (_, make, exit, line) => {
    const file = join(await temporaryDesk({}), 'data/desk.yaml');
    await make(file);
    const error = await readDeskConfig(file).catch((reason: unknown) => reason);
    if (!(error instanceof AssayError)) throw new Error(`accepted: ${String(error)}`);
    expect([error.exit, error.message]).toEqual([exit, line]);
  });
});
