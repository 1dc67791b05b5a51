import { AssayError } from '../../errors.ts';
import { LANGUAGES } from '../../model/language.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { benchOf, weekIn } from './parts.ts';

export function weekTarget({ params }: Visit): string {
  return (params.week ?? '').slice(0, 40);
}

/** A draft of the week, as it is or was known, in some languages. */
export function askDraft(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const week = weekIn(visit);
    const asOf = visit.form.asof?.trim() ?? '';
    const languages = LANGUAGES.filter((one) => visit.all('languages').includes(one));
    const { id } = shop.queue.ask({
      week,
      draft: true,
      ...(asOf === '' ? {} : { asOf }),
      ...(languages.length === 0 ? {} : { languages }),
      by: visit.actor,
    });
    return { redirect: `/builds/${id}` };
  };
}

/** The edition itself, of exactly what the page showed. */
export function publishWeek(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const week = weekIn(visit);
    const { snapshot } = await shop.week.readiness(week);
    if (snapshot === '' || visit.form.snapshot !== snapshot) {
      const { words } = (await benchOf(shop, visit)).say;
      throw new AssayError('temporary', {
        code: 'E_BUILD_CHANGED',
        where: week,
        message: words.publishChanged,
      });
    }
    const { id } = shop.queue.ask({ week, draft: false, expect: snapshot, by: visit.actor });
    return { redirect: `/builds/${id}` };
  };
}

export function approveWeek(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const week = weekIn(visit);
    const { snapshot: now, verdict } = await shop.week.readiness(week);
    const { words } = (await benchOf(shop, visit)).say;
    if (now === '' || verdict === 'hold')
      throw new AssayError('data', { code: 'E_RELEASE_HOLD', where: week, message: words.approveHold });
    const { snapshot: looked = '', comment = '', disclaims = '' } = visit.form;
    const { told } = await shop.week.approve({
      ...{ week, looked, now, by: visit.actor },
      comment: comment.trim().slice(0, 300),
      disclaims: disclaims === 'yes',
    });
    return { redirect: `/week/${week}/release`, notice: words.approveDone, told };
  };
}

export function withdrawApproval(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const week = weekIn(visit);
    await shop.week.withdraw({
      week,
      by: visit.actor,
      comment: (visit.form.comment ?? '').trim().slice(0, 300),
    });
    const { words } = (await benchOf(shop, visit)).say;
    return { redirect: `/week/${week}/release`, notice: words.withdrawDone };
  };
}
