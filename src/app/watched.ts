/** A record that changes until it ends, and whoever looks at it as it does. */
export class Watched<T extends object> {
  private current: T;
  private isOver = false;
  private readonly wakers = new Set<() => void>();
  private readonly resolveEnded: (last: T) => void;
  /** The record as it ended. */
  readonly ended: Promise<T>;

  constructor(first: T) {
    this.current = first;
    let resolve: (last: T) => void = () => undefined;
    this.ended = new Promise((done) => {
      resolve = done;
    });
    this.resolveEnded = resolve;
  }

  get now(): T {
    return this.current;
  }

  /** How many look at it. */
  get watchers(): number {
    return this.wakers.size;
  }

  change(part: Partial<T>): void {
    this.current = { ...this.current, ...part };
    for (const wake of [...this.wakers]) wake();
  }

  end(part: Partial<T>): void {
    this.isOver = true;
    this.change(part);
    this.resolveEnded(this.current);
  }

  /** The record now, then as it is after changes, until it has ended or `gone`. Who looks seldom misses what lies between. */
  async *watch(gone: AbortSignal): AsyncGenerator<T, void> {
    let shown: T | undefined;
    while (!gone.aborted) {
      if (shown !== this.current) {
        shown = this.current;
        yield shown;
      } else if (this.isOver) return;
      else await this.changed(gone);
    }
  }

  private changed(gone: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.wakers.delete(wake);
        gone.removeEventListener('abort', wake);
        resolve();
      };
      this.wakers.add(wake);
      gone.addEventListener('abort', wake, { once: true });
    });
  }
}
