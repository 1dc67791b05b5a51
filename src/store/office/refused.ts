import { AssayError } from '../../errors.ts';
import type { Account } from '../../model/account.ts';

export function nameTaken({ name, state }: Pick<Account, 'name' | 'state'>): AssayError {
  const whose = state === 'active' ? 'there is an account of this name' : 'a disabled account has this name';
  return new AssayError('usage', {
    code: 'E_USER_TAKEN',
    where: name,
    message: `${whose}, and a name is never given twice. Nothing was changed. Choose another name.`,
  });
}

export function lastAdmin({ name }: Pick<Account, 'name'>): AssayError {
  return new AssayError('usage', {
    code: 'E_USER_LAST_ADMIN',
    where: name,
    message:
      'the only active admin: without one nobody could let people in. Nothing was changed. Make somebody else an admin first.',
  });
}

export function passwordChanged({ name }: Pick<Account, 'name'>): AssayError {
  return new AssayError('temporary', {
    code: 'E_USER_CHANGED',
    where: name,
    message: 'its password was changed meanwhile. Nothing was changed. Sign in with the new one.',
  });
}

export function numberUnknown(id: number): AssayError {
  return new AssayError('usage', {
    code: 'E_USER_UNKNOWN',
    where: '',
    message: `no account has the number ${id}. Nothing was changed. "assay user list" names them all.`,
  });
}
