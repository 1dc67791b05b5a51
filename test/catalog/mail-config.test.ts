import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { initDesk } from '../../src/app/init.ts';
import { readDeskConfig } from '../../src/catalog/index.ts';
import { openDesk, requireMail } from '../../src/desk.ts';
import { deskSchema } from '../../src/model/catalog.ts';
import { configProblems } from '../support/config-problems.ts';
import { temporaryDesk } from '../support/desk.ts';

const HEAD = `version: 1
name: { en: A desk, zh: 研究部 }
title: { en: Weekly, zh: 周报 }
languages: [en, zh]
timeZone: Asia/Shanghai
sections: [dashboard]
`;
const MAIL = `mail:
  from: weekly@example.cn
  replyTo: desk@example.cn
  bounces: bounces@example.cn
  site: https://brief.example.cn
  listId: weekly.example.cn
  smtp:
    host: smtp.example.cn
    port: 587
    tls: required
    user: weekly
    passwordFile: data/smtp.password
    name: mail.example.cn
  dkim: { domain: example.cn, selector: assay2026, keyFile: data/dkim.pem }
  uncertain: { resendAfterHours: 6 }
  expireAfterHours: 48
`;

async function linesOf(text: string): Promise<string[]> {
  const root = await temporaryDesk({ 'data/desk.yaml': text });
  return configProblems(readDeskConfig(join(root, 'data/desk.yaml')));
}

