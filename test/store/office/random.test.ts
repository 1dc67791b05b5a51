import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AssayError } from '../../../src/errors.ts';
import { ROLES, type Role } from '../../../src/model/account.ts';
import type { Office } from '../../../src/store/office/index.ts';
import { officeAt, officePlaces } from '../../support/offices.ts';
import { minute } from './scene.ts';

/** What the office must be, in a few plain lists. */
interface Believed {
  now: number;
  readonly accounts: Array<{ name: string; role: Role; state: 'active' | 'disabled'; password: string }>;
  /** By hash; minutes. */
  readonly sessions: Map<string, { account: number; idleUntil: number; endsAt: number }>;
  made: number;
}

interface World {
  readonly office: Office;
  readonly believed: Believed;
}

const IDLE = 30;
const ENDS = 90;
const NAMES = ['wang', 'li', 'zhao', 'boss'] as const;

type Believing = (believed: Believed, n: number) => string | undefined;
type Deed = readonly [
  believe: Believing,
  act: (office: Office, n: number, before: Believed) => Promise<unknown>,
];

function idOf({ accounts }: Believed, n: number): number {
  return 1 + (n % Math.max(1, accounts.length));
}

function isAdmin({ role, state }: Believed['accounts'][number]): boolean {
  return role === 'admin' && state === 'active';
}

/** Gives the code of the refusal. */
function change(
  believed: Believed,
  n: number,
  next: Partial<Believed['accounts'][number]>,
): string | undefined {
  const known = believed.accounts[idOf(believed, n) - 1];
  if (known === undefined) return 'E_USER_UNKNOWN';
  const wanted = { ...known, ...next };
  if (isAdmin(known) && !isAdmin(wanted) && believed.accounts.filter(isAdmin).length === 1)
    return 'E_USER_LAST_ADMIN';
  const isOther =
    wanted.role !== known.role || wanted.state !== known.state || wanted.password !== known.password;
  Object.assign(known, next);
  if (isOther)
    for (const [hash, { account }] of believed.sessions)
      if (account === idOf(believed, n)) believed.sessions.delete(hash);
  return undefined;
}

const nameOf = (n: number): (typeof NAMES)[number] => NAMES[n % NAMES.length] ?? 'wang';
const roleOf = (n: number): Role => ROLES[n % ROLES.length] ?? 'reader';
const stateOf = (n: number): 'active' | 'disabled' => (n % 3 === 0 ? 'active' : 'disabled');
const at = ({ now }: Believed): string => minute(now);

