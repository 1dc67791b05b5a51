/** So many at once, the others in the order they came. */
export interface Turns {
  /** Resolves when it is one's turn, with how to end it; rejects when `stop` comes before. */
  take(stop: AbortSignal): Promise<() => void>;
}

export function turns(abreast: number): Turns {
  let free = abreast;
  const waiting = new Set<() => void>();
  const end = (): void => {
    free += 1;
    const [next] = waiting;
    next?.();
  };
  return {
    take: async (stop) => {
      stop.throwIfAborted();
      if (free === 0) {
        await new Promise<void>((resolve, reject) => {
          const leave = (): void => {
            waiting.delete(mine);
            reject(stop.reason);
          };
          const mine = (): void => {
            waiting.delete(mine);
            stop.removeEventListener('abort', leave);
            free -= 1;
            resolve();
          };
          waiting.add(mine);
          stop.addEventListener('abort', leave, { once: true });
        });
      } else {
        free -= 1;
      }
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        end();
      };
    },
  };
}
