import type { ConnectionTransport } from 'puppeteer-core';
import type { BrowserProcess } from './browser.ts';

/** The browser's protocol over its pipe: JSON messages, each ended by a zero byte. */
export function pipeTransport(browser: BrowserProcess): ConnectionTransport {
  let onclose = (): void => undefined;
  let closed = browser.fromBrowser.closed;
  const transport = {
    onmessage: undefined as ConnectionTransport['onmessage'],
    send: (message: string) => {
      browser.toBrowser.write(`${message}\0`);
    },
    close: () => {
      browser.toBrowser.end();
    },
    get onclose() {
      return onclose;
    },
    // A browser may be gone before anyone listens; not told of it, puppeteer would wait for minutes. It takes its
    // listener back by setting undefined, whatever the types say.
    set onclose(told: (() => void) | undefined) {
      onclose = told ?? ((): void => undefined);
      if (closed) onclose();
    },
  };
  let parts: Buffer[] = [];
  browser.fromBrowser.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
      parts.push(chunk.subarray(from, end));
      transport.onmessage?.(Buffer.concat(parts).toString('utf8'));
      parts = [];
      from = end + 1;
    }
    parts.push(chunk.subarray(from));
  });
  browser.fromBrowser.once('close', () => {
    closed = true;
    onclose();
  });
  return transport as ConnectionTransport;
}
