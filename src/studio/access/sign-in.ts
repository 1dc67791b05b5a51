import { accountName } from '../../access/names.ts';
import { verifyNone, verifyPassword } from '../../access/password.ts';
import { ownPath } from '../http/own-path.ts';
import type { Answer, Opened, Route, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { type Access, actorOf, newSession, noteEvent } from './access.ts';
import { isFormPath, keptPairs, keptView } from './kept.ts';
import { signInPage } from './sign-in-page.ts';
import { WORDS } from './words.ts';

export async function showSignIn(visit: Visit, { setup }: Pick<Access, 'setup'>): Promise<Answer> {
  if (await setup.isOpen()) return { redirect: '/setup' };
  const to = ownPath(visit.query.to);
  if (visit.account !== undefined) return { redirect: to };
  const words = WORDS[visit.language];
  const lost = visit.query.files === 'lost' ? `${words.ended} ${words.filesLost}` : '';
  return signInPage(visit.language, { to, hint: visit.keepsNoSession === true ? words.open : lost });
}

/** A session for who knows the name and its password; one answer for all others, and as long a wait for it. */
export async function signIn(visit: Visit, shop: Shop, access: Access): Promise<Answer> {
  const { door, attempts } = access;
  const { from } = visit.actor;
  const words = WORDS[visit.language];
  const { password = '' } = visit.form;
  const named = accountName(visit.form.name ?? '');
  const name = 'name' in named ? named.name : '';
  const refused = (status: number, fault: string): Answer => again(visit, { status, fault, name });
  const refusedTo = async (target: string): Promise<Answer> => {
    await noteEvent(shop, { actor: visit.actor, action: 'session.refused', target });
    return refused(401, words.wrong);
  };
  const wait = attempts.take(name, from);
  if (wait > 0) return refused(429, words.wait.replace('{what}', String(wait)));
  const found = name === '' ? undefined : await shop.office.accounts.byName(name);
  const verified =
    found === undefined ? await verifyNone(password) : await verifyPassword(password, found.password);
  if (found === undefined || found.state !== 'active' || !verified.matches) {
    attempts.failed(name, from);
    // What is no name here may be a password in the wrong field.
    return refusedTo(found?.name ?? '');
  }
  const { password: matched, ...account } = found;
  const opens = await newSession(door, visit, account, matched);
  // While the password was looked at it was changed, or the account disabled.
  if ((await door.find(opens.token)) === undefined) return refusedTo(found.name);
  attempts.succeeded(name, from);
  await noteEvent(shop, { actor: actorOf(account, visit), action: 'session.open' });
  return afterwards(visit, access.routes(), opens);
}

/** The page once more, with what it brought along. */
function again(visit: Visit, state: { status: number; fault: string; name: string }): Answer {
  return signInPage(visit.language, {
    ...state,
    to: ownPath(visit.form.to),
    kept: keptPairs(visit.form.kept) === undefined ? '' : (visit.form.kept ?? ''),
    action: ownPath(visit.form.action, ''),
  });
}

/** Where the visitor was going, or the form that came after the last session's end. */
function afterwards(visit: Visit, routes: readonly Route[], opens: Exclude<Opened, ''>): Answer {
  const language = opens.account.language ?? visit.language;
  const pairs = keptPairs(visit.form.kept);
  const action = ownPath(visit.form.action, '');
  if (pairs === undefined || !isFormPath(routes, action.split('?')[0] ?? ''))
    return { redirect: ownPath(visit.form.to), opens };
  const view = keptView(language, action, pairs);
  return { page: 'kept', title: WORDS[language].keptHeading, view, opens };
}
