import type { Analysis, SeriesAnalysis } from '../model/analysis.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { countsOf } from './counts.ts';
import type { Figures } from './figures.ts';
import { frameOf } from './frame.ts';
import { notableOf } from './notable.ts';
import { seriesAnalysis } from './series.ts';
import { subjectsOf } from './subjects.ts';

/**
 * Every number of a week's brief, computed from its snapshot alone: the same snapshot, the same analysis.
 * Throws AssayError config when a calendar does not cover the week (`E_CALENDAR_RANGE`) or is missing.
 */
export function analyze(snapshot: Snapshot): Analysis {
  const frame = frameOf(snapshot);
  const figures: Figures = new Map();
  const seasonal = seasonalSeries(snapshot);
  const series = new Map<string, SeriesAnalysis>();
  for (const subject of subjectsOf(snapshot, frame).values()) {
    series.set(subject.id, seriesAnalysis(subject, frame, seasonal.has(subject.id), figures));
  }
  return {
    week: frame.week,
    weekEnding: frame.friday,
    series,
    figures,
    notable: notableOf(series.values()),
    counts: countsOf(series.values(), frame.friday, figures),
  };
}

/** Series a chart line wants a seasonal band of. */
function seasonalSeries(snapshot: Snapshot): Set<string> {
  const lines = snapshot.metals.flatMap((metal) => metal.charts).filter((line) => line.kind === 'seasonal');
  return new Set(lines.flatMap((line) => [...line.series, ...(line.instead ?? [])]));
}
