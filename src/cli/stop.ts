/**
 * Ctrl-C and polite kills: the first asks everyone to give back what they hold (browser, temporary folder) and
 * leave; the second leaves at once.
 */
export function onStopRequest(): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const asked = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, asked);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const signal of signals) process.off(signal, asked);
    },
  };
}

/** A reader that had enough (`assay show … | head`) closes the pipe: leave at once and in silence. */
export function onClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}
