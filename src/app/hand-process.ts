import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AssayError, oneLine } from '../errors.ts';
import { type FromHand, fromHandSchema, type ToHand } from './hand-message.ts';
import type { JobName, Progress } from './jobs.ts';

/** A process that works for this one, as this one sees it. */
export interface HandProcess {
  /** Rejects with what the job threw, or unavailable E_JOB_LOST when the process ends before its answer. */
  ask(job: JobName, folder: string, request: unknown, onProgress: (progress: Progress) => void): Asked;
  /** Jobs without an answer. */
  readonly open: number;
  /** It ends by itself: at once where it has nothing to do, else when that has been given up. */
  leave(): void;
  kill(): void;
  /** It, and what it starts from then on, works when the others let it. */
  yieldToOthers(): void;
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
}

interface Asked {
  readonly answer: Promise<unknown>;
  /** Says that it is no longer wanted. */
  stop(): void;
}

interface Open {
  readonly job: JobName;
  readonly onProgress: (progress: Progress) => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Lines a job may write for people, and characters of each: what runs wild must not fill the log. */
const MOST_LINES = 500;
const MOST_CHARACTERS = 2_000;

export function startHand(log: (line: string) => void): HandProcess {
  const child = fork(handEntry(), [], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    execArgv: [],
  });
  const open = new Map<number, Open>();
  let last = 0;
  const lines = logLines(child, log);
  const ended = endOf(child).then((how) => {
    for (const { job, reject } of open.values()) reject(lost(job, how));
    open.clear();
  });
  child.on('message', (message: unknown) => {
    const said = fromHandSchema.parse(message);
    const asked = open.get(said.id);
    if (asked === undefined) return;
    if ('progress' in said) return asked.onProgress(said.progress);
    open.delete(said.id);
    if ('result' in said) asked.resolve(said.result);
    else asked.reject(errorOf(said));
  });
  const send = (message: ToHand): void => {
    // What cannot be sent has nobody to hear it: the process is ending, and says so below.
    if (child.connected) child.send(message, () => undefined);
  };
  return {
    ask: (job, folder, request, onProgress) => {
      last += 1;
      const id = last;
      lines.anew();
      const answer = new Promise<unknown>((resolve, reject) => {
        open.set(id, { job, onProgress, resolve, reject });
      });
      send({ ask: id, job, folder, request });
      return { answer, stop: () => send({ stop: id }) };
    },
    get open() {
      return open.size;
    },
    leave: () => {
      if (child.connected) child.disconnect();
    },
    yieldToOthers: () => {
      try {
        if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
      } catch {
        // It has ended, or the system does not let us: then it has the same share as all.
      }
    },
    kill: () => {
      child.kill('SIGKILL');
    },
    ended,
  };
}

/** How a process ended, in words. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    // Without a number it was never started, and has no exit.
    child.once('error', (error) => {
      if (child.pid === undefined) resolve(error.message);
    });
  });
}

function logLines(child: ChildProcess, log: (line: string) => void): { anew(): void } {
  let left = MOST_LINES;
  if (child.stderr !== null) {
    createInterface({ input: child.stderr, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
      left -= 1;
      if (left >= 0) log(oneLine(line.slice(0, MOST_CHARACTERS)));
      else if (left === -1) log(`…and more lines, which are not shown (more than ${MOST_LINES} of one job)`);
    });
  }
  return {
    anew: () => {
      left = MOST_LINES;
    },
  };
}

function errorOf(said: Extract<FromHand, { exit: unknown } | { defect: string }>): Error {
  if ('exit' in said) return new AssayError(said.exit, said.problems);
  const [first = ''] = said.defect.split('\n');
  const error = new Error(first);
  error.stack = said.defect;
  return error;
}

function lost(job: JobName, how: string): AssayError {
  return new AssayError('unavailable', {
    code: 'E_JOB_LOST',
    where: job,
    message: `its process ended without an answer (${oneLine(how)}). Expected a result. Try again; where it happens again, "assay doctor" says what this machine lacks.`,
  });
}

/** Bundled it lies beside this code in dist/; run from its sources the program is compiled there too. */
function handEntry(): string {
  const beside = fileURLToPath(new URL('./hand.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../dist/hand.js', import.meta.url));
}