const DEEDS: Readonly<Record<string, Deed>> = {
  addFirst: [
    ({ accounts }, n) => {
      if (accounts.length === 0)
        accounts.push({ name: nameOf(n), role: 'admin', state: 'active', password: 'first' });
      return undefined;
    },
    (office, n, believed) => office.accounts.addFirst({ name: nameOf(n), password: 'first' }, at(believed)),
  ],
  add: [
    ({ accounts }, n) => {
      if (accounts.some(({ name }) => name === nameOf(n))) return 'E_USER_TAKEN';
      accounts.push({ name: nameOf(n), role: roleOf(n), state: 'active', password: `p${n}` });
      return undefined;
    },
    (office, n, believed) =>
      office.accounts.add(
        { name: n % 2 === 0 ? nameOf(n) : nameOf(n).toUpperCase(), role: roleOf(n), password: `p${n}` },
        at(believed),
      ),
  ],
  role: [
    (believed, n) => change(believed, n, { role: roleOf(n) }),
    (office, n, before) => office.accounts.change(idOf(before, n), { role: roleOf(n) }),
  ],
  state: [
    (believed, n) => change(believed, n, { state: stateOf(n) }),
    (office, n, before) => office.accounts.change(idOf(before, n), { state: stateOf(n) }),
  ],
  password: [
    (believed, n) => change(believed, n, { password: `p${n % 7}` }),
    (office, n, before) => office.accounts.change(idOf(before, n), { password: `p${n % 7}` }),
  ],
  open: [
    (believed, n) => {
      believed.made += 1;
      if (believed.accounts[idOf(believed, n) - 1]?.state === 'active')
        believed.sessions.set(`h${believed.made}`, {
          account: idOf(believed, n),
          idleUntil: believed.now + IDLE,
          endsAt: believed.now + ENDS,
        });
      return undefined;
    },
    (office, n, before) =>
      office.sessions.open({
        hash: `h${before.made + 1}`,
        account: idOf(before, n),
        openedAt: at(before),
        idleUntil: minute(before.now + IDLE),
        endsAt: minute(before.now + ENDS),
        from: '::1',
        agent: '',
      }),
  ],
  touch: [
    ({ sessions, now }, n) => {
      const known = sessions.get(`h${n % 20}`);
      if (known !== undefined) known.idleUntil = Math.max(known.idleUntil, now + IDLE);
      return undefined;
    },
    (office, n, before) => office.sessions.touch(`h${n % 20}`, minute(before.now + IDLE)),
  ],
  close: [
    ({ sessions }, n) => {
      sessions.delete(`h${n % 20}`);
      return undefined;
    },
    (office, n) => office.sessions.close(`h${n % 20}`),
  ],
  closeOf: [
    (believed, n) => {
      for (const [hash, { account }] of believed.sessions)
        if (account === idOf(believed, n)) believed.sessions.delete(hash);
      return undefined;
    },
    (office, n, before) => office.sessions.closeOf(idOf(before, n)),
  ],
  pass: [
    (believed, n) => {
      believed.now += n % 40;
      return undefined;
    },
    async () => undefined,
  ],
  sweep: [
    ({ sessions, now }) => {
      for (const [hash, { idleUntil, endsAt }] of sessions)
        if (Math.min(idleUntil, endsAt) <= now) sessions.delete(hash);
      return undefined;
    },
    (office, _, before) => office.sessions.sweep(at(before)),
  ],
};

async function compare({ office, believed }: World): Promise<void> {
  const now = at(believed);
  const accounts = [...believed.accounts].sort((a, b) => (a.name < b.name ? -1 : 1));
  expect((await office.accounts.list()).map(({ name, role, state }) => ({ name, role, state }))).toEqual(
    accounts.map(({ name, role, state }) => ({ name, role, state })),
  );
  for (const { name, password } of accounts)
    expect((await office.accounts.byName(name))?.password).toBe(password);
  for (let number = 1; number <= believed.made; number += 1) {
    const known = believed.sessions.get(`h${number}`);
    const isLive = known !== undefined && Math.min(known.idleUntil, known.endsAt) > believed.now;
    const found = await office.sessions.find(`h${number}`, now);
    expect(found?.account.id, `h${number}`).toBe(isLive ? known.account : undefined);
    if (found !== undefined) expect(found.account.state).toBe('active');
  }
}

const runs = fc.array(
  fc.tuple(fc.constantFrom(...Object.keys(DEEDS), 'open', 'open', 'touch'), fc.nat(999)),
  {
    minLength: 10,
    maxLength: 40,
  },
);

describe.each(officePlaces)('whatever is done to accounts and sessions on $name', ({ name, open }) => {
  test('the office is what a few plain lists say, after every step', async () => {
    let [steps, refused, found] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(runs, async (run) => {
        const office = name === 'sqlite' ? await officeAt(':memory:') : await open();
        const believed: Believed = { now: 0, accounts: [], sessions: new Map(), made: 0 };
        for (const [what, n] of [['addFirst', 3] as const, ['add', 1] as const, ...run]) {
          const deed = DEEDS[what];
          if (deed === undefined) throw new Error(what);
          const before = { ...believed };
          const code = deed[0](believed, n);
          const said = await deed[1](office, n, before).then(
            () => undefined,
            (error: unknown) => {
              if (!(error instanceof AssayError)) throw error;
              return error.problems[0]?.code;
            },
          );
          expect(said, `${what} ${n}`).toBe(code);
          await compare({ office, believed });
          steps += 1;
          refused += code === undefined ? 0 : 1;
          found += believed.sessions.size;
        }
        await office.close();
      }),
      { numRuns: name === 'sqlite' ? 60 : 5 },
    );
    // Each run has twelve steps at least.
    expect(steps).toBeGreaterThan(50);
    if (name === 'sqlite') expect(Math.min(refused, found)).toBeGreaterThan(50);
  });
});
