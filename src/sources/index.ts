import { basename } from 'node:path';
import type { Mapping } from '../model/mapping.ts';
import { measure, readPieces } from './bytes.ts';
import { longOrWide } from './csv.ts';
import { isOwnForm } from './header.ts';
import { mappedRows, mappingFor } from './mapping/index.ts';
import { refuseOtherKinds } from './other-kinds.ts';
import { csvRows } from './records.ts';
import type { RawBatch } from './table.ts';
import { readWorkbook } from './xlsx/index.ts';

export { type InputFile, ignoredInInbox, listInbox } from './inbox.ts';
export { openTable, type Table } from './open-table.ts';
export { isInOwnForm, type Proposal, proposalFor } from './propose.ts';
export { type RawBatch, SourceRefused, type TableRow } from './table.ts';

export interface InputOptions {
  /** The desk's `data.maxBytes`. */
  readonly maxBytes?: number;
  /** The desk's: the one whose pattern fits the file's name is used. */
  readonly mappings?: readonly Mapping[];
  /** This one is used whatever the file's name. */
  readonly mapping?: Mapping;
  /**
   * Asked before anything is parsed: a file of these bytes, read by the same mapping, was read already, so there is
   * nothing to do.
   */
  readonly isKnown?: (sha256: string, mappingKey: string) => Promise<boolean>;
}

/** A file that is there and may be read. */
export interface Input {
  /** Its path inside the desk, `data/inbox/x.csv`, or its name: for places and messages. */
  readonly label: string;
  readonly sha256: string;
  readonly bytes: number;
  /** How it is read, where it is not in long or wide form. */
  readonly mapping?: Mapping;
  /** The mapping's name and hash, `shmet 3f2a9c51d07e`; '' for long and wide form. */
  readonly mappingKey: string;
  /** Its bytes were read by this mapping before, so there is no need to parse them again. */
  readonly known: boolean;
  /** Its rows, once. Throws SourceRefused where the file stops being what it should be. */
  read(): AsyncIterable<RawBatch>;
}

/** Looks at one file. Throws SourceRefused when it is missing, may not be read, is no file or too big. */
export async function openInput(file: string, label: string, options: InputOptions = {}): Promise<Input> {
  const { start, ...measured } = await measure(file, label, options.maxBytes ?? Number.POSITIVE_INFINITY);
  refuseOtherKinds(file, label);
  const mapping =
    options.mapping ?? (isOwnForm(start) ? undefined : mappingFor(basename(file), options.mappings ?? []));
  const mappingKey = mapping ? `${mapping.name} ${mapping.sha256.slice(0, 12)}` : '';
  const known = (await options.isKnown?.(measured.sha256, mappingKey)) ?? false;
  return {
    label,
    ...measured,
    ...(mapping ? { mapping } : {}),
    mappingKey,
    known,
    read: () => {
      if (/\.xls[xm]?$/i.test(file)) return readWorkbook(file, label, mapping);
      const { encoding, delimiter } = mapping ?? {};
      const rows = csvRows(readPieces(file, label, measured), label, {
        ...(encoding === undefined ? {} : { encoding }),
        ...(delimiter === undefined ? {} : { delimiter }),
      });
      return mapping ? mappedRows(rows, mapping, label) : longOrWide(rows, label);
    },
  };
}
