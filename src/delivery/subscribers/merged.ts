import type { Subscriber, Wishes } from '../../model/subscriber.ts';
import type { NewSubscriber } from '../../store/ledger/index.ts';
import type { Entry } from './read-list.ts';

/** The list people are on of whom nothing else is said. */
export const USUAL_LIST = 'weekly';

/**
 * What is known of a person after a list said what it says: what it leaves out stays as it was. `list` is added to
 * whatever lists they are on.
 */
export function merged(
  { address, wishes }: Pick<Entry, 'address' | 'wishes'>,
  known: Wishes | undefined,
  usual: Wishes,
  list: string | undefined,
): NewSubscriber {
  const before = known ?? usual;
  const newcomer = known === undefined && list !== undefined ? [] : before.lists;
  const lists = new Set([...(wishes.lists ?? newcomer), ...(list === undefined ? [] : [list])]);
  return {
    address: address.address,
    key: address.key,
    name: wishes.name ?? before.name,
    language: wishes.language ?? before.language,
    timeZone: wishes.timeZone ?? before.timeZone,
    metals: wishes.metals ?? before.metals,
    format: wishes.format ?? before.format,
    lists: [...lists].sort(),
  };
}

export function isSame(one: NewSubscriber, known: Subscriber | NewSubscriber): boolean {
  const alike = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && a.every((item) => b.includes(item));
  return (
    one.address === known.address &&
    one.name === known.name &&
    one.language === known.language &&
    one.timeZone === known.timeZone &&
    one.format === known.format &&
    alike(one.metals, known.metals) &&
    alike(one.lists, known.lists)
  );
}
