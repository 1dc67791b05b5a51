import { publish, writeDraft } from '../../src/archive/index.ts';
import { AssayError } from '../../src/errors.ts';
import { draftOf, effectsAt, filesOf } from './desk.ts';

/**
 * A process that publishes, for tests that need real ones: `publisher REPORTS SALT SIZE`. Reads names of editions
 * from stdin, one a line (`draft 2025-W24` for a draft), answers each with `won` or the code of the error.
 */
const [reports = '', salt = '', size = '2000'] = process.argv.slice(2);
process.stdout.write('ready\n');
let rest = '';
for await (const chunk of process.stdin) {
  const lines = (rest + String(chunk)).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) process.stdout.write(`${line} ${await answer(line)}\n`);
}

async function answer(line: string): Promise<string> {
  const files = filesOf(salt, Number(size));
  const effects = effectsAt('2025-06-15T10:00:00.000Z');
  try {
    if (line.startsWith('draft ')) await writeDraft(reports, line.slice(6), files, effects);
    else await publish(reports, draftOf(line, files), files, effects);
    return 'won';
  } catch (error) {
    if (error instanceof AssayError) return error.message;
    throw error;
  }
}
