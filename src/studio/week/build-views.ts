import type { Ticket } from '../../app/queue.ts';
import { mayAs } from '../../model/account.ts';
import { LANGUAGES } from '../../model/language.ts';
import type { View } from '../../render/view.ts';
import { filled } from '../filled.ts';
import type { Visit } from '../route.ts';
import { problemView } from '../shown.ts';
import type { Bench, Tone } from './parts.ts';

const TONES: Readonly<Record<Ticket['state'], Tone>> = {
  waiting: 'quiet',
  building: 'warn',
  built: 'good',
  refused: 'bad',
  cancelled: 'quiet',
};

/** The stages of a build, as they are told. */
const STAGES: readonly string[] = [
  'desk',
  'templates',
  'data',
  'checks',
  'analyze',
  'compose',
  'charts',
  'html',
  'letter',
  'pictures',
  'print',
  'publish',
];

/** A line of the queue. */
export function ticketView(ticket: Ticket, visit: Pick<Visit, 'actor'>, { say, at }: Bench): View {
  const { id, wish, state, ahead, askedAt, edition } = ticket;
  const { words } = say;
  const isOpen = state === 'waiting' || state === 'building';
  const mayCancel = isOpen && (wish.by.name === visit.actor.name || mayAs(visit.actor.role, 'editor'));
  return {
    href: `/builds/${id}`,
    name: `${edition || (wish.week ?? '')} ${wish.draft ? words.asDraft : words.asEdition}`.trim(),
    state: { tone: TONES[state], text: say.builds[state] },
    ahead: ahead === 0 ? '' : filled(words.ahead, { count: ahead }),
    by: filled(words.byAt, { by: wish.by.name, at: at(askedAt) }),
    asOf: wish.asOf === undefined ? '' : filled(words.asKnown, { at: wish.asOf }),
    cancel: mayCancel ? { action: `/builds/${id}/cancel`, label: words.cancel } : false,
  };
}

/** How far a build is, and what became of it. */
export function progressView(ticket: Ticket, visit: Pick<Visit, 'actor'>, bench: Bench): View {
  const { say } = bench;
  const { words } = say;
  const { stages, state, wish, edition, problems } = ticket;
  const week = wish.week ?? edition.slice(0, 8);
  const isOpen = state === 'waiting' || state === 'building';
  const reached = Math.max(...stages.map((stage) => STAGES.indexOf(stage)), -1);
  return {
    ...ticketView(ticket, visit, bench),
    isOpen,
    steps: STAGES.map((stage, index) => ({
      label: say.stages[stage] ?? stage,
      mark: state === 'built' || index < reached ? 'done' : index === reached && isOpen ? 'doing' : 'open',
    })),
    problems: problems.map((one) => problemView(one, bench.language)),
    fixFirst: problems.length === 0 ? '' : words.fixFirst,
    toReadiness: problems.length === 0 ? false : { href: `/week/${week}`, label: words.toReadiness },
    files: state === 'built' ? filesView(ticket, bench) : [],
    resultTitle: words.result,
    hint: isOpen ? words.progressHint : '',
    back: { href: `/week/${week}/release`, label: words.backToWeek },
  };
}

/** What can be looked at: of an edition where everybody finds it, of a draft the last one of the week. */
function filesView({ wish, edition }: Ticket, { say }: Bench): View[] {
  const base = wish.draft ? `/week/${edition}/files` : `/e/${edition}`;
  return (wish.languages ?? LANGUAGES).flatMap((language) =>
    ['brief.html', 'brief.pdf'].map((file) => ({
      href: `${base}/${language}/${file}`,
      label: `${say.languages[language]} ${file.endsWith('pdf') ? 'PDF' : 'HTML'}`,
    })),
  );
}
