import type { ServerResponse } from 'node:http';

export interface SentEvent {
  readonly event: string;
  readonly data: string;
  readonly id?: string;
}

/** Proxies close what is silent for a minute. */
const BEAT_MS = 20_000;

/** Writes events until their end, the browser's or `gone`; waits where the browser reads slowly. */
export async function sendEvents(
  raw: ServerResponse,
  events: AsyncIterable<SentEvent>,
  gone: AbortSignal,
): Promise<void> {
  const beat = setInterval(() => raw.write(': \n\n'), BEAT_MS);
  beat.unref();
  try {
    for await (const one of events) {
      if (gone.aborted) return;
      if (!raw.write(eventText(one))) await drained(raw, gone);
    }
  } finally {
    clearInterval(beat);
    raw.end();
  }
}

/** A line's end in a name would begin a field of its own. */
export function eventText({ event, data, id }: SentEvent): string {
  const field = (name: string, value: string): string => `${name}: ${value.replace(/[\r\n\0]+/g, ' ')}\n`;
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `${id === undefined ? '' : field('id', id)}${field('event', event)}${lines.join('')}\n`;
}

function drained(raw: ServerResponse, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      raw.off('drain', done);
      gone.removeEventListener('abort', done);
      resolve();
    };
    raw.once('drain', done);
    gone.addEventListener('abort', done, { once: true });
  });
}
