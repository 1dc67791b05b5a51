import { createInterface, type Interface } from 'node:readline';
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
  try {
    const ask = async (question: string): Promise<string> => {
      output.write(question);
      try {
        return await line(reader, stop);
      } finally {
        output.write('\n');
      }
    };
    const first = await ask(`Password of ${name}: `);
    if (first === (await ask('The same again: '))) return first;
  } finally {
    reader.close();
  }
  throw new AssayError('usage', {
    code: 'E_USER_PASSWORD',
    where: 'password',
    message: 'not the same both times. Nothing was changed. Try again.',
  });
}

async function line(reader: Interface, stop: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const given = (text: string): void => {
      clear();
      resolve(text);
    };
    const ended = (): void => {
      clear();
      reject(
        new AssayError('usage', {
          code: 'E_USER_PASSWORD',
          where: 'password',
          message: 'none was typed. Nothing was changed.',
        }),
      );
    };
    const clear = (): void => {
      reader.off('line', given).off('close', ended).off('SIGINT', ended);
      stop.removeEventListener('abort', ended);
    };
    reader.on('line', given).on('close', ended).on('SIGINT', ended);
    stop.addEventListener('abort', ended);
  });
}
