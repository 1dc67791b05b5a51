import { valueAt } from './field-problems.ts';
import type { SourceFile } from './source-file.ts';

/** What may be named, by any file. Undefined where a file is too broken to tell: then no name is called unknown. */
export interface Names {
  readonly series?: readonly string[];
  readonly derived?: readonly string[];
  readonly venues?: readonly string[];
  /** Of each series, as its entry has it. */
  readonly units?: ReadonlyMap<string, string>;
}

/** Every id the files give, also of entries that do not keep to their schema: one fault is not reported twice. */
export function namesIn(metals: readonly SourceFile[], calendars: readonly SourceFile[]): Names {
  const fields = (list: string, field: string) =>
    metals.flatMap((file) => {
      const entries = valueAt(file.value, [list]);
      return Array.isArray(entries) ? entries.map((entry) => String(valueAt(entry, [field]))) : [];
    });
  const ids = (list: string) => fields(list, 'id');
  const units = fields('series', 'unit');
  const telling = (files: readonly SourceFile[]) => files.every((file) => file.value !== undefined);
  return {
    ...(telling(metals)
      ? {
          series: ids('series'),
          derived: ids('derived'),
          units: new Map(ids('series').map((id, at) => [id, units[at] ?? ''])),
        }
      : {}),
    ...(telling(calendars)
      ? { venues: calendars.map((file) => String(valueAt(file.value, ['venue']))) }
      : {}),
  };
}
