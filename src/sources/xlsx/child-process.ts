import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Finding, findingAt } from '../../model/finding.ts';
import { SourceRefused } from '../table.ts';
import { HEAP_MB, SECONDS } from './limits.ts';
import { type Message, messageSchema, type WorkbookRequest } from './message.ts';

const TICK_MS = 100;

/**
 * Starts the process that reads a workbook, with a memory of its own. It ends when its last message is read, when
 * nobody reads on, after ten seconds of waiting for it, or with this process.
 */
export async function* messagesOf(
  request: WorkbookRequest,
  seconds = SECONDS,
): AsyncGenerator<Message, void> {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, '--max-semi-space-size=8', childEntry(), JSON.stringify(request)],
    { stdio: ['pipe', 'pipe', 'pipe'], env: {} },
  );
  // What a crashing process has to say of itself is said better below.
  child.stderr.resume();
  const patience = new Patience(child, seconds);
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
  let last: Message | undefined;
  try {
    for await (const line of linesOf(child, patience)) {
      last = messageSchema.parse(JSON.parse(line));
      if ('refused' in last) throw new SourceRefused(last.refused);
      yield last;
    }
    patience.wait();
    const ending = await ended;
    if (last && 'done' in last) return;
    throw new SourceRefused([
      patience.isOver ? late(request.label, seconds) : crashed(request.label, ending),
    ]);
  } finally {
    patience.end();
    child.kill('SIGKILL');
    await ended;
  }
}

interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
}

async function* linesOf(
  child: ChildProcessWithoutNullStreams,
  patience: Patience,
): AsyncGenerator<string, void> {
  child.stdout.setEncoding('utf8');
  let rest = '';
  patience.wait();
  for await (const chunk of child.stdout) {
    patience.rest();
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    patience.wait();
  }
  patience.rest();
}

function late(label: string, seconds: number): Finding {
  return findingAt('E_XLSX_TIME', label, `not read within ${seconds} s. Save the sheet as CSV.`);
}

/** A process whose memory is full is aborted, by itself or by the system. */
const ABORTED = 134;

function crashed(label: string, { code, signal }: Ending): Finding {
  if (signal !== null || code === ABORTED) {
    const message = `needs more than the ${HEAP_MB} MB of memory a workbook may take. Save the sheet as CSV.`;
    return findingAt('E_XLSX_MEMORY', label, message);
  }
  const message = `the process that reads workbooks failed (exit code ${code ?? 'none'}). Install the program anew, or save the sheet as CSV.`;
  return findingAt('E_XLSX_READER', label, message);
}

/** Counts the time spent waiting for the child, not that in which its rows are put away; ends it when it is too long. */
class Patience {
  private left: number;
  private waiting = false;
  private readonly timer: NodeJS.Timeout;

  constructor(child: ChildProcessWithoutNullStreams, seconds: number) {
    this.left = (seconds * 1000) / TICK_MS;
    this.timer = setInterval(() => {
      if (this.waiting) this.left -= 1;
      if (this.isOver) child.kill('SIGKILL');
    }, TICK_MS);
  }

  get isOver(): boolean {
    return this.left <= 0;
  }

  wait(): void {
    this.waiting = true;
  }

  rest(): void {
    this.waiting = false;
  }

  end(): void {
    clearInterval(this.timer);
  }
}

/** Bundled it lies beside this code in dist/; run from its sources the program is compiled there too. */
function childEntry(): string {
  const beside = fileURLToPath(new URL('./xlsx-child.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../../dist/xlsx-child.js', import.meta.url));
}
