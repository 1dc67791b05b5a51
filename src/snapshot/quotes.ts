/** What an exchange's price is, session by session. */
export const EXCHANGE_QUOTES: ReadonlySet<string> = new Set(['close', 'settle', 'official']);

/** What an agency thinks a price is. */
export const ASSESSED_QUOTES: ReadonlySet<string> = new Set(['mid', 'low', 'high', 'avg']);
