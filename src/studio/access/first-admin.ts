import { accountName, passwordFault } from '../../access/names.ts';
import { hashPassword } from '../../access/password.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { type Access, actorOf, newSession, noteEvent } from './access.ts';
import { WORDS } from './words.ts';

/** No account's name has a space: nobody's own waits are touched. */
const ATTEMPTS_OF = ' setup';

export function firstAdminPage(visit: Visit, name = '', fault = ''): Answer {
  const words = WORDS[visit.language];
  return {
    page: 'setup',
    title: words.setup,
    status: fault === '' ? 200 : 400,
    view: {
      heading: words.setup,
      line: words.setupLine,
      fault,
      name,
      codeLabel: words.code,
      codeHint: words.codeHint,
      nameLabel: words.name,
      nameHint: words.nameHint,
      passwordLabel: words.password,
      passwordHint: words.passwordHint,
      againLabel: words.again,
      button: words.create,
    },
  };
}

/** The first account, of whoever knows the code; of two at once one is made. */
export async function makeFirstAdmin(visit: Visit, shop: Shop, access: Access): Promise<Answer> {
  const { door, attempts, setup, cost } = access;
  const { office, effects } = shop;
  if (!(await setup.isOpen())) return { redirect: '/sign-in' };
  const words = WORDS[visit.language];
  const { name: typed = '', password = '', again = '', code = '' } = visit.form;
  const wait = attempts.take(ATTEMPTS_OF, visit.actor.from);
  if (wait > 0) return firstAdminPage(visit, typed, words.wait.replace('{what}', String(wait)));
  const named = accountName(typed);
  if ('fault' in named) return firstAdminPage(visit, '', words.nameFault);
  const { name } = named;
  const fault = passwordFault(password, name);
  if (fault !== undefined) return firstAdminPage(visit, name, words.faults[fault]);
  if (password !== again) return firstAdminPage(visit, name, words.different);
  if (!setup.matches(code)) {
    attempts.failed(ATTEMPTS_OF, visit.actor.from);
    await noteEvent(shop, { actor: visit.actor, action: 'setup.refused' });
    return firstAdminPage(visit, name, words.codeWrong);
  }
  const hash = await hashPassword(password, effects, cost);
  const account = await office.accounts.addFirst(
    { name, password: hash, language: visit.language },
    effects.now().toISOString(),
  );
  if (account === undefined) return { redirect: '/sign-in' };
  const opens = await newSession(door, visit, account);
  await noteEvent(shop, {
    actor: actorOf(account, visit),
    action: 'user.add',
    target: name,
    outcome: 'done',
    detail: 'first admin',
  });
  return { redirect: '/', opens };
}
