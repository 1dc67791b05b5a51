/** What happens once, and what waits for it; `tell` hears of it first. */
export function once(tell: (address: string) => void) {
  let happen: () => void = () => undefined;
  const happened = new Promise<void>((resolve) => {
    happen = resolve;
  });
  const happens = (address: string): void => {
    tell(address);
    happen();
  };
  return { happened, happens };
}

/** Runs all of them until they have ended; where one fails the others are asked to stop first. */
export async function together(
  stop: AbortSignal,
  works: ReadonlyArray<(stop: AbortSignal) => Promise<void>>,
): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([stop, failed.signal]);
  const ends = await Promise.allSettled(
    works.map((work) =>
      work(either).catch((error: unknown) => {
        failed.abort();
        throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** Resolves when it is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
