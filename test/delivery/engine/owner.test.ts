import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isDead, isOfEarlierBoot, ownerName } from '../../../src/delivery/campaign/owner.ts';

const onLinux = test.runIf(process.platform === 'linux');

onLinux('a process is named by host, boot, number and start, and lives', () => {
  const [host, boot, pid, start, ...rest] = ownerName().split(':');
  expect(rest).toEqual([]);
  expect(host).not.toBe('');
  expect(boot).toContain(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  expect(pid).toBe(String(process.pid));
  expect(start).toMatch(/^\d+$/);
  expect(isDead(ownerName())).toBe(false);
  expect(isOfEarlierBoot(ownerName())).toBe(false);
});

onLinux('a process that has ended is dead, and so is one whose number another one got', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await once(child, 'spawn');
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  const parts = ownerName().split(':');
  const owner = [parts[0], parts[1], child.pid, start].join(':');
  expect(isDead(owner)).toBe(false);
  expect(isDead([parts[0], parts[1], child.pid, Number(start) - 1].join(':'))).toBe(true);
  child.stdin.end();
  await once(child, 'exit');
  expect(isDead(owner)).toBe(true);
});

test('nobody is held for dead who may live where we cannot see: another host, another boot, another namespace', () => {
  const [host, boot = ''] = ownerName().split(':');
  const gone = '4194399:1';
  expect(isDead(`elsewhere:${boot}:${gone}`)).toBe(false);
  expect(isDead(`${host}:other-boot:${gone}`)).toBe(false);
  expect(isDead(`${host}:${boot.replace(/\.\d+$/, '.1')}:${gone}`)).toBe(false);
  // What runs in another container of this very boot may be writing in its files.
  expect(isOfEarlierBoot(`${host}:${boot.replace(/\.\d+$/, '.1')}:${gone}`)).toBe(false);
  expect(isOfEarlierBoot(`${host}:other-boot.1:${gone}`)).toBe(boot !== '');
  for (const strange of ['', 'x', `${host}:::`, `${host}:${boot}:12:`, `${host}:${boot}:1:2:3`]) {
    expect(isDead(strange)).toBe(false);
  }
  if (boot !== '') expect(isDead(`${host}:${boot}:${gone}`)).toBe(true);
});
