const known = new Map<string, boolean>();

/** Whether the platform knows a time zone, `Asia/Shanghai`. Asking it takes a millisecond, and a catalog asks for hundreds. */
export function isTimeZone(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const answer = platformKnows(name);
  known.set(name, answer);
  return answer;
}

function platformKnows(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
