import type { Figure, FigureId, Metric } from '../model/figure.ts';
import type { Place } from '../model/observation.ts';
import type { IsoDate } from '../model/time.ts';
import type { Subject } from './subject.ts';

/** What a figure says beside who it belongs to. */
export interface Said {
  readonly metric: Metric;
  readonly value: string;
  readonly unit: string;
  readonly asOf: IsoDate;
  readonly against?: IsoDate;
  readonly places: readonly Place[];
  readonly illustrative: boolean;
}

/** Every number of the analysis, by id. */
export type Figures = Map<FigureId, Figure>;

/** Enters a figure under `series.metric` and gives the id back. */
export function enter(figures: Figures, subject: Subject, said: Said): FigureId {
  const id = `${subject.id}.${said.metric}`;
  figures.set(id, { id, series: subject.id, source: subject.source, check: subject.check, ...said });
  return id;
}
