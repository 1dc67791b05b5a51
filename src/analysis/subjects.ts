import type { Snapshot } from '../model/snapshot.ts';
import { derivedHistory } from './derived.ts';
import type { Frame } from './frame.ts';
import { NO_HISTORY, observedHistory } from './history.ts';
import { derivedSubject, observedSubject, type Subject } from './subject.ts';
import { newestWithheld } from './withheld.ts';

/** Every series of the snapshot's catalog and every derived one, metal by metal in their order. */
export function subjectsOf(snapshot: Snapshot, frame: Frame): Map<string, Subject> {
  const warned = new Set(
    snapshot.findings.flatMap(({ series, severity, code }) =>
      // That an override ends, or lasts too long, says nothing of the value.
      series !== undefined && severity !== 'note' && !code.startsWith('W_OVERRIDE_') ? [series] : [],
    ),
  );
  const observed = new Map<string, Subject>();
  for (const metal of snapshot.metals) {
    for (const spec of metal.series) {
      const columns = snapshot.series[spec.id];
      const provisionalThrough =
        spec.frequency === 'monthly' ? Math.max(frame.cutoff, frame.monthEnd) : frame.cutoff;
      const withheld = snapshot.withheld?.[spec.id] ?? [];
      const out = new Set(withheld.map(({ date }) => date));
      const history =
        columns === undefined
          ? NO_HISTORY
          : observedHistory(columns, snapshot.inputs, frame.cutoff, provisionalThrough, out);
      const check = warned.has(spec.id) ? 'warned' : 'passed';
      const newest = newestWithheld(spec, history, withheld, frame);
      const withheldBy = newest === undefined ? [] : [{ series: spec.id, withheld: newest }];
      observed.set(spec.id, observedSubject(metal.metal, spec, history, check, withheldBy));
    }
  }

  const subjects = new Map<string, Subject>();
  for (const metal of snapshot.metals) {
    for (const spec of metal.series) subjects.set(spec.id, named(observed, spec.id));
    for (const spec of metal.derived) {
      // Parts may belong to other metals; a derived series may build on an earlier one.
      const part = (id: string) => subjects.get(id) ?? named(observed, id);
      const [first, ...rest] = spec.of.map(part);
      if (first === undefined) continue;
      const fx = spec.fx === undefined ? undefined : part(spec.fx);
      const history = derivedHistory(spec, [first, ...rest], fx);
      subjects.set(spec.id, derivedSubject(metal.metal, spec, [first, ...rest], history, fx));
    }
  }
  return subjects;
}

function named(subjects: ReadonlyMap<string, Subject>, id: string): Subject {
  const subject = subjects.get(id);
  if (!subject) throw new RangeError(`derived series names "${id}", which the catalog does not have`);
  return subject;
}
