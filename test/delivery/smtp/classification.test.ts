import { afterAll, expect, test } from 'vitest';
import type { Handover, Trouble } from '../../../src/delivery/campaign/carrier.ts';
import type { SmtpTimeouts } from '../../../src/delivery/smtp/smtp-settings.ts';
import { throwaway } from '../../support/smtp.ts';
import { type Fault, type FaultyOptions, type Stage, startFaulty } from '../../support/smtp-faulty.ts';
import { mailerTo, outgoing } from './outgoing.ts';

/** Longer than the test may take: whoever waits so long is seen. */
const LONG = 60_000;
/** Long enough for a busy machine to answer in, short enough to wait for what never answers. */
const SHORT = 3_000;

/** Patience ends early only where the server is silent, lest a slow machine be taken for a silent server. */
function patience({ stage, fault }: FaultyOptions, short: number): SmtpTimeouts {
  const clock = fault === 'silence' || fault === 'drip' ? CLOCKS[stage] : undefined;
  const long = { connect: LONG, command: LONG, reset: LONG, body: LONG, end: LONG, idle: LONG };
  return clock === undefined ? long : { ...long, [clock]: short };
}

const CLOCKS: Readonly<Record<Stage, keyof SmtpTimeouts>> = {
  greeting: 'connect',
  ehlo: 'connect',
  starttls: 'connect',
  auth: 'connect',
  mail: 'command',
  rcpt: 'command',
  data: 'command',
  body: 'body',
  end: 'end',
  rset: 'reset',
};

/** The replies a stage may refuse with, and what the carrier must make of each way to fail there. `yes`: the server got the dot. */
interface Row {
  readonly temporary: string;
  readonly permanent: string;
  readonly on421: string;
  readonly on4xx: string;
  readonly on5xx: string;
  /** Hanging up, silence, garbage, a slow drip: all alike. */
  readonly onNothing: string;
  readonly dot: 'yes' | 'no';
}

// As the table of outcomes has it. A `trouble` is no letter's: no line could be had.
const ROWS: Readonly<Record<Exclude<Stage, 'body' | 'rset'>, Row>> = {
  greeting: {
    temporary: '450 4.3.2 not now',
    permanent: '554 5.7.1 no service for you',
    on421: 'trouble',
    on4xx: 'trouble',
    on5xx: 'fatal trouble',
    onNothing: 'trouble',
    dot: 'no',
  },
  ehlo: {
    temporary: '451 4.3.0 later',
    permanent: '502 5.5.1 what is that',
    on421: 'trouble',
    // An old server: it is greeted with HELO, and the letter goes.
    on4xx: 'ACCEPTED recipient',
    on5xx: 'ACCEPTED recipient',
    onNothing: 'trouble',
    dot: 'no',
  },
  starttls: {
    temporary: '454 4.7.0 TLS not available',
    permanent: '502 5.5.1 not implemented',
    on421: 'trouble',
    on4xx: 'trouble',
    on5xx: 'fatal trouble',
    onNothing: 'trouble',
    dot: 'no',
  },
  auth: {
    temporary: '454 4.7.0 temporary failure',
    permanent: '535 5.7.8 wrong password',
    on421: 'trouble',
    on4xx: 'trouble',
    on5xx: 'fatal trouble',
    onNothing: 'trouble',
    dot: 'no',
  },
  mail: {
    temporary: '451 4.3.0 later',
    permanent: '550 5.7.1 not from you',
    on421: 'DEFERRED host',
    on4xx: 'DEFERRED host',
    on5xx: 'DEFERRED campaign',
    onNothing: 'DEFERRED host',
    dot: 'no',
  },
  rcpt: {
    temporary: '450 4.7.1 Greylisted',
    permanent: '550 5.1.1 no such user',
    on421: 'DEFERRED host',
    on4xx: 'DEFERRED recipient',
    on5xx: 'REJECTED recipient gone',
    onNothing: 'DEFERRED host',
    dot: 'no',
  },
  data: {
    temporary: '451 4.3.0 later',
    permanent: '554 transaction failed',
    on421: 'DEFERRED host',
    on4xx: 'DEFERRED host',
    on5xx: 'REJECTED recipient',
    onNothing: 'DEFERRED host',
    dot: 'no',
  },
  end: {
    temporary: '451 4.3.0 later',
    permanent: '552 5.2.2 mailbox full',
    on421: 'DEFERRED host',
    on4xx: 'DEFERRED host',
    on5xx: 'REJECTED recipient strike',
    onNothing: 'UNCERTAIN host',
    dot: 'yes',
  },
};

interface Case {
  readonly name: string;
  readonly options: FaultyOptions;
  readonly expected: string;
  readonly dot: 'yes' | 'no';
}

function casesOf(stage: Exclude<Stage, 'body' | 'rset'>, pipelining: boolean): Case[] {
  const row = ROWS[stage];
  const faults: ReadonlyArray<readonly [name: string, fault: Fault, expected: string]> = [
    ['421', { say: '421 4.3.2 closing' }, row.on421],
    ['4xx', { say: row.temporary }, row.on4xx],
    ['5xx', { say: row.permanent }, row.on5xx],
    ['drop', 'drop', row.onNothing],
    ['silence', 'silence', row.onNothing],
    ['garbage', { say: '\u0007?? HTTP/1.1 400 Bad Request' }, row.onNothing],
    ['drip', 'drip', row.onNothing],
  ];
  const needs = { starttls: stage === 'starttls', auth: stage === 'auth' };
  return faults.map(([name, fault, expected]) => ({
    name: `${stage} ${name}${pipelining ? '' : ' (one by one)'}`,
    options: { stage, fault, pipelining, ...needs },
    expected,
    dot: expected.startsWith('ACCEPTED') ? 'yes' : row.dot,
  }));
}

