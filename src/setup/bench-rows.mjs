import { closeSync, openSync, writeSync } from 'node:fs';

const SERIES = 150;
const NEWEST = Date.UTC(2025, 5, 13);
const DAY = 86_400_000;

/** Series of a made-up metal: exchange prices, agencies' prices and stocks, as a desk has them. */
export function generatedSeries() {
  return Array.from({ length: SERIES }, (_, at) => ({
    id: idOf(at),
    name: { en: `Bench price ${at}`, zh: `基准价${at}` },
    kind: 'index',
    unit: at % 2 === 0 ? 'USD/t' : 'CNY/t',
    decimals: { en: 2, zh: 2 },
    vat: 'na',
    quote: 'close',
    venue: 'weekdays',
    frequency: 'daily',
    change: 'pct',
    source: { name: { en: 'Bench', zh: '基准' }, licence: 'open', lag: { en: 'none', zh: '无' } },
    staleAfterDays: 4,
    range: [1, 1_000_000],
    warnMove: 10,
    polarity: 0,
  }));
}

/**
 * Long-form rows, a day after another from the oldest, every series each day.
 * @param {string} file
 * @param {number} rows
 */
export function generatedRows(file, rows) {
  const handle = openSync(file, 'w');
  const days = Math.ceil(rows / SERIES);
  let text = 'date,series,value,unit\n';
  for (let row = 0; row < rows; row += 1) {
    const at = row % SERIES;
    const date = new Date(NEWEST - (days - 1 - Math.floor(row / SERIES)) * DAY).toISOString().slice(0, 10);
    const value = (5000 + at * 40 + ((row * 7919) % 1000)).toFixed(2);
    text += `${date},${idOf(at)},${value},${at % 2 === 0 ? 'USD/t' : 'CNY/t'}\n`;
    if (text.length > 1_000_000) {
      writeSync(handle, text);
      text = '';
    }
  }
  writeSync(handle, text);
  closeSync(handle);
}

/** @param {number} at */
function idOf(at) {
  return `bench_price_${String(at).padStart(3, '0')}`;
}
