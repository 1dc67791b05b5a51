import { once } from 'node:events';
import { csvLine } from '../csv-line.ts';
import { LISTED, listedCells } from '../delivery/subscribers/listed.ts';
import { oneLine } from '../errors.ts';
import type { Subscriber, SubscriberEvent } from '../model/subscriber.ts';

/** Prints everybody as they come, however many; gives how many there were. */
export async function printPeople(
  people: AsyncIterable<readonly Subscriber[]>,
  form: 'lines' | 'csv' | 'json',
): Promise<number> {
  let count = 0;
  for await (const batch of people) {
    const before = count === 0 ? HEADS[form] : form === 'json' ? ',\n' : '';
    const lines = batch.map((one) => LINES[form](one));
    if (lines.length === 0) continue;
    count += lines.length;
    await printed(before + lines.join(form === 'json' ? ',\n' : '\n') + (form === 'json' ? '' : '\n'));
  }
  if (form === 'json') await printed(count === 0 ? '[]\n' : '\n]\n');
  else if (form === 'csv' && count === 0) await printed(HEADS.csv);
  return count;
}

const HEADS = {
  lines: `${LISTED.slice(0, -1).join('\t')}\n`,
  csv: `${csvLine(LISTED)}\n`,
  json: '[\n',
};

const LINES = {
  lines: subscriberLine,
  csv: (one: Subscriber): string => csvLine(listedCells(one)),
  json: (one: Subscriber): string => JSON.stringify(one),
};

/** Waits where the reader is slow: a list of a million must not gather here. */
async function printed(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

export function subscriberLine(one: Subscriber): string {
  return listedCells(one).slice(0, -1).map(oneLine).join('\t');
}

/** One fact a line, without those there is nothing to say of. */
export function subscriberLines(one: Subscriber): string[] {
  const cells = listedCells(one);
  return LISTED.flatMap((column, at) => (cells[at] ? [`${column}\t${oneLine(cells[at] ?? '')}`] : []));
}

export function eventLine({ at, what, by, reason, edition }: SubscriberEvent): string {
  return [at, what, by, edition, reason]
    .filter((part) => part !== '')
    .map(oneLine)
    .join('\t');
}
