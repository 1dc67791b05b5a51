import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';

/** Where a person types, and sees what is asked. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/** Asks twice, showing nothing of what is typed. Throws AssayError usage E_USER_PASSWORD where the two differ. */
export async function typedPassword(
  name: string,
  { input, output }: Terminal,
  { stop }: Pick<Effects, 'stop'>,
): Promise<string> {
  // Takes what is typed away from the terminal, which would show it, and shows it to nobody.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input, output: silent, terminal: true, historySize: 0 });
  const close = (): void => reader.close();
  reader.on('SIGINT', close);
  stop.addEventListener('abort', close);
  // Keeps what is typed or pasted ahead of the question.
  const lines = reader[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string> => {
    output.write(question);
    const { value, done } = await lines.next();
    output.write('\n');
    if (done) throw wrong('none was typed. Nothing was changed.');
    return value;
  };
  try {
    const first = await ask(`Password of ${name}: `);
    if (first === (await ask('The same again: '))) return first;
    throw wrong('not the same both times. Nothing was changed. Try again.');
  } finally {
    stop.removeEventListener('abort', close);
    close();
  }
}

function wrong(message: string): AssayError {
  return new AssayError('usage', { code: 'E_USER_PASSWORD', where: 'password', message });
}
