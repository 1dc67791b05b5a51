import type { Language } from '../../model/language.ts';
import type { View } from '../../render/view.ts';
import type { Route } from '../route.ts';
import { WORDS } from './words.ts';

/** Of a form that was sent without a session: more is not carried through the sign-in. */
export const MOST_KEPT = 512 * 1024;

type Pairs = ReadonlyArray<readonly [name: string, value: string]>;

/**
 * The fields of a refused form as text for a hidden field; '' where there is nothing to keep. Secrets are not kept, nor
 * a form that lost one: half of it would do something else.
 */
export function keptText(pairs: Pairs): string {
  const fields = pairs.filter(([name]) => name !== 'csrf');
  if (fields.length === 0 || fields.some(([name]) => /password|code|secret/i.test(name))) return '';
  const text = JSON.stringify(fields);
  return text.length > MOST_KEPT ? '' : text;
}

/** Undefined of what `keptText` did not write. */
export function keptPairs(text: string | undefined): Pairs | undefined {
  if (text === undefined || text === '' || text.length > 2 * MOST_KEPT) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const pairs: Array<readonly [string, string]> = [];
  for (const one of value) {
    const [name, given]: unknown[] = Array.isArray(one) ? one : [];
    if (typeof name !== 'string' || typeof given !== 'string' || name === 'csrf') return undefined;
    pairs.push([name, given]);
  }
  return pairs.length === 0 ? undefined : pairs;
}

/** Whether a form of ours goes to this path. */
export function isFormPath(routes: readonly Route[], path: string): boolean {
  const parts = path.split('/');
  return routes.some(({ method, url, access }) => {
    if (method !== 'POST' || access === 'public') return false;
    const wanted = url.split('/');
    return (
      wanted.length === parts.length && wanted.every((one, at) => one.startsWith(':') || one === parts[at])
    );
  });
}

/** The form again, to be looked at and sent by a press of the person who is signed in now. */
export function keptView(language: Language, action: string, pairs: Pairs): View {
  const words = WORDS[language];
  const isLong = (value: string): boolean => value.includes('\n') || value.length > 100;
  return {
    heading: words.keptHeading,
    line: words.keptLine,
    action,
    hidden: pairs.filter(([, value]) => !isLong(value)).map(([name, value]) => ({ name, value })),
    // A line's end at the beginning of a text area is the page's own.
    texts: pairs.filter(([, value]) => isLong(value)).map(([name, value]) => ({ name, value: `\n${value}` })),
    send: words.keptSend,
    leave: words.keptLeave,
  };
}
