import type { Language } from '../../model/language.ts';
import type { Answer } from '../route.ts';
import { WORDS } from './words.ts';

export interface SignInState {
  /** A path of ours to go to afterwards. */
  readonly to: string;
  readonly name?: string;
  /** Why it was not done, in words. */
  readonly fault?: string;
  readonly hint?: string;
  /** Fields of a form that was refused for want of a session, and where it was sent. */
  readonly kept?: string;
  readonly action?: string;
  readonly status?: number;
}

export function signInPage(language: Language, state: SignInState): Extract<Answer, { page: string }> {
  const words = WORDS[language];
  return {
    page: 'sign-in',
    title: words.signIn,
    status: state.status ?? 200,
    view: {
      heading: words.signIn,
      fault: state.fault ?? '',
      hint: state.hint ?? '',
      to: state.to,
      name: state.name ?? '',
      kept: state.kept ?? '',
      action: state.action ?? '',
      nameLabel: words.name,
      passwordLabel: words.password,
      button: words.signIn,
    },
  };
}
