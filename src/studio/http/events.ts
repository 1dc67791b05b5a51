import type { ServerResponse } from 'node:http';

export interface SentEvent {
  readonly event: string;
  readonly data: string;
  readonly id?: string;
}

/** Proxies close what is silent for a minute. */
const BEAT_MS = 20_000;

interface Listener {
  /** Aborted when the browser has gone. */
  readonly gone: AbortSignal;
  /** Whether they may still hear of it: a session ends while a stream of it is open. */
  readonly isWelcome: () => Promise<boolean>;
}

/**
 * Writes events until their end, or the listener's; waits where the browser reads slowly. Who is not welcome any more
 * hears of nothing that comes, and at the next beat of the end. Throws as the events do.
 */
export async function sendEvents(
  raw: ServerResponse,
  events: AsyncIterable<SentEvent>,
  { gone, isWelcome }: Listener,
): Promise<void> {
  const all = events[Symbol.asyncIterator]();
  let end: () => void = () => undefined;
  const over = new Promise<undefined>((resolve) => {
    end = () => resolve(undefined);
    if (gone.aborted) end();
    gone.addEventListener('abort', end, { once: true });
  });
  const beat = setInterval(() => {
    isWelcome().then((still) => (still ? raw.write(': \n\n') : end()), end);
  }, BEAT_MS);
  beat.unref();
  try {
    for (;;) {
      // Who waits for the next event would never hear that nobody reads it any more.
      const next = await Promise.race([all.next(), over]);
      if (next === undefined || next.done === true || !(await isWelcome())) return;
      if (!raw.write(eventText(next.value))) await Promise.race([drained(raw), over]);
    }
  } finally {
    clearInterval(beat);
    raw.end();
    // Not waited for: it may be in the middle of what never comes.
    all.return?.().catch(() => undefined);
  }
}

/** A line's end in a name would begin a field of its own. */
export function eventText({ event, data, id }: SentEvent): string {
  const field = (name: string, value: string): string => `${name}: ${value.replace(/[\r\n\0]+/g, ' ')}\n`;
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `${id === undefined ? '' : field('id', id)}${field('event', event)}${lines.join('')}\n`;
}

function drained(raw: ServerResponse): Promise<void> {
  return new Promise((resolve) => raw.once('drain', () => resolve()));
}
