import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openHostGate } from '../../src/delivery/campaign/host-gate.ts';
import { openPauseRules } from '../../src/delivery/campaign/pause-rules.ts';
import { classify } from '../../src/delivery/smtp/outcome.ts';
import { reasonSaid } from '../../src/language/index.ts';
import { duration, missingWords, problemWords } from '../../src/schedule/words.ts';
import { stillEffects } from '../support/effects.ts';

const around = {
  at: (moment: string) => moment.slice(0, 10),
  series: (id: string) => (id === 'cu_shfe' ? '沪铜' : id),
};
const zh = (reason: string): string => reasonSaid(reason, 'zh', around).text;
const en = (reason: string): string => reasonSaid(reason, 'en', around).text;
const SCHEDULE = join(import.meta.dirname, '../../src/schedule');

/** What stands in the source's templates, as it may be at work. */
const VALUES: Readonly<Record<string, string>> = {
  week: '2025-W24',
  'held.occurrence.week': '2025-W24',
  'one.week': '2025-W24',
  deadline: '2025-06-15T10:00:00.000Z',
  nextAt: '2025-06-15T10:00:00.000Z',
  sendAt: '2025-06-15T10:00:00.000Z',
  'found.at': '2025-06-15T10:00:00.000Z',
  lacks: 'an approval',
  lacking: 'no note in zh',
  gaps: 'published with gaps: no note in zh',
  words: 'its server stops',
  sum: 'mailed to 3 of 5 on weekly',
  what: 'not made',
  'duration(late)': '3 h 5 min',
  catchUpHours: '24',
  'send.list': 'weekly',
  'sent.reason': 'the mail server fell silent on 6 letters in a row: 421 4.3.2 Closing',
  again: 'assay deliveries release 2025-W24, then: assay schedule release 2025-W24',
  'wayOn(needs, unapproved, week)': 'Look at it, then: assay schedule release 2025-W24',
  'jumpWords(jump)': 'the clock of this machine went forward by 3.0 hours',
};

function filledIn(template: string): string {
  // What somebody says of a hold follows its colon.
  const bare = template.replace(/\$\{by\.name\}\$\{words\}/, 'li');
  return bare.replace(/\$\{([^}]+)\}/g, (_, name: string) => VALUES[name] ?? name);
}

const PROBLEM = { code: 'E_DATA_RANGE', where: 'x.csv:3', message: 'a price is out of range.' };

