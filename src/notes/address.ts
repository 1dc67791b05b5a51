/** Longer ones were pasted by mistake. */
const LONGEST = 2000;

/** A link's address as it is printed and followed: http, https or mailto, in ASCII. Undefined for anything else. */
export function addressOf(typed: string): string | undefined {
  // Where a scheme is missing or written otherwise, a reader's program would guess.
  if (typed.length > LONGEST || !/^(?:https?:\/\/|mailto:)[^\s\\]+$/i.test(typed)) return undefined;
  if (!URL.canParse(typed)) return undefined;
  const url = new URL(typed);
  if (url.username !== '' || url.password !== '') return undefined;
  const hasPlace = url.protocol === 'mailto:' ? url.pathname.includes('@') : url.hostname !== '';
  return hasPlace && ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
}
