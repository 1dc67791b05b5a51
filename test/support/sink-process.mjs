// An SMTP server as a process of its own, for tests that kill senders and for the bench.
//   node sink-process.mjs [--port 0] [--log FILE] [--delay MIN-MAX] [--fast]
// Prints `port N`. Appends `address<TAB>message-id<TAB>sha256` to FILE the moment a message's dot is there, before
// it replies; sha256 is of the whole message. `--delay` waits so many milliseconds between the two. `--fast` swallows
// bytes without looking at them, and so logs `-` for the last two. SIGTERM prints `messages N bytes N` and ends.
// A message `{ allow: N }` from its parent: so many more dots get their reply, those after them wait (null: all do) until
// the next such message, which lets all go that waited.
import { createHash } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { SMTPServer } from 'smtp-server';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    log: { type: 'string' },
    delay: { type: 'string', default: '0-0' },
    fast: { type: 'boolean', default: false },
  },
});
const log = values.log === undefined ? undefined : openSync(values.log, 'a');
const [least = 0, most = least] = values.delay.split('-').map(Number);
let messages = 0;
let bytes = 0;
let answered = Number.POSITIVE_INFINITY;
const withheld = [];
process.on('message', ({ allow }) => {
  answered = allow === null ? Number.POSITIVE_INFINITY : messages + allow;
  for (const reply of withheld.splice(0)) reply();
});

function got(address, messageId, sha256) {
  messages += 1;
  if (log !== undefined) writeSync(log, `${address}\t${messageId}\t${sha256}\n`);
}

function later(reply) {
  if (messages > answered) withheld.push(reply);
  else if (most === 0) reply();
  else setTimeout(reply, least + Math.random() * (most - least));
}

function real() {
  const server = new SMTPServer({
    banner: 'sink',
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData(stream, session, done) {
      const hash = createHash('sha256');
      let head = '';
      stream.on('data', (chunk) => {
        hash.update(chunk);
        bytes += chunk.length;
        if (head.length < 16_384) head += chunk.toString('latin1');
      });
      // Only the dot ends the stream: a client that dies before it leaves no line.
      stream.on('end', () => {
        const messageId = /^message-id:\s*<([^>]*)>/im.exec(head)?.[1] ?? '-';
        got(session.envelope.rcptTo[0]?.address ?? '-', messageId, hash.digest('hex'));
        later(() => done(null, `2.0.0 Ok: queued as S${messages}`));
      });
    },
  });
  server.on('error', () => undefined);
  return server;
}

const END = Buffer.from('\r\n.\r\n');

function fast() {
  return createServer({ noDelay: true }, (socket) => {
    let inData = false;
    let address = '-';
    let rest = '';
    let tail = Buffer.alloc(0);
    socket.on('error', () => undefined);
    const finish = (after) => {
      inData = false;
      tail = Buffer.alloc(0);
      got(address, '-', '-');
      later(() => socket.write(`250 2.0.0 Ok: queued as F${messages}\r\n`));
      if (after.length > 0) commands(after);
    };
    const body = (chunk) => {
      bytes += chunk.length;
      // The dot may lie across two chunks; anywhere else nobody looks.
      const seam = Buffer.concat([tail, chunk.subarray(0, 4)]);
      const across = tail.length === 0 ? -1 : seam.indexOf(END);
      if (across !== -1) return finish(chunk.subarray(across + END.length - tail.length));
      // No client here sends on before its reply: an end is at the end.
      if (chunk.subarray(-END.length).equals(END)) return finish(chunk.subarray(chunk.length));
      tail = chunk.length >= 4 ? chunk.subarray(-4) : Buffer.concat([tail, chunk]).subarray(-4);
    };
    const commands = (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      let reply = '';
      for (const line of lines) {
        const verb = line.slice(0, 4).toUpperCase();
        if (verb === 'EHLO')
          reply +=
            '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n250 SIZE 104857600\r\n';
        else if (verb === 'DATA') {
          inData = true;
          reply += '354 go on\r\n';
        } else if (verb === 'QUIT') {
          socket.end(`${reply}221 2.0.0 Bye\r\n`);
          return;
        } else {
          if (verb === 'RCPT') address = /<([^>]*)>/.exec(line)?.[1] ?? '-';
          reply += '250 2.0.0 Ok\r\n';
        }
      }
      socket.write(reply);
    };
    socket.on('data', (chunk) => (inData ? body(chunk) : commands(chunk)));
    socket.write('220 sink ESMTP\r\n');
  });
}

const server = values.fast ? fast() : real();
const listening = server.listen(Number(values.port), '127.0.0.1', () => {
  process.stdout.write(`port ${listening.address().port}\n`);
});
process.once('SIGTERM', () => {
  process.stdout.write(`messages ${messages} bytes ${bytes}\n`, () => process.exit(0));
});
