import { Decimal } from './decimal.ts';
import { multiplied } from './multiplied.ts';
import { CURRENCIES } from './spellings.ts';
import type { Unit } from './unit.ts';
import { singleWeight } from './weights.ts';

const ONE = new Decimal(1);

const CURRENCY_UNITS = new Map<string, Unit>(
  CURRENCIES.flatMap(({ canonical, currency, size, zh, spellings }) =>
    spellings.map((spelling) => [
      spelling,
      { canonical, quantity: currency, over: new Decimal(size), under: ONE, zh },
    ]),
  ),
);

/** A price per weight in a compact lower-case text: `usd/t`, 万元/吨. */
export function price(spelled: string): Unit | undefined {
  const parts = /^(.+?)(?:\/|per|每)(.+)$/.exec(spelled);
  if (!parts?.[1] || !parts[2]) return undefined;
  const money = currency(parts[1]);
  const weight = singleWeight(parts[2]);
  if (!money || !weight) return undefined;
  return {
    canonical: `${money.canonical}/${weight.canonical}`,
    quantity: `${money.quantity} per ${weight.quantity}`,
    over: money.over.times(weight.under),
    under: money.under.times(weight.over),
    zh: `${money.zh}/${weight.zh}`,
    currency: money.quantity,
    mass: weight.mass,
  };
}

function currency(spelled: string): Unit | undefined {
  const single = (text: string) => CURRENCY_UNITS.get(text);
  return single(spelled) ?? multiplied(spelled, single) ?? multiplierLast(spelled);
}

/** `CNY10k/t`, as English tables write 万元/吨. */
function multiplierLast(spelled: string): Unit | undefined {
  const parts = /^(.+?)(10k|10,?000|k|1,?000)$/.exec(spelled);
  if (!parts?.[1] || !parts[2]) return undefined;
  return multiplied(parts[2] + parts[1], (text) => CURRENCY_UNITS.get(text));
}
