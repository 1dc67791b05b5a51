const FIELDS = [
  { name: 'minute', low: 0, high: 59 },
  { name: 'hour', low: 0, high: 23 },
  { name: 'day of month', low: 1, high: 31 },
  { name: 'month', low: 1, high: 12 },
  { name: 'day of week', low: 0, high: 7 },
] as const;
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');

/**
 * Why a text is not a five-field cron expression; undefined when it is one. The timer that will run it has the last
 * word; what is wrong is found here, since it only says yes or no.
 */
export async function cronFault(expression: string): Promise<string | undefined> {
  const fault = faultOf(expression);
  if (fault !== undefined) return fault;
  const { validate } = await import('node-cron');
  return validate(expression)
    ? undefined
    : 'no day like this ever comes, or it cannot be read. Expected e.g. "0 18 * * 0", Sundays at 18:00.';
}

function faultOf(expression: string): string | undefined {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    return `${parts.length} fields. Expected five: minute, hour, day of month, month, day of week.`;
  }
  for (const [index, field] of FIELDS.entries()) {
    for (const item of (parts[index] ?? '').split(',')) {
      const fault = itemFault(item, field);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

function itemFault(item: string, field: (typeof FIELDS)[number]): string | undefined {
  const shape = /^(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/(\d+))?$/i.exec(item);
  const unreadable = `${field.name} "${item}" cannot be read. Expected *, a number, a range like 1-5, or a step like */15.`;
  if (!shape?.[1] || (shape[1] === '*' && shape[2] !== undefined)) return unreadable;
  if (shape[3] !== undefined && Number(shape[3]) === 0)
    return `${field.name} has a step of 0. Expected 1 or more.`;
  const ends = [shape[1], shape[2]].filter((end) => end !== undefined && end !== '*');
  const numbers = ends.map((end) => numberOf(end ?? '', field.name));
  if (numbers.some(Number.isNaN)) return unreadable;
  const outside = numbers.find((number) => number < field.low || number > field.high);
  if (outside !== undefined) return `${field.name} ${outside} is outside ${field.low}–${field.high}.`;
  const [first, last] = numbers;
  if (first !== undefined && last !== undefined && first > last) {
    return `${field.name} ${item} runs backwards. Expected the smaller number first.`;
  }
  return undefined;
}

function numberOf(text: string, field: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const named = field === 'month' ? MONTHS.indexOf(text.toLowerCase()) + 1 : -1;
  if (named > 0) return named;
  const day = field === 'day of week' ? DAYS.indexOf(text.toLowerCase()) : -1;
  return day < 0 ? Number.NaN : day;
}
