import { AssayError } from '../../errors.ts';
import type { Account } from '../../model/account.ts';
import { LANGUAGES } from '../../model/language.ts';
import { WORDS as ACCESS_WORDS } from '../access/words.ts';
import { WORDS as FRAME_WORDS, LANGUAGE_NAMES } from '../frame/words.ts';
import { localMoment } from '../local-moment.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { WORDS } from './words.ts';

/** Enough of a session's hash to tell a person's sessions apart. */
export const MARK = 16;

/** One's own account; `fault`: why a change was refused, in words. */
export async function profilePage(shop: Shop, visit: Visit, fault = '', status = 200): Promise<Answer> {
  const { office, effects } = shop;
  const account = own(visit);
  const words = WORDS[visit.language];
  const { timeZone } = (await shop.desk()).config;
  const sessions = await office.sessions.ofAccount(account.id, effects.now().toISOString());
  return {
    page: 'profile',
    title: words.title,
    status,
    view: {
      words,
      person: { name: account.name, role: FRAME_WORDS[visit.language].roles[account.role] },
      passwordHint: ACCESS_WORDS[visit.language].passwordHint,
      fault,
      languages: LANGUAGES.map((tag) => ({
        tag,
        name: LANGUAGE_NAMES[tag],
        isChosen: tag === visit.language,
      })),
      sessions: sessions.map((one) => ({
        mark: one.hash.slice(0, MARK),
        isHere: one.hash === visit.session,
        since: localMoment(one.openedAt, timeZone),
        until: localMoment(one.endsAt, timeZone),
        from: one.from,
        agent: one.agent,
      })),
    },
  };
}

/** Throws AssayError permission E_HTTP_LOGIN where nobody is signed in. */
export function own({ account }: Visit): Account {
  if (account !== undefined) return account;
  throw new AssayError('permission', { code: 'E_HTTP_LOGIN', where: '', message: 'Sign in first.' });
}
