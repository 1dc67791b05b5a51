import { join } from 'node:path';
import { ServedFiles } from '../../src/archive/index.ts';
import { keyOf } from '../../src/delivery/leaving/mail-key.ts';
import { programRoot } from '../../src/program.ts';
import { openPages } from '../../src/render/templates.ts';
import type { Ledger } from '../../src/store/ledger/index.ts';
import { openServer, type Shop } from '../../src/studio/server.ts';
import { stillEffects } from '../support/effects.ts';

export const KEY = keyOf(new Uint8Array(32).fill(3));
export const FORGER = keyOf(new Uint8Array(32).fill(4));

export const MASTHEAD: Shop['masthead'] = {
  title: { en: 'Metals Weekly', zh: '金属周报' },
  name: { en: 'Test desk', zh: '测试研究部' },
  languages: ['en', 'zh'],
};

/** A server that does not listen, with its log; its clock is `moment`, and moved by hand. */
export async function shopServer(given: {
  readonly ledger?: Ledger;
  readonly reports?: string;
  readonly moment?: string;
  readonly more?: Partial<Shop>;
}) {
  const clock = { moment: given.moment ?? '2025-06-15T12:00:00.000Z', ticks: 0 };
  const still = stillEffects();
  const effects = { ...still, now: () => new Date(clock.moment), ticks: () => clock.ticks };
  const server = openServer({
    pages: await openPages([join(programRoot(), 'templates')]),
    masthead: MASTHEAD,
    files: new ServedFiles(given.reports ?? join(programRoot(), 'nowhere')),
    mail: given.ledger === undefined ? undefined : { ledger: given.ledger, key: KEY },
    effects,
    ...given.more,
  });
  return { server, clock, lines: still.lines };
}
