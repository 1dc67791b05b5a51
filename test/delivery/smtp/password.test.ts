import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readPassword } from '../../../src/delivery/smtp/password.ts';
import { AssayError } from '../../../src/errors.ts';
import { type MailConfig, mailSchema } from '../../../src/model/mail.ts';
import { temporaryDesk } from '../../support/desk.ts';

const mail = (smtp: Partial<MailConfig['smtp']>): MailConfig =>
  mailSchema.parse({ from: 'a@x.example', smtp: { host: 'mail.x.example', user: 'desk', ...smtp } });

async function failure(promise: Promise<unknown>): Promise<AssayError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AssayError)) throw new Error(`expected an AssayError, got ${String(error)}`);
  return error;
}

test('it comes from the environment, else from a file beside which only its newline is left out', async () => {
  const root = await temporaryDesk({ 'data/pw': ' päss word \r\n' });
  await chmod(join(root, 'data/pw'), 0o600);
  const config = mail({ passwordFile: 'data/pw' });
  expect(await readPassword(config, root, '')).toBe(' päss word ');
  expect(await readPassword(mail({ passwordFile: join(root, 'data/pw') }), '/elsewhere', '')).toBe(
    ' päss word ',
  );
  expect(await readPassword(config, root, 'from-outside')).toBe('from-outside');
  expect(await readPassword(mail({ user: undefined }), root, 'from-outside')).toBeUndefined();
});

test('what systemd hands to this service alone is taken whatever its mode says, and nothing beside it', async () => {
  const root = await temporaryDesk({ 'run/smtp.password': 'word\n', 'other/smtp.password': 'word\n' });
  for (const folder of ['run', 'other']) await chmod(join(root, folder, 'smtp.password'), 0o440);
  vi.stubEnv('CREDENTIALS_DIRECTORY', join(root, 'run'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const read = (folder: string) =>
    readPassword(mail({ passwordFile: join(root, folder, 'smtp.password') }), root, '');
  expect(await read('run')).toBe('word');
  expect((await failure(read('other'))).problems[0]?.code).toBe('E_CONFIG_SECRET');
  expect((await failure(read('run/../other'))).problems[0]?.code).toBe('E_CONFIG_SECRET');
});

test.each([
  [
    'readable by others',
    'secret-word\n',
    0o644,
    'E_CONFIG_SECRET',
    /is readable by everyone \(mode 0644\)\. Run: chmod 600/,
  ],
  ['readable by the group', 'secret-word\n', 0o640, 'E_CONFIG_SECRET', /mode 0640/],
  ['empty', '\n', 0o600, 'E_CONFIG_SECRET', /is empty/],
  ['two lines', 'secret-word\nsecond\n', 0o600, 'E_CONFIG_SECRET', /line break/],
])(
  'a password file that is %s is refused, and no word of it is repeated',
  async (_name, text, mode, code, words) => {
    const root = await temporaryDesk({ 'data/pw': text });
    await chmod(join(root, 'data/pw'), mode);
    const error = await failure(readPassword(mail({ passwordFile: 'data/pw' }), root, ''));
    expect(error.exit).toBe('config');
    expect(error.problems).toMatchObject([
      { code, where: `smtp.passwordFile ${join(root, 'data/pw')}`, message: expect.stringMatching(words) },
    ]);
    expect(error.message).not.toContain('secret-word');
  },
);

test('a user without any password, or with a file that is not there, is told where to put it', async () => {
  const root = await temporaryDesk({});
  const none = await failure(readPassword(mail({}), root, ''));
  expect(none.message).toBe(
    'E_CONFIG_SECRET smtp.user: there is a user but no password. Set smtp.passwordFile or ASSAY_SMTP_PASSWORD.',
  );
  const absent = await failure(readPassword(mail({ passwordFile: 'data/none' }), root, ''));
  expect(absent.message).toMatch(/^E_CONFIG_FILE smtp\.passwordFile .*data\/none: no such file\./);
});