const STAGES = ['greeting', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt', 'data', 'end'] as const;

/** Beyond the seven ways: what only shows in the middle of a letter, or in half a reply. */
const ODD: readonly Case[] = [
  odd('body', 'drop', 'UNCERTAIN host', 'no'),
  odd('body', 'silence', 'UNCERTAIN host', 'no'),
  odd('body', { say: '552 5.3.4 too big' }, 'REJECTED campaign', 'no'),
  odd('body', { say: '250 2.0.0 Ok: queued as EARLY' }, 'UNCERTAIN host', 'no'),
  odd('end', { say: '2nd thoughts' }, 'UNCERTAIN host', 'yes'),
  odd('end', { say: '354 go on' }, 'UNCERTAIN host', 'yes'),
  odd('end', { say: '554 5.7.1 spam' }, 'REJECTED campaign', 'yes'),
  odd('end', { half: '250 2.0.0 Ok: queued as HALF' }, 'UNCERTAIN host', 'yes'),
  odd('end', { half: '451 4.3.0 lat' }, 'UNCERTAIN host', 'yes'),
  odd('rcpt', { half: '550 5.1.1 no su' }, 'DEFERRED host', 'no'),
  odd('data', { say: '250 2.0.0 Ok' }, 'DEFERRED host', 'no'),
  odd('rcpt', { say: '250 2.1.5 Ok\r\n250 2.1.5 Ok' }, 'DEFERRED host', 'no'),
];

function odd(stage: Stage, fault: Fault, expected: string, dot: Case['dot']): Case {
  const name = `${stage} ${typeof fault === 'object' ? JSON.stringify(fault) : fault}`;
  return { name, options: { stage, fault }, expected, dot };
}

const summary = (what: Handover | Trouble): string =>
  'fatal' in what
    ? `${what.fatal ? 'fatal ' : ''}trouble`
    : [what.state, what.scope, what.strike].filter((part) => part !== undefined).join(' ');

/** Large enough that no buffer on the way takes it all. */
const LARGE = Buffer.concat([
  Buffer.from('Subject: large\r\n\r\n'),
  Buffer.alloc(8_000_000, `${'x'.repeat(70)}\r\n`),
]);

async function play(
  { options }: Case,
  short = SHORT,
): Promise<{ met: string; reason: string; dot: string; next: string }> {
  const server = await startFaulty(options);
  const change = {
    tls: options.starttls ? 'required' : 'off',
    ...(options.auth ? { user: 'u' } : {}),
  } as const;
  const more = {
    timeouts: patience(options, short),
    password: 'secret-word',
    ca: throwaway('certificate.pem'),
  };
  const mailer = mailerTo(server.port, change, more);
  const attempt = async (to: string): Promise<Handover | Trouble> => {
    const answer = await mailer.line();
    if ('trouble' in answer) return answer.trouble;
    const large = options.stage === 'body' && to === 'first@y.example';
    const message = outgoing(to, large ? { bytes: LARGE.length, open: () => LARGE } : {});
    const handover = await answer.line.send(message);
    answer.line.release();
    return handover;
  };
  try {
    const met = await attempt('first@y.example');
    const next = await attempt('next@y.example');
    expect(server.faults).toBe(1);
    const taken = server.taken.filter((to) => to === 'next@y.example').length;
    return {
      met: summary(met),
      reason: met.reason,
      dot: server.dots.includes('first@y.example') ? 'yes' : 'no',
      next: `${summary(next)}, ${taken} taken`,
    };
  } finally {
    await mailer.close();
    await server.close();
  }
}

interface Played {
  readonly one: Case;
  readonly seen: Awaited<ReturnType<typeof play>>;
}
/** Once more, with more patience, where a server was silent in another way than it should: or did the machine stand still? */
async function playOne(one: Case): Promise<Played> {
  if (!isSilent(one)) return { one, seen: await play(one) };
  const seen = await play(one).catch(() => undefined);
  const isMet = seen !== undefined && toldOf(seen) === expectedOf(one);
  return { one, seen: isMet ? seen : await play(one, 6 * SHORT) };
}

const isSilent = ({ options: { fault } }: Case): boolean => fault === 'silence' || fault === 'drip';
const toldOf = ({ met, dot, next }: Played['seen']): string => `${met}, dot ${dot}; then ${next}`;
const expectedOf = ({ expected, dot }: Case): string =>
  `${expected}, dot ${dot}; then ACCEPTED recipient, 1 taken`;

const table: string[] = [];
afterAll(() => {
  process.stdout.write(`${table.join('\n')}\n`);
});

test('every stage failing in every way ends in its state, and the next letter goes out', async () => {
  const cases = [...STAGES.flatMap((stage) => [...casesOf(stage, true), ...casesOf(stage, false)]), ...ODD];
  expect(cases).toHaveLength(8 * 7 * 2 + ODD.length);
  const silent = Promise.all(cases.filter(isSilent).map(playOne));
  const loud: Played[] = [];
  const left = cases.filter((one) => !isSilent(one));
  while (left.length > 0) loud.push(...(await Promise.all(left.splice(0, 12).map(playOne))));
  const played = [...loud, ...(await silent)].sort((a, b) => cases.indexOf(a.one) - cases.indexOf(b.one));
  for (const { one, seen } of played)
    table.push(
      `${one.name.padEnd(44)} ${seen.met.padEnd(26)} dot: ${seen.dot.padEnd(4)} ${seen.reason.slice(0, 90)}`,
    );
  expect(Object.fromEntries(played.map(({ one, seen }) => [one.name, toldOf(seen)]))).toEqual(
    Object.fromEntries(cases.map((one) => [one.name, expectedOf(one)])),
  );
});
