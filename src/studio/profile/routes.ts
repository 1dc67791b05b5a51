import { passwordFault } from '../../access/names.ts';
import { hashPassword, verifyPassword } from '../../access/password.ts';
import { AssayError } from '../../errors.ts';
import { LANGUAGES } from '../../model/language.ts';
import type { Access } from '../access/access.ts';
import { WORDS as ACCESS_WORDS } from '../access/words.ts';
import { ownPath } from '../http/own-path.ts';
import type { Answer, Route, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { MARK, own, profilePage } from './page.ts';
import { WORDS } from './words.ts';

/** One's own account: nothing here says whose it is but the session itself. */
export function profileRoutes(shop: Shop, access: Access): Route[] {
  return [
    { method: 'GET', url: '/profile', access: 'reader', handle: (visit) => profilePage(shop, visit) },
    {
      method: 'POST',
      url: '/profile/language',
      access: 'reader',
      action: 'profile.language',
      target: ({ form }) => form.language ?? '',
      handle: async (visit) => {
        const language = LANGUAGES.find((one) => one === visit.form.language);
        if (language !== undefined) await shop.office.accounts.change(own(visit).id, { language });
        return { redirect: ownPath(visit.form.to, '/profile') };
      },
    },
    {
      method: 'POST',
      url: '/profile/password',
      access: 'reader',
      action: 'profile.password',
      perMinute: 10,
      handle: (visit) => changePassword(shop, access, visit),
    },
    {
      method: 'POST',
      url: '/profile/sessions',
      access: 'reader',
      action: 'session.end',
      target: ({ form }) => (form.session ?? '').slice(0, MARK),
      handle: (visit) => endSessions(shop, visit),
    },
  ];
}

async function changePassword(shop: Shop, access: Access, visit: Visit): Promise<Answer> {
  const { office, effects } = shop;
  const refused = (fault: string, status = 400): Promise<Answer> => profilePage(shop, visit, fault, status);
  const account = own(visit);
  const words = WORDS[visit.language];
  const faults = ACCESS_WORDS[visit.language];
  const { old = '', fresh = '', again = '' } = passwordsOf(visit);
  const wait = access.attempts.take(account.name, visit.actor.from);
  if (wait > 0) return refused(faults.wait.replace('{what}', String(wait)), 429);
  const known = await office.accounts.byName(account.name);
  if (known === undefined || !(await verifyPassword(old, known.password)).matches) {
    access.attempts.failed(account.name, visit.actor.from);
    return refused(words.oldWrong);
  }
  access.attempts.succeeded(account.name, visit.actor.from);
  const fault = passwordFault(fresh, account.name);
  if (fault !== undefined) return refused(faults.faults[fault]);
  if (fresh !== again) return refused(faults.different);
  const password = await hashPassword(fresh, effects, access.cost);
  // An admin may have given it a new one meanwhile, to keep out who knew the old.
  const changed = await office.accounts
    .change(account.id, { password, was: known.password })
    .catch(ifChangedMeanwhile);
  if (changed === undefined) return refused(words.oldWrong);
  // Every session has ended with it, this one too: it goes on under a new token.
  const token = await access.door.open(changed, visit.actor.from, visit.agent ?? '', password);
  return { redirect: '/profile', notice: words.changed, opens: { token, account: changed } };
}

function ifChangedMeanwhile(error: unknown): undefined {
  if (error instanceof AssayError && error.problems[0]?.code === 'E_USER_CHANGED') return undefined;
  throw error;
}

async function endSessions({ office, effects }: Shop, visit: Visit): Promise<Answer> {
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
}

function passwordsOf({ form }: Visit): { old?: string; fresh?: string; again?: string } {
  const { 'old-password': old = '', 'new-password': fresh = '', 'new-password-again': again = '' } = form;
  return { old, fresh, again };
}