describe('mail: of desk.yaml', () => {
  test('is read, and what it leaves out has its usual value', async () => {
    expect(await linesOf(HEAD + MAIL)).toEqual([]);
    const root = await temporaryDesk({
      'data/desk.yaml': `${HEAD}mail: { from: weekly@example.cn, smtp: { host: smtp.example.cn } }\n`,
    });
    const desk = await openDesk(root);
    expect(requireMail(desk)).toEqual({
      from: 'weekly@example.cn',
      smtp: {
        host: 'smtp.example.cn',
        port: 587,
        tls: 'required',
        connections: 5,
        perSecond: 10,
        perDomain: 5,
      },
      keyFile: 'data/mail.key',
      uncertain: 'hold',
      expireAfterHours: 48,
      maxBytes: 20_971_520,
      jumpPercent: 20,
      links: 'open',
      linkDays: 90,
    });
  });

  test('is no part of what becomes of an edition', async () => {
    const root = await temporaryDesk({ 'data/desk.yaml': HEAD + MAIL });
    const bare = await temporaryDesk({ 'data/desk.yaml': HEAD });
    const [desk, without] = [await openDesk(root), await openDesk(bare)];
    expect(desk.mail).toBeDefined();
    expect(Object.keys(desk.config)).not.toContain('mail');
    expect(JSON.stringify(desk.config)).toBe(JSON.stringify(without.config));
    // What a snapshot holds of a desk is checked by this: it would not be written.
    expect(deskSchema.safeParse(desk.config).success).toBe(true);
    expect(deskSchema.safeParse({ ...desk.config, mail: desk.mail }).success).toBe(false);
  });

  test('lies beside a ledger of its own', async () => {
    const root = await temporaryDesk({});
    expect((await openDesk(root)).paths.ledger).toBe(join(root, 'data', 'ledger.db'));
  });

  test('that is needed and not there says what to add', async () => {
    const desk = await openDesk(await temporaryDesk({ 'data/desk.yaml': HEAD }));
    expect(() => requireMail(desk)).toThrow(
      'E_MAIL_NONE data/desk.yaml: this desk does not say how to mail. Expected at least a sender and a server. Add: mail: { from: weekly@example.cn, smtp: { host: smtp.example.cn, user: weekly@example.cn, passwordFile: data/smtp.password } }',
    );
  });

  test('stands ready in a new desk, to be uncommented', async () => {
    const root = join(await temporaryDesk({}), 'new');
    await initDesk(root);
    const text = await readFile(join(root, 'data', 'desk.yaml'), 'utf8');
    expect((await openDesk(root)).mail).toBeUndefined();
    const [before = '', after] = text.split('# mail:');
    expect(after).toBeDefined();
    const uncommented = `mail:${after}`.replaceAll('\n# ', '\n');
    await writeFile(join(root, 'data', 'desk.yaml'), before + uncommented);
    expect((await openDesk(root)).mail?.smtp.host).toBe('smtp.example.cn');
  });

  test('that is added as that line says is good', async () => {
    const desk = await openDesk(await temporaryDesk({}));
    const added = await Promise.resolve()
      .then(() => requireMail(desk))
      .catch((error: unknown) => /Add: (mail: .*)$/.exec(error instanceof Error ? error.message : '')?.[1]);
    expect(await linesOf(`${HEAD}${String(added)}\n`)).toEqual([]);
  });

  test.each<[name: string, from: string, to: string, ...lines: string[]]>([
    [
      'two @ in the sender',
      'weekly@example.cn',
      'weekly@@example.cn',
      'E_CONFIG_FIELD data/desk.yaml:8:9: mail.from is "weekly@@example.cn". Expected an e-mail address like weekly@example.cn (two @).',
    ],
    [
      'a name beside the sender',
      'from: weekly@example.cn',
      'from: Weekly <weekly@example.cn>',
      'E_CONFIG_FIELD data/desk.yaml:8:9: mail.from is "Weekly <weekly@example.cn>". Expected an e-mail address like weekly@example.cn (angle brackets; give the address alone).',
    ],
    [
      'a header hidden in the sender',
      'from: weekly@example.cn',
      'from: "weekly@example.cn\\r\\nBcc: all@example.cn"',
      'E_CONFIG_FIELD data/desk.yaml:8:9: mail.from is "weekly@example.cn\\r\\nBcc: all@example.cn". Expected an e-mail address like weekly@example.cn (a line break).',
    ],
    [
      'an empty sender',
      'from: weekly@example.cn',
      'from: ""',
      'E_CONFIG_FIELD data/desk.yaml:8:9: mail.from is "". Expected an e-mail address like weekly@example.cn (it is empty).',
    ],
    [
      'no sender',
      '  from: weekly@example.cn\n',
      '',
      'E_CONFIG_FIELD data/desk.yaml:8:3: "mail.from" is missing. Expected a text.',
    ],
    [
      'a sender few servers can answer',
      'from: weekly@example.cn',
      'from: 周报@example.cn',
      'E_CONFIG_FIELD data/desk.yaml:8:9: mail.from is "周报@example.cn", with letters beyond ASCII before the @. Expected one that every server can answer, like weekly@example.cn.',
    ],
    [
      'two addresses to reply to',
      'desk@example.cn',
      '"desk@example.cn, li@example.cn"',
      'E_CONFIG_FIELD data/desk.yaml:9:12: mail.replyTo is "desk@example.cn, li@example.cn". Expected an e-mail address like weekly@example.cn (two addresses).',
    ],
    [
      'a bounce address without room for a token',
      'bounces: bounces@',
      'bounces: bounces-of-the-weekly-metals-brief@',
      'E_CONFIG_FIELD data/desk.yaml:10:12: mail.bounces is "bounces-of-the-weekly-metals-brief@example.cn": 34 characters before the @, but with the token of a bounce only 31 fit. Use a shorter one.',
    ],
    [
      'a site without TLS',
      'https://brief.example.cn',
      'http://brief.example.cn',
      'E_CONFIG_FIELD data/desk.yaml:11:9: mail.site is "http://brief.example.cn". Expected https://: links to unsubscribe must not be read or changed on their way.',
    ],
    [
      'a site that is a script',
      'https://brief.example.cn',
      'javascript:alert(1)',
      'E_CONFIG_FIELD data/desk.yaml:11:9: mail.site is "javascript:alert(1)". Expected https://: links to unsubscribe must not be read or changed on their way.',
    ],
    [
      'a site that is no address',
      'https://brief.example.cn',
      'brief.example.cn',
      'E_CONFIG_FIELD data/desk.yaml:11:9: mail.site is "brief.example.cn". Expected an address like https://brief.example.cn.',
    ],
    [
      'a slash at the end of the site',
      'https://brief.example.cn',
      'https://brief.example.cn/',
      'E_CONFIG_FIELD data/desk.yaml:11:9: mail.site is "https://brief.example.cn/". Write it as https://brief.example.cn',
    ],
    [
      'a path of dots in the site',
      'https://brief.example.cn',
      'https://brief.example.cn/a/../b',
      'E_CONFIG_FIELD data/desk.yaml:11:9: mail.site is "https://brief.example.cn/a/../b". Write it as https://brief.example.cn/b',
    ],
    [
      'a question in the site',
      'https://brief.example.cn',
      'https://brief.example.cn?a=b',
      'E_CONFIG_FIELD data/desk.yaml:11:9: mail.site is "https://brief.example.cn?a=b". Expected no "?" or "#" in it: paths are added at its end.',
    ],
    [
      'a password in the site',
      'https://brief.example.cn',
      'https://li:secret@brief.example.cn',
      'E_CONFIG_FIELD data/desk.yaml:11:9: mail.site is "https://li:secret@brief.example.cn". Expected no user or password in it: every letter would show them.',
    ],
    [
      'letters beyond ASCII in the site',
      'https://brief.example.cn',
      'https://简报.cn',
      'E_CONFIG_FIELD data/desk.yaml:11:9: mail.site is "https://简报.cn". Write it as https://xn--4ru366c.cn',
    ],
    [
      'a list id with blanks',
      'listId: weekly.example.cn',
      'listId: our weekly',
      'E_CONFIG_FIELD data/desk.yaml:12:11: mail.listId is "our weekly". Expected a name like weekly.example.cn.',
    ],
    [
      'a port in the host',
      'host: smtp.example.cn',
      'host: smtp.example.cn:587',
      'E_CONFIG_FIELD data/desk.yaml:14:11: mail.smtp.host is "smtp.example.cn:587". Expected a host\'s name alone, like smtp.example.cn; its port goes to mail.smtp.port.',
    ],
    [
      'a scheme in the host',
      'host: smtp.example.cn',
      'host: smtp://smtp.example.cn',
      'E_CONFIG_FIELD data/desk.yaml:14:11: mail.smtp.host is "smtp://smtp.example.cn". Expected a host\'s name alone, like smtp.example.cn; its port goes to mail.smtp.port.',
    ],
    [
      'TLS switched off to a host elsewhere',
      'tls: required',
      'tls: "off"',
      'E_CONFIG_TLS data/desk.yaml:16:10: mail.smtp.host smtp.example.cn: TLS is off and the host is not local. Set mail.smtp.tls: required.',
    ],
    [
      'a kind of TLS nobody knows',
      'tls: required',
      'tls: require',
      'E_CONFIG_FIELD data/desk.yaml:16:10: mail.smtp.tls is "require". Expected one of required, implicit, off. Did you mean "required"?',
    ],
    [
      'STARTTLS at the port of implicit TLS',
      'port: 587',
      'port: 465',
      'E_CONFIG_TLS data/desk.yaml:15:11: mail.smtp.port 465 speaks TLS from the first byte. Set mail.smtp.tls: implicit, or port: 587.',
    ],
    [
      'implicit TLS at the port of STARTTLS',
      'tls: required',
      'tls: implicit',
      'E_CONFIG_TLS data/desk.yaml:16:10: mail.smtp.tls is implicit, but port 587 begins without TLS. Set mail.smtp.port: 465, or tls: required.',
    ],
    [
      'a port beyond all ports',
      'port: 587',
      'port: 70000',
      'E_CONFIG_FIELD data/desk.yaml:15:11: mail.smtp.port is 70000. Expected at most 65535.',
    ],
    [
      'a password of nobody',
      '    user: weekly\n',
      '',
      'E_CONFIG_FIELD data/desk.yaml:17:19: mail.smtp.passwordFile has no mail.smtp.user beside it. Set the user.',
    ],
    [
      'a password in the file itself',
      'passwordFile: data/smtp.password',
      'password: secret',
      'E_CONFIG_FIELD data/desk.yaml:18:5: unknown field "password". Expected only host, port, tls, user, passwordFile, connections, perSecond, perDomain, name.',
    ],
    [
      'an empty path for a password',
      'data/smtp.password',
      '""',
      'E_CONFIG_FIELD data/desk.yaml:18:19: mail.smtp.passwordFile is "". Expected a path inside the desk, or an absolute one.',
    ],
    [
      'one file for two secrets',
      'keyFile: data/dkim.pem',
      'keyFile: data/smtp.password',
      'E_CONFIG_FIELD data/desk.yaml:20:61: mail.dkim.keyFile is "data/smtp.password", which is mail.smtp.passwordFile already. Give each a path of its own.',
    ],
    [
      'a name of ours with blanks',
      'name: mail.example.cn',
      'name: our server',
      'E_CONFIG_FIELD data/desk.yaml:19:11: mail.smtp.name is "our server". Expected a host\'s name, like mail.example.cn.',
    ],
    [
      'a signature of another domain',
      'dkim: { domain: example.cn',
      'dkim: { domain: example.com',
      'E_CONFIG_FIELD data/desk.yaml:20:19: mail.dkim.domain is "example.com", but mail.from is at "example.cn". Expected "example.cn" or a domain above it: receivers distrust a signature of another.',
    ],
    [
      'a selector with a blank',
      'selector: assay2026',
      'selector: "assay 2026"',
      'E_CONFIG_FIELD data/desk.yaml:20:41: mail.dkim.selector is "assay 2026". Expected a name like assay2026.',
    ],
    [
      'half a signature',
      ', keyFile: data/dkim.pem',
      '',
      'E_CONFIG_FIELD data/desk.yaml:20:9: "mail.dkim.keyFile" is missing. Expected a text.',
    ],
    [
      'another word for those in doubt',
      'uncertain: { resendAfterHours: 6 }',
      'uncertain: resend',
      'E_CONFIG_FIELD data/desk.yaml:21:14: mail.uncertain is "resend". Expected hold, or { resendAfterHours: 6 }.',
    ],
    [
      'a second try after the end',
      'resendAfterHours: 6',
      'resendAfterHours: 72',
      'E_CONFIG_ORDER data/desk.yaml:21:34: mail.uncertain.resendAfterHours 72 is not before mail.expireAfterHours 48. Set it lower: by then nothing is sent any more.',
    ],
    [
      'another word for links',
      'uncertain: { resendAfterHours: 6 }',
      'links: closed',
      'E_CONFIG_FIELD data/desk.yaml:21:10: mail.links is "closed". Expected open, signed, or { signedFrom: 2026-W48 }.',
    ],
    [
      'links that are signed from a week there is not',
      'uncertain: { resendAfterHours: 6 }',
      'links: { signedFrom: 2025-W53 }',
      'E_CONFIG_FIELD data/desk.yaml:21:24: mail.links.signedFrom is "2025-W53". Expected an ISO week like 2026-W48: the first whose letters carry signed links.',
    ],
    [
      'a field nobody knows',
      'replyTo:',
      'reply-to:',
      'E_CONFIG_FIELD data/desk.yaml:9:3: unknown field "reply-to". Did you mean "replyTo"? Expected only from, replyTo, bounces, site, listId, smtp, dkim, keyFile, uncertain, expireAfterHours, maxBytes, jumpPercent, links, linkDays, stateFolder.',
    ],
  ])('with %s says so', async (_, from, to, ...lines) => {
    expect(MAIL).toContain(from);
    expect(await linesOf(HEAD + MAIL.replace(from, to))).toEqual(lines);
  });

  test.each([
    [
      'this machine without TLS',
      'host: smtp.example.cn\n    port: 587\n    tls: required',
      'host: localhost\n    port: 25\n    tls: "off"',
    ],
    [
      'this machine by its number',
      'host: smtp.example.cn\n    port: 587\n    tls: required',
      'host: "::1"\n    port: 25\n    tls: "off"',
    ],
    ['a site on this machine', 'https://brief.example.cn', 'http://127.0.0.1:8080'],
    ['a site below a path', 'https://brief.example.cn', 'https://example.cn/brief'],
    ['a signature of the domain above', 'from: weekly@example.cn', 'from: weekly@mail.example.cn'],
    ['signed links', 'uncertain: { resendAfterHours: 6 }', 'links: signed'],
    ['signed links from a week on', 'uncertain: { resendAfterHours: 6 }', 'links: { signedFrom: 2026-W53 }'],
    ['those in doubt held', 'uncertain: { resendAfterHours: 6 }', 'uncertain: hold'],
  ])('with %s is good', async (_, from, to) => {
    expect(MAIL).toContain(from);
    expect(await linesOf(HEAD + MAIL.replace(from, to))).toEqual([]);
  });

  test('that is empty says so', async () => {
    expect(await linesOf(`${HEAD}mail:\n`)).toEqual([
      'E_CONFIG_FIELD data/desk.yaml:7:6: mail is empty. Expected a map of fields.',
    ]);
  });
});
