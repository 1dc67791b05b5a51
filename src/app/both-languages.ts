import { compose } from '../brief/index.ts';
import { plainText, printFigure } from '../language/index.ts';
import type { Analysis } from '../model/analysis.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import type { Figure } from '../model/figure.ts';
import type { Language } from '../model/language.ts';
import type { Words } from '../model/readiness.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { IsoDate } from '../model/time.ts';

/** A value of a series as briefs print it, without its unit. */
export function printedLevel(spec: SeriesSpec, value: string, date: IsoDate): Words {
  const figure: Figure = {
    ...{ id: '', series: spec.id, metric: 'last', value, unit: spec.unit, asOf: date },
    ...{ source: '', places: [], illustrative: false, check: 'passed' },
  };
  return both((language) => printFigure(figure, spec, language).text);
}

/** What stands on the cover of a week. */
export function headlineOf(snapshot: Snapshot, analysis: Analysis): Words {
  return both((language) =>
    plainText(compose(snapshot, analysis, language, snapshot.week).brief.cover.headline),
  );
}

export function both(words: (language: Language) => string): Words {
  return { en: words('en'), zh: words('zh') };
}
