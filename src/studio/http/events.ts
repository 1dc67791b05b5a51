import type { ServerResponse } from 'node:http';

export interface SentEvent {
  readonly event: string;
  readonly data: string;
  readonly id?: string;
}

/** Proxies close what is silent for a minute. */
const BEAT_MS = 20_000;

/** Writes events until their end, the browser's or `gone`; waits where the browser reads slowly. Throws as they do. */
export async function sendEvents(
  raw: ServerResponse,
  events: AsyncIterable<SentEvent>,
  gone: AbortSignal,
): Promise<void> {
  const beat = setInterval(() => raw.write(': \n\n'), BEAT_MS);
  beat.unref();
  const all = events[Symbol.asyncIterator]();
  const over = new Promise<undefined>((resolve) => {
    if (gone.aborted) resolve(undefined);
    gone.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  try {
    for (;;) {
      // Who waits for the next event would never hear that nobody reads it any more.
      const next = await Promise.race([all.next(), over]);
      if (next === undefined || next.done === true) return;
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
