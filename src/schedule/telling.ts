import type { Desk } from '../desk.ts';
import { oneLine } from '../errors.ts';
import type { WeekId } from '../model/time.ts';
import { DESK } from './dues.ts';
import type { ScheduleWork } from './work.ts';

/** Who tells something has it alone for so long. */
const TELLING_MS = 120_000;

/** Tells people what they must know: of each trouble once, and again at the next look where it could not be told. */
export class Telling {
  readonly #work: ScheduleWork;
  /** Troubles of this process that belong to no week, by name; those in it were told. */
  readonly #troubles = new Map<string, { readonly words: string; told: boolean }>();

  constructor(work: ScheduleWork) {
    this.#work = work;
  }

  /** What the office says is to be told of a week. */
  async of(desk: Desk, week: WeekId): Promise<void> {
    const { occurrences, effects } = this.#work;
    const now = effects.now();
    const until = new Date(now.getTime() + TELLING_MS).toISOString();
    const alert = await occurrences.takeAlert({ desk: DESK, week, until, now: now.toISOString() });
    if (alert === undefined) return;
    const { kind, reason } = alert;
    effects.log(oneLine(`${CODES[kind]} ${week}: ${reason}`));
    const edition = (await occurrences.of(DESK, week))?.edition ?? '';
    const done = await this.#work.alert(desk, { kind, week, edition, reason, at: now.toISOString() });
    if (done) await occurrences.told(DESK, week, kind);
  }

  /** A trouble of no week, told until it is `over`. */
  async once(desk: Desk, name: string, words: string): Promise<void> {
    const known = this.#troubles.get(name);
    if (known?.told && known.words === words) return;
    if (known?.words !== words) this.#work.effects.log(oneLine(`E_SCHEDULE ${words}`));
    const at = this.#work.effects.now().toISOString();
    const told = await this.#work.alert(desk, { kind: 'failed', week: '', edition: '', reason: words, at });
    this.#troubles.set(name, { words, told });
  }

  async over(desk: Desk, name: string): Promise<void> {
    const known = this.#troubles.get(name);
    if (known === undefined) return;
    const at = this.#work.effects.now().toISOString();
    const reason = `over: ${known.words}`;
    this.#work.effects.log(oneLine(`I_SCHEDULE ${reason}`));
    const told = await this.#work.alert(desk, { kind: 'recovered', week: '', edition: '', reason, at });
    if (told) this.#troubles.delete(name);
  }
}

const CODES = {
  held: 'E_SCHEDULE_HELD',
  failed: 'E_SCHEDULE_FAILED',
  missed: 'E_SCHEDULE_MISSED',
  recovered: 'I_SCHEDULE_RECOVERED',
} as const;
