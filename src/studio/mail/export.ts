import { csvLine } from '../../csv-line.ts';
import { LISTED, listedCells } from '../../delivery/subscribers/listed.ts';
import type { Subscriber } from '../../model/subscriber.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { benchOf } from './parts.ts';
import { narrowedBy } from './subscribers.ts';

/** `/mail/subscribers/export`: everybody of a list or a state, as a spreadsheet opens it without running anything. */
export function exportSubscribers(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const { ledger, now } = await benchOf(shop, visit);
    const { list, state } = narrowedBy(visit);
    const people = ledger.subscribers.all({
      ...(list === '' ? {} : { list }),
      ...(state === '' ? {} : { state }),
    });
    return {
      body: linesOf(people),
      type: 'text/csv; charset=utf-8',
      headers: { 'content-disposition': `attachment; filename="subscribers-${now.slice(0, 10)}.csv"` },
    };
  };
}

/** As they are read: a list of a million does not gather here. */
async function* linesOf(people: AsyncIterable<readonly Subscriber[]>): AsyncGenerator<string> {
  // By this mark spreadsheets know the Chinese in it.
  yield `\ufeff${csvLine(LISTED)}\r\n`;
  for await (const batch of people) yield batch.map((one) => `${csvLine(listedCells(one))}\r\n`).join('');
}