describe('why something is as it is, in Chinese', () => {
  test('a week that waits, held or failed: as the schedule’s own words say it', () => {
    const series = Array.from({ length: 10 }, (_, at) => ({
      id: at === 0 ? 'cu_shfe' : `s${at}`,
      last: at === 0 ? '2025-06-06' : '',
    }));
    const lacks = missingWords({ series, notes: ['en', 'zh'] });
    expect(
      zh(`late by ${duration(90_061_000 * 2)}; waits until 2025-06-15T10:00:00.000Z for: ${lacks}`),
    ).toBe(
      '晚了2天2小时2分钟；最晚等到2025-06-15，尚缺：本周数值不全：沪铜（最新2025-06-06）、s1（尚无数值）、s2（尚无数值）、s3（尚无数值）、s4（尚无数值）、s5（尚无数值）、s6（尚无数值）、s7（尚无数值）等，另有2项；没有英文、中文点评',
    );
    const held = problemWords([PROBLEM, PROBLEM, PROBLEM]);
    expect(
      zh(
        `held at its deadline: ${held}; an approval. Approve the week in the studio, then: assay schedule release 2025-W24`,
      ),
    ).toBe('截止时仍缺：数值超出该指标的合理范围（另有2处问题）；尚未批准。请批准本周，然后点“继续”。');
    expect(
      zh(`could not be built: ${problemWords([PROBLEM])}. Tried again at 2025-06-15T10:00:00.000Z`),
    ).toMatch(/^未能制作：数值超出.*将于2025-06-15重试。$/);
    expect(zh('held by li: 周五数据有误')).toBe('由li暂停：周五数据有误');
    expect(zh('mailed to 3 of 5 on weekly; some are tried again at 2025-06-15T10:00:00.000Z')).toBe(
      'weekly 共5人，已发送3封，其余将于2025-06-15重试',
    );
  });

  test('every reason that is written in the schedule’s source', () => {
    const files = readdirSync(SCHEDULE).map((file) => readFileSync(join(SCHEDULE, file), 'utf8'));
    const reasons = files.flatMap((text) =>
      [
        ...text.matchAll(
          /\b(?:reason: |reason = |said\(making, |wait\(held, making, |failed\(held, making, )(['`][^\n]*?['`])/g,
        ),
      ].map(([, literal = '']) => filledIn(literal.slice(1, -1))),
    );
    expect(reasons.length).toBeGreaterThan(15);
    // Told by mail or webhook alone.
    const kept = reasons.filter((reason) => !reason.startsWith('over: '));
    expect(
      kept.filter((reason) => zh(reason) === '' || /[a-z]{3,} [a-z]{2,} [a-z]{2,}/.test(zh(reason))),
    ).toEqual([]);
  });

  test('letters and campaigns: as those who send them say it', () => {
    const refused = classify({
      phase: 'rcpt',
      reply: { code: 550, enhanced: '5.1.1', text: 'User unknown' },
      cause: '',
    });
    expect(zh(refused.reason)).toBe('邮件服务器拒收（550 5.1.1）：收件地址不存在');
    expect(reasonSaid(refused.reason, 'zh', around).exact).toBe('550 5.1.1 User unknown');
    expect(
      zh(classify({ phase: 'end', reply: { code: 250, enhanced: '2.0.0', text: 'Ok' }, cause: '' }).reason),
    ).toBe('邮件服务器已接收（250 2.0.0）');
    expect(zh(classify({ phase: 'end', cause: 'Connection closed' }).reason)).toMatch(
      /^交出邮件之后连接中断/,
    );
    expect(zh(classify({ phase: 'mail', cause: 'Connection closed' }).reason)).toMatch(/未收到/);
    const rules = openPauseRules(1);
    const ours = { state: 'REJECTED', scope: 'campaign', phase: 'end', reason: '554 5.7.1 spam' } as const;
    rules(ours);
    rules(ours);
    expect(zh(rules(ours) ?? '')).toBe(
      '邮件服务器连续拒收3封，原因在我方：邮件服务器拒收（554 5.7.1）：按安全规则不予接收',
    );
    const gate = openHostGate(stillEffects(), () => undefined);
    const down = { reason: 'smtp.x.cn:25 cannot be reached: connect ECONNREFUSED.', fatal: false };
    const told = Array.from({ length: 7 }, () => gate.trouble(down, gate.generation));
    expect(told.map((one) => one === undefined)).toEqual([true, true, true, true, true, true, false]);
    expect(zh(told[6] ?? '')).toBe('无法连接邮件服务器 smtp.x.cn:25（连续试了7次）');
  });

  test('a person’s own words stay as they are; English ones are said to be English', () => {
    expect(reasonSaid('来电要求', 'zh', around)).toEqual({ text: '来电要求', exact: '' });
    expect(reasonSaid('asked on the phone', 'zh', around)).toEqual({ text: '', exact: 'asked on the phone' });
    expect(reasonSaid('', 'zh', around)).toEqual({ text: '', exact: '' });
    expect(reasonSaid('asked on the phone', 'en', around)).toEqual({ text: 'asked on the phone', exact: '' });
  });
});

describe('why something is as it is, in English', () => {
  test.each([
    [
      'held at its deadline: an approval. Approve the week in the studio, then: assay schedule release 2025-W24',
      'held at its deadline: an approval. Approve the week in the studio, then press “Try again”.',
    ],
    [
      'its build was cancelled. To try again: assay schedule release 2025-W24',
      'its build was cancelled. To try again, press “Try again”.',
    ],
    [
      'mailing paused: it refused. assay deliveries release 2025-W24, then: assay schedule release 2025-W24',
      'mailing paused: it refused. Let its campaign go on under Mail, then press “Try again”.',
    ],
    [
      'could not be mailed: no. Then: assay schedule release 2025-W24',
      'could not be mailed: no. Then press “Try again”.',
    ],
    ['mailed to 3 of 3 on weekly', 'mailed to 3 of 3 on weekly'],
    ['held by li: the assay from the smelter is late', 'held by li: the assay from the smelter is late'],
    ['bad lot: assay check pending', 'bad lot: assay check pending'],
  ])('%s', (reason, said) => {
    expect(en(reason)).toBe(said);
  });
});
