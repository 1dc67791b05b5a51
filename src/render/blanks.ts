import type { Blank } from './sheet.ts';

/** A browser's blank pages, each for one document after another. */
export interface Blanks {
  /** Waits until one of them is free. */
  take(): Promise<Place>;
}

/** One of them, for one document. */
export interface Place {
  /** The page itself, once it is ready. */
  blank(): Promise<Blank>;
  /** Makes room for the next document; on a page where anything went wrong there is none: it gets another. */
  leave(sound: boolean): Promise<void>;
}

export interface BlanksOptions {
  /** Ready or on their way. As many documents are on pages at once; each page is a process that must be started. */
  readonly early: ReadonlyArray<Promise<Blank>>;
  another(): Promise<Blank>;
}

export function blanksOf({ early, another }: BlanksOptions): Blanks {
  type Making = () => Promise<Blank>;
  const free: Making[] = [];
  const waiting: Array<(making: Making) => void> = [];
  const put = (making: Making): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(making);
    else next(making);
  };
  const ready = (blank: Promise<Blank>): void => {
    // Told to whoever takes it.
    blank.catch(() => undefined);
    put(() => blank);
  };
  early.forEach(ready);
  return {
    take: async () => {
      const making = free.shift() ?? (await new Promise<Making>((resolve) => waiting.push(resolve)));
      let taken: Blank | undefined;
      return {
        blank: async () => {
          taken = await making();
          return taken;
        },
        leave: async (sound) => {
          if (sound && taken !== undefined) return ready(taken.cleared());
          put(another);
          await taken?.close();
        },
      };
    },
  };
}
