import { expect, onTestFinished, test } from 'vitest';
import { sha256 } from '../../../src/archive/manifest.ts';
import { openLetters } from '../../../src/delivery/message/letters.ts';
import { openMailer } from '../../../src/delivery/smtp/mailer.ts';
import { stillEffects } from '../../support/effects.ts';
import { startSink } from '../../support/smtp.ts';
import { archived, bytesOf, KEY, mailOf, noise, recipient } from './edition.ts';

test('what a server takes is the message to the byte, of every format, under its own envelope', async () => {
  await using edition = await archived({ pdf: noise(400_000) });
  const sink = await startSink({ smtputf8: true, dsn: true });
  onTestFinished(() => sink.close());
  const mail = mailOf({ smtp: { host: '127.0.0.1', port: sink.port, tls: 'off' } });
  const letters = await openLetters({ ...edition, mail, key: KEY });
  const carrier = openMailer({ smtp: mail.smtp, effects: stillEffects() });
  onTestFinished(() => carrier.close());
  const people = [
    recipient({ format: 'pdf', language: 'zh', corrected: true }),
    recipient({ format: 'link', name: '=HYPERLINK("http://x.example","y")' }),
    recipient({ format: 'html', address: '李伟@reader.example', delivery: sha256('li') }),
  ];
  for (const one of people) {
    const got = await carrier.line();
    if (!('line' in got)) throw new Error(got.trouble.reason);
    const message = letters.compose(one);
    expect(await got.line.send(message)).toMatchObject({ state: 'ACCEPTED' });
    got.line.release();
    expect(sink.messages.at(-1)).toMatchObject({
      from: message.from,
      to: message.to,
      sha256: sha256(await bytesOf(message)),
      size: message.bytes,
      envelopeId: message.envelopeId,
      messageId: `${one.delivery.slice(0, 32)}.2025-W24@desk.example`,
      international: message.international,
    });
  }
  expect(sink.messages).toHaveLength(3);
});
