import type { Sent } from '../../app/send.ts';
import { AssayError } from '../../errors.ts';
import { mayAs } from '../../model/account.ts';
import { type Campaign, OPEN_STATES } from '../../model/delivery.ts';
import type { View } from '../../render/view.ts';
import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { countText, problemView } from '../shown.ts';
import { type Bench, benchOf, headOf, weekIn, weekName } from './parts.ts';
import type { WeekWords } from './words.ts';

/** `/week/:week/send?list=`: what would be sent to whom; nothing happens before the count was typed. */
export function sendPage(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const week = weekIn(visit);
    const bench = await benchOf(shop, visit);
    const { words } = bench.say;
    const readiness = await shop.week.readiness(week);
    const edition = readiness.edition?.edition ?? '';
    const head = await headOf(shop, bench, readiness, '/send');
    const lists = shop.ledger === undefined || edition === '' ? [] : await listsOf(shop, edition, bench);
    const chosen = visit.query.list ?? (lists.length === 1 ? lists[0]?.list : undefined);
    const why =
      edition === ''
        ? words.sendNoEdition
        : shop.ledger === undefined
          ? words.sendNoMail
          : lists.length === 0
            ? words.sendNoList
            : '';
    const title = edition === '' ? words.sendTo : filled(words.send, { edition });
    const one = lists.find(({ list }) => list === chosen);
    return {
      page: 'week-send',
      title: `${weekName(week, bench.say)} · ${title}`,
      view: {
        head,
        title,
        why,
        toRelease: edition === '' ? { href: `/week/${week}/release`, label: words.release } : false,
        listsTitle: words.sendTo,
        lists: lists.map(({ list, people, said }) => ({
          href: `/week/${week}/send?list=${encodeURIComponent(list)}`,
          list,
          count: filled(words.sendCount, { count: countText(people) }),
          said,
          isCurrent: list === chosen,
          choose: words.choose,
        })),
        confirm: one === undefined ? false : await confirmView(shop, visit, bench, edition, one),
        mail: shop.ledger === undefined ? false : { href: '/mail', label: words.toMail },
      },
    };
  };
}

interface ListedList {
  readonly list: string;
  readonly people: number;
  /** Of this edition to it. */
  readonly campaign: Campaign | undefined;
  readonly said: string;
}

async function listsOf({ ledger }: Shop, edition: string, { say, at }: Bench): Promise<ListedList[]> {
  if (ledger === undefined) return [];
  const [counts, campaigns] = await Promise.all([ledger.subscribers.lists(), ledger.campaigns({})]);
  const names = [...new Set(counts.map(({ list }) => list))].sort();
  return names.flatMap((list) => {
    const people = counts.find((one) => one.list === list && one.state === 'active')?.people ?? 0;
    const campaign = campaigns.find((one) => one.list === list && one.edition === edition);
    if (people === 0 && campaign === undefined) return [];
    const last = campaigns.find((one) => one.list === list && one.state === 'finished');
    return [{ list, people, campaign, said: saidOf(campaign, last, say, at) }];
  });
}

function saidOf(
  campaign: Campaign | undefined,
  last: Campaign | undefined,
  say: WeekWords,
  at: Bench['at'],
): string {
  const { words } = say;
  if (campaign !== undefined)
    return filled(words.sendEnded, {
      edition: campaign.edition,
      list: campaign.list,
      state: say.sendStates[campaign.state] ?? campaign.state,
    });
  if (last === undefined) return words.sendNever;
  const { edition, planned, finishedAt } = last;
  return filled(words.sendLast, {
    edition,
    count: countText(planned),
    at: at(finishedAt ?? ''),
  });
}

