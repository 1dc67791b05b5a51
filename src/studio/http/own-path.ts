const MOST = 2_000;

/** A path of ours as it was given, or `instead`: nobody is sent to another site by a link of ours. */
export function ownPath(path: string | undefined, instead = '/'): string {
  if (path === undefined || path.length > MOST) return instead;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop them, and what is left may be another path
  if (!/^\/(?![/\\])/.test(path) || /[\u0000-\u0020\u007f\\]/.test(path)) return instead;
  return path;
}
