/** Set-up cannot go on; `message` is the whole line for people. */
export class SetupError extends Error {
  readonly code: string;
  /** Exit code of the process. */
  readonly exit: number;
  readonly where: string;
  /** The message without code and place. */
  readonly detail: string;
}
