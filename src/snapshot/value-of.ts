import { inRange } from '../checks/index.ts';
import { quoted } from '../errors.ts';
import type { RawRow } from '../model/observation.ts';
import { decimal, plain, plainText } from '../units/decimal.ts';
import { rangeProblem } from './range-problem.ts';
import type { SeriesCheck } from './series-check.ts';
import type { Tally } from './tally.ts';

/** Values are kept to this many digits: no source is nearer, and a converted one would have 34. */
const DIGITS_KEPT = 16;

/** The value in the series' own unit, as plain decimal text, or undefined after saying what is wrong. */
export function canonicalValue(
  row: RawRow,
  number: string,
  check: SeriesCheck,
  tally: Tally,
): string | undefined {
  const value = converted(row, number, check, tally);
  if (value === undefined) return undefined;
  const { spec, previous } = check;
  const amount = Number(value);
  if (inRange(amount, spec, check.mayBeNegative)) {
    check.previous = amount;
    return value;
  }
  const unit = value === plainText(number) ? undefined : row.unit;
  const given = { text: row.value, unit };
  const { message, cause } = rangeProblem(decimal(value), given, spec, previous, check.exchangeRate());
  tally.add(row, 'value', 'E_DATA_RANGE', message, {
    series: spec.id,
    date: row.date,
    ...(cause === undefined ? {} : { cause }),
  });
  return undefined;
}

function converted(row: RawRow, number: string, check: SeriesCheck, tally: Tally): string | undefined {
  const conversion = check.conversionFrom(row.unit, row.date);
  if (conversion === 'identity') return plainText(number);
  if (conversion !== 'unknown' && 'convert' in conversion)
    return plain(conversion.convert(decimal(number)).toSignificantDigits(DIGITS_KEPT));
  const { spec } = check;
  tally.addGroup(
    `unit ${spec.id} ${row.unit}`,
    row,
    'unit',
    'E_DATA_UNIT',
    () => {
      const unit = quoted(row.unit ?? '');
      const problem =
        conversion === 'unknown'
          ? `is not a known unit (${spec.id})`
          : `does not fit ${quoted(spec.name.en)} (${spec.id}): ${conversion.refused}`;
      return (more) =>
        `unit ${unit} ${problem}; expected ${quoted(spec.unit)} or a unit that converts to it${more}.`;
    },
    { series: spec.id },
  );
  return undefined;
}
