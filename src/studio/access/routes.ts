import { accountName, passwordFault } from '../../access/names.ts';
import { hashPassword, type PasswordCost, verifyNone, verifyPassword } from '../../access/password.ts';
import type { Account } from '../../model/account.ts';
import { ownPath } from '../http/own-path.ts';
import type { Answer, Route, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import type { Attempts } from './attempts.ts';
import { isFormPath, keptPairs, keptView } from './kept.ts';
import type { Door } from './sessions.ts';
import type { SetupCode } from './setup-code.ts';
import { signInPage } from './sign-in-page.ts';
import { WORDS } from './words.ts';

/** What signing in works with. */
export interface Access {
  readonly door: Door;
  readonly attempts: Attempts;
  readonly setup: SetupCode;
  /** Of new passwords; the usual where absent. */
  readonly cost?: PasswordCost;
  /** The whole table: where a kept form may be sent again. */
  routes(): readonly Route[];
}

export function accessRoutes({ office, effects }: Shop, access: Access): Route[] {
  const { door, attempts, setup } = access;
  const note = (visit: Visit, action: string, target: string, detail = ''): Promise<unknown> =>
    office.audit.append({
      at: effects.now().toISOString(),
      actor: visit.actor,
      action,
      target,
      outcome: 'noted',
      detail,
    });

  /** The old session, if any, ends: what was planted in this browser before is worth nothing. */
  const signedIn = async (
    visit: Visit,
    account: Account,
    password?: string,
  ): Promise<{ token: string; account: Account }> => {
    if (visit.session !== undefined) await door.close(visit.session);
    const token = await door.open(account, visit.actor.from, visit.agent ?? '', password);
    return { token, account };
  };

  const afterwards = (visit: Visit, opens: { token: string; account: Account }): Answer => {
    const language = opens.account.language ?? visit.language;
    const pairs = keptPairs(visit.form.kept);
    const action = ownPath(visit.form.action, '');
    if (pairs === undefined || !isFormPath(access.routes(), action.split('?')[0] ?? ''))
      return { redirect: ownPath(visit.form.to), opens };
    const view = keptView(language, action, pairs);
    return { page: 'kept', title: WORDS[language].keptHeading, view, opens };
  };

  const show = async (visit: Visit): Promise<Answer> => {
    if (await setup.isOpen()) return { redirect: '/setup' };
    const to = ownPath(visit.query.to);
    if (visit.account !== undefined) return { redirect: to };
    const words = WORDS[visit.language];
    const lost = visit.query.files === 'lost' ? `${words.ended} ${words.filesLost}` : '';
    return signInPage(visit.language, { to, hint: visit.keepsNoSession === true ? words.open : lost });
  };

  const signIn = async (visit: Visit): Promise<Answer> => {
    const words = WORDS[visit.language];
    const { password = '' } = visit.form;
    const named = accountName(visit.form.name ?? '');
    const name = 'name' in named ? named.name : '';
    const refused = (status: number, fault: string): Answer =>
      signInPage(visit.language, {
        to: ownPath(visit.form.to),
        name,
        fault,
        status,
        kept: keptPairs(visit.form.kept) === undefined ? '' : (visit.form.kept ?? ''),
        action: ownPath(visit.form.action, ''),
      });
    const wait = attempts.take(name, visit.actor.from);
    if (wait > 0) return refused(429, words.wait.replace('{what}', String(wait)));
    const found = name === '' ? undefined : await office.accounts.byName(name);
    const verified =
      found === undefined ? await verifyNone(password) : await verifyPassword(password, found.password);
    if (found === undefined || found.state !== 'active' || !verified.matches) {
      attempts.failed(name, visit.actor.from);
      // What is no name here may be a password in the wrong field.
      await note(visit, 'session.refused', found?.name ?? '');
      return refused(401, words.wrong);
    }
    const { password: kept, ...account } = found;
    const opens = await signedIn(visit, account, kept);
    // While the password was looked at it was changed, or the account disabled.
    if ((await door.find(opens.token)) === undefined) {
      await note(visit, 'session.refused', found.name);
      return refused(401, words.wrong);
    }
    attempts.succeeded(name, visit.actor.from);
    await office.audit.append({
      at: effects.now().toISOString(),
      actor: { name: account.name, role: account.role, from: visit.actor.from },
      action: 'session.open',
      target: '',
      outcome: 'noted',
      detail: '',
    });
    return afterwards(visit, opens);
  };

  const setupPage = (visit: Visit, name = '', fault = ''): Answer => {
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
  };

  const create = async (visit: Visit): Promise<Answer> => {
    if (!(await setup.isOpen())) return { redirect: '/sign-in' };
    const words = WORDS[visit.language];
    const { name: typed = '', password = '', again = '', code = '' } = visit.form;
    const wait = attempts.take(' setup', visit.actor.from);
    if (wait > 0) return setupPage(visit, typed, words.wait.replace('{what}', String(wait)));
    const named = accountName(typed);
    if ('fault' in named) return setupPage(visit, '', words.nameFault);
    const fault = passwordFault(password, named.name);
    if (fault !== undefined) return setupPage(visit, named.name, words.faults[fault]);
    if (password !== again) return setupPage(visit, named.name, words.different);
    if (!setup.matches(code)) {
      attempts.failed(' setup', visit.actor.from);
      await note(visit, 'setup.refused', '');
      return setupPage(visit, named.name, words.codeWrong);
    }
    const account = await office.accounts.addFirst(
      {
        name: named.name,
        password: await hashPassword(password, effects, access.cost),
        language: visit.language,
      },
      effects.now().toISOString(),
    );
    if (account === undefined) return { redirect: '/sign-in' };
    const opens = await signedIn(visit, account);
    await office.audit.append({
      at: effects.now().toISOString(),
      actor: { name: account.name, role: account.role, from: visit.actor.from },
      action: 'user.add',
      target: account.name,
      outcome: 'done',
      detail: 'first admin',
    });
    return { redirect: '/', opens };
  };

  return [
    { method: 'GET', url: '/sign-in', access: 'public', handle: show },
    // Its own words go to the audit trail: who it was is only known afterwards.
    { method: 'POST', url: '/sign-in', access: 'public', perMinute: 30, handle: signIn },
    {
      method: 'GET',
      url: '/setup',
      access: 'public',
      handle: async (visit) => ((await setup.isOpen()) ? setupPage(visit) : { redirect: '/sign-in' }),
    },
    { method: 'POST', url: '/setup', access: 'public', perMinute: 10, handle: create },
    {
      method: 'POST',
      url: '/sign-out',
      access: 'reader',
      action: 'session.close',
      handle: async (visit) => {
        if (visit.session !== undefined) await door.close(visit.session);
        return { redirect: '/sign-in', opens: '' };
      },
    },
  ];
}
