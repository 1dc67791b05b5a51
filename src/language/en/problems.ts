/** What to do on a page, where the message says what to type at the command line. */
const INSTEAD: Readonly<Record<string, string>> = {
  E_SUB_BOUNCED: 'If mail reaches them again, open the subscriber and press “Write to them again”.',
  E_SUB_OPTOUT: 'If they asked for it, open the subscriber and press “Write to them again”.',
  W_SUB_BOUNCED: 'To write to them again, fill in “Bring back those who left, because” above the file.',
  W_SUB_OPTOUT: 'If they asked for it, fill in “Bring back those who left, because” above the file.',
  E_SUB_UNKNOWN: 'Look for them under Mail, Subscribers.',
  E_CAMPAIGN: 'The Mail page shows them.',
  E_DELIVERY_NONE: 'The Mail page shows them.',
  E_DELIVERY_UNKNOWN: 'The Mail page shows them.',
  E_LEDGER_CLOCK: 'Where the clock is right, press “Release the ledger” on the Mail page.',
  E_LEDGER_EPOCH: 'Look at the campaigns on the Mail page; if they are right, press “Release the ledger”.',
  E_SEND_EDITION: 'Verify its files under Archive.',
  E_SEND_EXPECT: 'Look at the list, then type its count again.',
  E_SEND_JUMP: 'Look at the list; if it is right, type the new count.',
  E_SEND_LETTER: 'The next build makes one.',
  E_SEND_NONE: 'Choose another list, or add and import subscribers under Mail.',
  E_SEND_OLDER: 'Send the corrected edition.',
  E_ARCHIVE_READONLY: 'Ask an admin to make the disk writable.',
  E_BROWSER_DIED: 'Build again.',
  E_BROWSER_START: 'Ask an admin to look at the browser of the server.',
  E_BROWSER_TIMEOUT: 'Build again when the server is less busy; if it stays so, ask an admin.',
  E_EDITION_EXISTS: 'To see the week as it would be built today, build a draft.',
  E_EDITION_MISSING: 'The Archive page shows those there are.',
  E_JOB_LOST: 'Try again; where it happens again, ask an admin.',
  E_RELEASE_MISSING: 'Look at the week and approve it under “Build and release”.',
  E_RELEASE_OUTDATED: 'Look at the week and approve it under “Build and release”.',
  E_RENDER_PDF: 'Ask an admin for another browser on the server.',
  E_RENDER_TIMEOUT: 'Build again when the server is less busy.',
  E_SCHEDULE_WEEK: 'The Schedule page shows those that were.',
  E_USER_UNKNOWN: 'The People page names them all.',
};

/** A command, an option of one, or the wish that one be run again; not the assay that a smelter waits for. */
const COMMAND =
  /(?:["(]|[:.] |^)assay (?:archive|bounces|build|check|deliveries|doctor|import|init|next|replay|schedule|send|serve|show|subscribers|user|watch)\b|(?:^|[\s(])--[a-z]|\brun (?:assay|the command|it as)\b/i;

/** The message without what to type at a command line, with what to press instead. */
export function forBrowser(code: string, message: string): string {
  if (!COMMAND.test(message)) return message;
  const kept = message.split(/(?<=[.!?])\s+(?=["A-Z])/).map(withoutCommand);
  const instead = Object.hasOwn(INSTEAD, code) ? (INSTEAD[code] ?? '') : '';
  return [...kept, instead].filter((part) => part !== '').join(' ');
}

/** Of a sentence with a command what stands before or beside it, if anything does. */
function withoutCommand(sentence: string): string {
  if (!COMMAND.test(sentence)) return sentence;
  const clauses = sentence.split(/;\s+/).filter((clause) => !COMMAND.test(clause));
  return clauses.length === 0 ? '' : `${clauses.join('; ').replace(/[.,:]+$/, '')}.`;
}