async function confirmView(
  shop: Shop,
  visit: Visit,
  bench: Bench,
  edition: string,
  { list, campaign }: ListedList,
): Promise<View> {
  const { say } = bench;
  const { words } = say;
  const base = { action: `/week/${weekIn(visit)}/send`, edition, list, problems: [], facts: [] };
  const isEditor = mayAs(visit.actor.role, 'editor');
  const form = {
    ...base,
    why: isEditor ? '' : words.sendRole,
    goOn: '',
    isNew: false,
    label: words.sendConfirm,
    hint: words.sendConfirmHint,
    button: '',
  };
  if (campaign !== undefined) {
    if (campaign.state !== 'open' && campaign.state !== 'paused') return form;
    const counts = await shop.ledger?.counts(campaign.id);
    const left = countText(OPEN_STATES.reduce((sum, state) => sum + (counts?.[state] ?? 0), 0));
    return {
      ...form,
      facts: [
        { label: words.sendTo, text: filled(words.sendLeft, { left, count: countText(campaign.planned) }) },
      ],
      goOn: filled(words.sendGoOn, { left }),
    };
  }
  try {
    const asked = { edition, list, dryRun: true, waitMinutes: 0 } as const;
    const sent = await plannedSend(shop, asked);
    return {
      ...form,
      isNew: true,
      facts: factsOf(sent, say),
      button: filled(words.sendButton, { count: countText(sent.recipients) }),
    };
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return { ...form, problems: error.problems.map((one) => problemView(one, bench.language)) };
  }
}

/** A list that has jumped is told all the same: whoever types its new count has seen it. */
async function plannedSend(
  { app }: Shop,
  asked: { readonly edition: string; readonly list: string; readonly dryRun: true; readonly waitMinutes: 0 },
): Promise<Sent> {
  try {
    return await app.send(asked);
  } catch (error) {
    const jumped = error instanceof AssayError && error.problems[0]?.code === 'E_SEND_JUMP';
    const count = jumped ? /--expect (\d+)/.exec(error.problems[0]?.message ?? '')?.[1] : undefined;
    if (count === undefined) throw error;
    return app.send({ ...asked, expect: Number(count) });
  }
}

function factsOf({ recipients, plan }: Sent, say: WeekWords): View[] {
  const { words } = say;
  return [
    { label: words.sendTo, text: filled(words.sendCount, { count: countText(recipients) }) },
    ...(plan?.kinds ?? []).map((kind) => ({
      label: words.sendKinds,
      text: filled(words.sendKind, {
        count: countText(kind.count),
        language: say.languages[kind.language],
        format: kind.format.toUpperCase(),
      }),
    })),
    { label: words.sendFirst, text: (plan?.first ?? []).join(', ') },
    ...(plan?.cancels ?? []).map(({ edition, list, left }) => ({
      label: '',
      text: filled(words.sendCancels, { edition, list, left: countText(left) }),
    })),
  ];
}

/** Sends to as many as were typed, or not at all. */
export function sendEdition(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const week = weekIn(visit);
    const { say } = await benchOf(shop, visit);
    const { edition = '', list = '', expect = '' } = visit.form;
    const goesOn = visit.form.goOn === 'yes';
    const count = countIn(expect);
    if (!goesOn && count === undefined)
      throw new AssayError('usage', {
        code: 'E_SEND_EXPECT',
        where: week,
        message: say.words.sendConfirm,
      });
    const asked = { edition, list, by: visit.actor.name };
    const begun = await shop.sender
      .start({ ...asked, ...(count === undefined ? {} : { expect: count }) })
      .catch((error: unknown) => {
        throw inWordsOfThePage(error, list, expect, say);
      });
    const text = begun.endedAt === '' ? say.words.sendStarted : say.words.sendEnded;
    return {
      redirect: '/mail',
      notice: filled(text, { edition, list, state: say.sendStates[begun.state] ?? begun.state }),
    };
  };
}

export function sendTarget({ form }: Visit): string {
  return `${form.edition ?? ''} ${form.list ?? ''}`.trim().slice(0, 200);
}

/** A wrong count as the page tells of it: its reader has typed no option of a command. */
function inWordsOfThePage(error: unknown, list: string, typed: string, { words }: WeekWords): unknown {
  if (!(error instanceof AssayError)) return error;
  const [problem] = error.problems;
  const count = /--expect (\d+)/.exec(problem?.message ?? '')?.[1];
  if (problem?.code !== 'E_SEND_EXPECT' || count === undefined) return error;
  const message = filled(words.sendWrong, { typed, count: countText(Number(count)) });
  return new AssayError('data', { code: problem.code, where: list, message }, { cause: error });
}

/** As people write numbers: `1,204`, `1 204`, full-width digits. */
function countIn(typed: string): number | undefined {
  const digits = typed.normalize('NFKC').replace(/[\s,]/g, '');
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}
