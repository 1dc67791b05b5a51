/** One thing the program rests on. `note` works but should be known; `broken` says its fix. */
export interface Diagnosis {
  readonly subject: string;
  readonly state: 'ok' | 'note' | 'broken';
  readonly message: string;
}

export type Answer = Omit<Diagnosis, 'subject'>;

export const ok = (message: string): Answer => ({ state: 'ok', message });
