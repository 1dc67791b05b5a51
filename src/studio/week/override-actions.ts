import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { grouped } from '../shown.ts';
import { benchOf, weekIn } from './parts.ts';

/** What the audit trail says it was done to: the week somebody was looking at, the value. */
export function overrideTarget({ params, form }: Visit): string {
  return `${params.week ?? ''} ${form.series ?? ''} ${form.date ?? ''}`.slice(0, 200);
}

/** Somebody answers for a value, or takes it out. */
export function answerValue(shop: Shop, action: 'accept' | 'exclude'): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const week = weekIn(visit);
    const { series = '', date = '', value = '', reason = '', expires = '' } = visit.form;
    const request = { do: action, series, date, value, reason, expires, by: visit.actor.name } as const;
    await shop.week.look(week);
    const { told } = await shop.hands.run('override', request);
    const { say, day } = await benchOf(shop, visit);
    const text = action === 'accept' ? say.words.acceptedNotice : say.words.excludedNotice;
    const notice = filled(text, { value: grouped(value), date: day(date) });
    return { redirect: `/week/${week}`, notice, told };
  };
}

/** What was decided counts no longer. */
export function endAnswer(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const week = weekIn(visit);
    const { series = '', date = '' } = visit.form;
    await shop.week.look(week);
    await shop.hands.run('override', { do: 'end', series, date });
    const { say, day } = await benchOf(shop, visit);
    return { redirect: `/week/${week}`, notice: filled(say.words.endedNotice, { date: day(date) }) };
  };
}
