import { passwordFault } from '../../access/names.ts';
import { hashPassword, verifyPassword } from '../../access/password.ts';
import { AssayError } from '../../errors.ts';
import type { Account } from '../../model/account.ts';
import { LANGUAGES } from '../../model/language.ts';
import type { Access } from '../access/access.ts';
import { WORDS as ACCESS_WORDS } from '../access/words.ts';
import { WORDS as FRAME_WORDS, LANGUAGE_NAMES } from '../frame/words.ts';
import { ownPath } from '../http/own-path.ts';
import { localMoment } from '../local-moment.ts';
import type { Answer, Route, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { WORDS } from './words.ts';

/** Enough of a session's hash to tell a person's sessions apart. */
const MARK = 16;

/** One's own account: nothing here says whose it is but the session itself. */
export function profileRoutes(shop: Shop, access: Access): Route[] {
  const { office, effects } = shop;

  const page = async (visit: Visit, fault = '', status = 200): Promise<Answer> => {
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
  };

  const changePassword = async (visit: Visit): Promise<Answer> => {
    const account = own(visit);
    const words = WORDS[visit.language];
    const faults = ACCESS_WORDS[visit.language];
    const { old = '', fresh = '', again = '' } = passwordsOf(visit);
    const wait = access.attempts.take(account.name, visit.actor.from);
    if (wait > 0) return page(visit, faults.wait.replace('{what}', String(wait)), 429);
    const known = await office.accounts.byName(account.name);
    if (known === undefined || !(await verifyPassword(old, known.password)).matches) {
      access.attempts.failed(account.name, visit.actor.from);
      return page(visit, words.oldWrong, 400);
    }
    access.attempts.succeeded(account.name, visit.actor.from);
    const fault = passwordFault(fresh, account.name);
    if (fault !== undefined) return page(visit, faults.faults[fault], 400);
    if (fresh !== again) return page(visit, faults.different, 400);
    const password = await hashPassword(fresh, effects, access.cost);
    // An admin may have given it a new one meanwhile, to keep out who knew the old.
    const changed = await office.accounts
      .change(account.id, { password, was: known.password })
      .catch(ifChangedMeanwhile);
    if (changed === undefined) return page(visit, words.oldWrong, 400);
    // Every session has ended with it, this one too: it goes on under a new token.
    const token = await access.door.open(changed, visit.actor.from, visit.agent ?? '', password);
    return { redirect: '/profile', notice: words.changed, opens: { token, account: changed } };
  };

  const endSessions = async (visit: Visit): Promise<Answer> => {
    const account = own(visit);
    const { session: mark = '' } = visit.form;
    if (mark === 'all') {
      await office.sessions.closeOf(account.id);
      return { redirect: '/sign-in', opens: '' };
    }
    const sessions = await office.sessions.ofAccount(account.id, effects.now().toISOString());
    const found = sessions.find(({ hash }) => mark.length === MARK && hash.startsWith(mark));
    if (found !== undefined) await office.sessions.close(found.hash);
    return { redirect: '/profile', notice: WORDS[visit.language].ended };
  };

  return [
    { method: 'GET', url: '/profile', access: 'reader', handle: (visit) => page(visit) },
    {
      method: 'POST',
      url: '/profile/language',
      access: 'reader',
      action: 'profile.language',
      target: ({ form }) => form.language ?? '',
      handle: async (visit) => {
        const language = LANGUAGES.find((one) => one === visit.form.language);
        if (language !== undefined) await office.accounts.change(own(visit).id, { language });
        return { redirect: ownPath(visit.form.to, '/profile') };
      },
    },
    {
      method: 'POST',
      url: '/profile/password',
      access: 'reader',
      action: 'profile.password',
      perMinute: 10,
      handle: changePassword,
    },
    {
      method: 'POST',
      url: '/profile/sessions',
      access: 'reader',
      action: 'session.end',
      target: ({ form }) => (form.session ?? '').slice(0, MARK),
      handle: endSessions,
    },
  ];
}

function ifChangedMeanwhile(error: unknown): undefined {
  if (error instanceof AssayError && error.problems[0]?.code === 'E_USER_CHANGED') return undefined;
  throw error;
}

function passwordsOf({ form }: Visit): { old?: string; fresh?: string; again?: string } {
  const { 'old-password': old = '', 'new-password': fresh = '', 'new-password-again': again = '' } = form;
  return { old, fresh, again };
}

function own({ account }: Visit): Account {
  if (account !== undefined) return account;
  throw new AssayError('permission', { code: 'E_HTTP_LOGIN', where: '', message: 'Sign in first.' });
}
