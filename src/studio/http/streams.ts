/** Streams of events one person may have open: a page has one, and browsers keep six connections to a server. */
export const MOST_STREAMS = 8;

/** Who listens how often: a stream takes a connection for as long as a build does, and there are not so many. */
export class Streams {
  readonly #open = new Map<string, number>();

  /** Gives what is called at the end, once; undefined where `who` has too many. */
  enter(who: string): (() => void) | undefined {
    const open = this.#open.get(who) ?? 0;
    if (open >= MOST_STREAMS) return undefined;
    this.#open.set(who, open + 1);
    return () => {
      const left = (this.#open.get(who) ?? 1) - 1;
      if (left > 0) this.#open.set(who, left);
      else this.#open.delete(who);
    };
  }
}
