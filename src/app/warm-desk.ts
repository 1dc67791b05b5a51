import { createHash } from 'node:crypto';
import { analyze } from '../analysis/index.ts';
import { drawChart, type VegaLiteSpec } from '../charts/index.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import type { Analysis } from '../model/analysis.ts';
import type { WeekId } from '../model/time.ts';
import { openTheme, type Theme } from '../render/index.ts';
import { weekToBuild } from '../snapshot/week.ts';
import { keeper, stampOf } from './kept.ts';
import { dataStamp } from './kept-desk.ts';
import { type WeekNow, weekNow } from './week-now.ts';

/*
 * What a process that is kept warm remembers of a desk between two jobs: whoever changes a word of a note waits for
 * that word alone. Everything is looked at again as soon as a file it was made of has changed.
 */

const themes = keeper<Theme>(1);
const weeks = keeper<WarmWeek>(2);

export interface WarmWeek extends WeekNow {
  /** Notes change nothing in it. */
  readonly analysis: Analysis;
}

export function warmTheme({ paths: { templates } }: Desk): Promise<Theme> {
  return themes(templates.join('\n'), stampOf(templates), () => openTheme(templates));
}

/** The week without its notes, as a build would freeze, screen and analyze it now. Throws AssayError usage E_WEEK, data E_WEEK_EMPTY. */
export function warmWeek(desk: Desk, asked: WeekId | undefined, effects: Effects): Promise<WarmWeek> {
  const now = effects.now();
  return weeks(asked ?? '', dataStamp(desk, now), async () => {
    const found = await weekNow(
      desk,
      (store) => weekToBuild(asked, store, now, desk.config.timeZone),
      // A result that is kept must not depend on whether the first who asked has left.
      { ...effects, stop: new AbortController().signal },
    );
    return { ...found, analysis: analyze(found.snapshot) };
  });
}

/** Drawings by what they are drawn from: those of the last `most` charts asked for. */
const drawings = new Map<string, Promise<string>>();
/** Both languages of two weeks. */
const MOST_DRAWINGS = 160;

export function warmDrawing(spec: VegaLiteSpec, id: string): Promise<string> {
  const key = createHash('sha256')
    .update(`${id}\n${JSON.stringify(spec)}`)
    .digest('hex');
  const drawn = drawings.get(key) ?? drawChart(spec, id);
  drawn.catch(() => drawings.delete(key));
  drawings.delete(key);
  drawings.set(key, drawn);
  const [oldest] = drawings.keys();
  if (drawings.size > MOST_DRAWINGS && oldest !== undefined) drawings.delete(oldest);
  return drawn;
}
