import { openOffice } from '../../../src/store/office/index.ts';

/**
 * One of two who want the same at once: `rival.mjs PLACE first NAME`, `rival.mjs PLACE disable NAME`. Says `ready`,
 * waits for a line, does it and says how it ended.
 */
const [place = '', what = '', name = ''] = process.argv.slice(2);
const office = await openOffice(place);
const id = (await office.accounts.byName(name))?.id ?? 0;
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
process.stdin.pause();
const now = '2025-06-15T09:00:00.000Z';
const work =
  what === 'first'
    ? office.accounts.addFirst({ name, password: 'h' }, now)
    : office.accounts.change(id, { state: 'disabled' });
const end = await work.then(
  (account) => (account === undefined ? 'too late' : 'done'),
  (error: unknown) => (error instanceof Error ? (error.message.split(' ')[0] ?? '') : 'failed'),
);
process.stdout.write(`${end}\n`);
await office.close();
