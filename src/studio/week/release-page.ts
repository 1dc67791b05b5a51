import type { OutsidePart } from '../../access/release.ts';
import { mayAs } from '../../model/account.ts';
import { LANGUAGES } from '../../model/language.ts';
import type { Readiness } from '../../model/readiness.ts';
import type { View } from '../../render/view.ts';
import { filled } from '../filled.ts';
import { WORDS as FRAME_WORDS } from '../frame/words.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { ticketView } from './build-views.ts';
import { type Bench, benchOf, headOf, weekIn, weekName } from './parts.ts';

/** `/week/:week/release`: build it, answer for it, publish it. */
export function releasePage(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const week = weekIn(visit);
    const bench = await benchOf(shop, visit);
    const { words, languages } = bench.say;
    const readiness = await shop.week.readiness(week);
    const tickets = shop.queue.list();
    return {
      page: 'week-release',
      title: `${weekName(week, bench.say)} · ${words.release}`,
      view: {
        head: await headOf(shop, bench, readiness, '/release'),
        build: {
          title: words.build,
          action: `/week/${week}/build`,
          hint: words.buildHint,
          button: words.buildDraft,
          asOfLabel: words.asOfLabel,
          asOfHint: words.asOfHint,
          languagesLabel: words.inLanguages,
          languages: LANGUAGES.map((tag) => ({ tag, name: languages[tag] })),
        },
        queue: {
          title: words.queue,
          none: words.queueNone,
          tickets: tickets.map((ticket) => ticketView(ticket, visit, bench)),
        },
        approval: await approvalView(shop, visit, bench, readiness),
        publish: await publishView(shop, visit, bench, readiness),
      },
    };
  };
}

async function approvalView(shop: Shop, visit: Visit, bench: Bench, readiness: Readiness): Promise<View> {
  const { words } = bench.say;
  const { week, snapshot, headline, verdict } = readiness;
  const { release } = await shop.desk();
  const bare = { title: words.approval, rule: '', facts: [], approve: false, withdraw: false, why: '' };
  if (release === 'none') return { ...bare, rule: words.approvalNone };
  const rule = release === 'two-person' ? `${words.approvalFor} ${words.approvalTwo}` : words.approvalFor;
  const { state, by, at, comment } = await shop.week.approval(week, snapshot);
  const { may, writers, outside } = await shop.week.mayApprove(week, visit.actor);
  const said = filled(state === 'approved' ? words.approvedBy : words.outdatedBy, { by, at: bench.at(at) });
  const facts = [
    { label: words.headline, text: headline[bench.language], mono: false },
    { label: words.hash, text: snapshot.slice(0, 16), mono: true },
    ...(writers.length === 0 ? [] : [{ label: words.writers, text: writers.join(', '), mono: false }]),
    ...(outside.length === 0
      ? []
      : [{ label: words.outside, text: outsideText(outside, bench), mono: false }]),
    ...(by === ''
      ? []
      : [{ label: words.approval, text: comment === '' ? said : `${said} – ${comment}`, mono: false }]),
  ].filter(({ text }) => text !== '');
  const isEditor = mayAs(visit.actor.role, 'editor');
  const why =
    snapshot === '' || verdict === 'hold'
      ? words.approveHold
      : may === 'role'
        ? filled(words.approveRole, { role: FRAME_WORDS[bench.language].roles[visit.actor.role] })
        : may === 'writer'
          ? filled(words.approveWriter, {
              names: [...new Set([...writers, visit.actor.name])].sort().join(', '),
            })
          : '';
  return {
    ...bare,
    rule,
    facts,
    why: state === 'approved' ? '' : why,
    approve:
      state === 'approved' || why !== ''
        ? false
        : {
            action: `/week/${week}/approve`,
            snapshot,
            button: words.approve,
            commentLabel: words.comment,
            commentHint: words.commentHint,
            disclaim: may === 'unless-theirs' ? words.disclaim : '',
          },
    withdraw: by === '' || !isEditor ? false : { action: `/week/${week}/withdraw`, button: words.withdraw },
  };
}

const MOST_OUTSIDE = 6;

/** What was written by nobody knows whom, and whose the files are. */
function outsideText(outside: readonly OutsidePart[], { at, say: { words } }: Bench): string {
  const parts = outside.slice(0, MOST_OUTSIDE).map(({ target, owner, at: found }) => {
    const whose = owner === '' ? words.outsideGone : filled(words.outsideOwner, { owner });
    return `${target} (${whose}, ${at(found)})`;
  });
  const more = outside.length - parts.length;
  return [...parts, ...(more > 0 ? [filled(words.andMore, { count: more })] : [])].join('; ');
}

async function publishView(shop: Shop, visit: Visit, bench: Bench, readiness: Readiness): Promise<View> {
  const { words } = bench.say;
  const { week, snapshot, verdict, edition } = readiness;
  const { state } = await shop.week.approval(week, snapshot);
  const why = !mayAs(visit.actor.role, 'editor')
    ? words.publishRole
    : edition !== undefined
      ? filled(words.publishOut, { edition: edition.edition })
      : snapshot === '' || verdict === 'hold'
        ? words.publishHold
        : state === 'missing' || state === 'outdated'
          ? words.publishNeeds
          : '';
  return {
    title: words.publish,
    hint: words.publishHint,
    why,
    form: why !== '' ? false : { action: `/week/${week}/publish`, snapshot, button: words.publish },
    links:
      edition === undefined
        ? []
        : [
            { href: `/archive/${edition.edition}`, label: edition.edition },
            { href: `/week/${week}/send`, label: filled(words.send, { edition: edition.edition }) },
          ],
  };
}
