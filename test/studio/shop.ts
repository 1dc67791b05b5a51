import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ServedFiles } from '../../src/archive/index.ts';
import { keyOf } from '../../src/delivery/leaving/mail-key.ts';
import { studioSchema } from '../../src/model/studio.ts';
import { programRoot } from '../../src/program.ts';
import { openPages } from '../../src/render/templates.ts';
import type { Ledger } from '../../src/store/ledger/index.ts';
import { openOffice } from '../../src/store/office/index.ts';
import { openServer } from '../../src/studio/server.ts';
import type { Shop } from '../../src/studio/shop.ts';
import { stillEffects } from '../support/effects.ts';

export const KEY = keyOf(new Uint8Array(32).fill(3));
export const FORGER = keyOf(new Uint8Array(32).fill(4));

export const MASTHEAD: Shop['masthead'] = {
  title: { en: 'Metals Weekly', zh: '金属周报' },
  name: { en: 'Test desk', zh: '测试研究部' },
  languages: ['en', 'zh'],
};

/** A server that does not listen, with its log; its clock is `moment`, and moved by hand. Nobody works at its desk. */
export async function shopServer(given: {
  readonly ledger?: Ledger;
  readonly reports?: string;
  readonly moment?: string;
  readonly more?: Partial<Shop>;
}) {
  const clock = { moment: given.moment ?? '2025-06-15T12:00:00.000Z', ticks: 0 };
  const still = stillEffects();
  const effects = { ...still, now: () => new Date(clock.moment), ticks: () => clock.ticks };
  const office = await openOffice(':memory:');
  onTestFinished(() => office.close());
  const nobody = async (): Promise<never> => {
    throw new Error('no desk behind this server');
  };
  const server = openServer({
    shop: {
      desk: nobody,
      app: new Proxy(Object.create(null), { get: () => nobody }),
      hands: { run: nobody, close: async () => undefined },
      queue: new Proxy(Object.create(null), { get: () => nobody }),
      week: new Proxy(Object.create(null), { get: () => nobody }),
      sender: new Proxy(Object.create(null), { get: () => nobody }),
      office,
      ledger: given.ledger,
      pages: await openPages([join(programRoot(), 'templates')]),
      masthead: MASTHEAD,
      files: new ServedFiles(given.reports ?? join(programRoot(), 'nowhere')),
      mail: given.ledger === undefined ? undefined : { ledger: given.ledger, key: KEY },
      effects,
      ...given.more,
    },
    settings: studioSchema.parse({}),
    host: '127.0.0.1',
    script: '',
    uploads: join(programRoot(), 'nowhere'),
    onSetupCode: () => undefined,
  });
  return { server, clock, lines: still.lines };
}
