import type { Check } from '../check.ts';
import { relationsOf } from './declared.ts';
import { judge } from './judge.ts';

export { SUBTOTAL } from './subtotal.ts';

/** What the metals' files say must hold between series. */
export const RELATIONS: Check = {
  codes: [
    'E_CHECK_IDENTITY',
    'W_CHECK_IDENTITY',
    'W_CHECK_SUBTOTAL',
    'E_CHECK_UNIT',
    'W_CHECK_UNIT',
    'W_CHECK_BAND',
    'E_CHECK_BAND',
    'I_CHECK_BAND',
    'W_CHECK_SOURCES',
    'E_CHECK_SOURCES',
    'I_CHECK_SOURCES',
  ],
  run: (context, only) =>
    relationsOf(context)
      .filter(({ of, total, fx }) => [...of, total, fx].some((id) => id !== undefined && only(id)))
      .flatMap((relation) => judge(relation, context)),
};
