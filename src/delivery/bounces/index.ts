export { openMailboxes } from './mailbox.ts';
export { type RepliesRead, readReplies } from './read.ts';
export type { ReplyCounts } from './tally.ts';
