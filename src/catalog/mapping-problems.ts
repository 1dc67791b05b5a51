import type { z } from 'zod';
import { type Problem, quoted } from '../errors.ts';
import type { Catalog } from '../model/catalog.ts';
import type { MappedBlock, mappingSchema } from '../model/mapping.ts';
import { nearest } from '../nearest.ts';
import { parseUnit } from '../units/unit.ts';
import type { SourceFile } from './source-file.ts';
import type { Path } from './yaml.ts';

type MappingFile = z.infer<typeof mappingSchema>;
type Wrong = (path: Path, message: string) => void;

/** What a mapping says that cannot be, beyond what its schema sees: E_CONFIG_MAPPING. */
export function mappingProblems(file: MappingFile, source: SourceFile): Problem[] {
  const problems: Problem[] = [];
  const wrong: Wrong = (path, message) => {
    problems.push({ code: 'E_CONFIG_MAPPING', where: source.where(path), message });
  };
  for (const [block, path] of blocksOf(file)) checkBlock(block, path, wrong);
  const single = (['date', 'columns', 'series'] as const).find((field) => file[field] !== undefined);
  if (file.blocks && single) {
    wrong([single], `${quoted(single)} stands beside "blocks". Expected it inside one of the blocks.`);
  }
  checkHeader(file, wrong);
  const conditions: Array<readonly [Path, string | undefined]> = [
    ...file.where.map((one, at) => [['where', at, 'matches'], one.matches] as const),
    ...file.skip.where.map((one, at) => [['skip', 'where', at, 'matches'], one.matches] as const),
    [['stop', 'matches'], file.stop?.matches],
  ];
  for (const [path, pattern] of conditions) checkPattern(pattern, path, wrong);
  if (file.thousands !== undefined && file.thousands === file.decimal) {
    wrong(['thousands'], `thousands and decimal are both ${quoted(file.decimal)}. Expected two marks.`);
  }
  return problems;
}

function checkHeader({ header }: MappingFile, wrong: Wrong): void {
  if (header.row !== undefined && header.cells !== undefined) {
    wrong(['header', 'cells'], 'header has "row" and "cells". Expected one of the two.');
  }
  for (const at of [header.units, ...(header.names ?? [])]) {
    if (at !== undefined && at > header.rows) {
      wrong(['header'], `header has ${header.rows} rows but names row ${at} of them. Raise "rows".`);
    }
  }
}

/** The tables of a mapping and where they are written. */
function blocksOf(file: MappingFile): Array<readonly [block: MappedBlock, path: Path]> {
  return file.blocks ? file.blocks.map((one, at) => [one, ['blocks', at]] as const) : [[file, []]];
}

function checkBlock(block: MappedBlock, path: Path, wrong: Wrong): void {
  checkDate(block, path, wrong);
  if (block.columns === undefined && block.series === undefined) {
    wrong(path, 'nothing is read. Expected "columns", or "series" and "value".');
  }
  if ((block.series === undefined) !== (block.value === undefined)) {
    wrong(path, 'only one of "series" and "value" is given. Expected both, or "columns".');
  }
  block.columns?.forEach((one, at) => {
    const here = [...path, 'columns', at];
    const isRange = one.low !== undefined && one.high !== undefined;
    if ((one.low === undefined) !== (one.high === undefined) || isRange === (one.column !== undefined)) {
      wrong(here, `${one.series} needs a source. Expected "column", or "low" and "high".`);
    }
    if (one.store === 'mean' && one.mean === undefined) {
      wrong(here, `${one.series} stores the mean but names none. Expected "mean: <header>".`);
    }
    checkUnit(one.unit, [...here, 'unit'], wrong);
  });
  checkUnit(block.unit, [...path, 'unit'], wrong);
}

function checkDate({ date }: MappedBlock, path: Path, wrong: Wrong): void {
  const here = [...path, 'date'];
  if (date === undefined) {
    wrong(path, 'no "date". Expected where the dates stand: { column: Date }.');
    return;
  }
  const parts = date.year !== undefined && date.month !== undefined;
  if (parts === (date.column !== undefined)) {
    wrong(here, 'date needs one source. Expected "column", or "year", "month" and "day".');
  }
  date.formats.forEach((format, at) => {
    if (/^excel(?:1904)?$/.test(format)) return;
    const letters = format.replace(/'[^']*'/g, '');
    if (/yy/.test(letters) && /M/.test(letters)) return;
    const message = `${quoted(format)} lacks year or month. Expected one like yyyy-MM-dd, d-MMM-yyyy, MMM-yy, yyyy'M'MM, excel.`;
    wrong([...here, 'formats', at], message);
  });
}

function checkUnit(unit: string | undefined, path: Path, wrong: Wrong): void {
  if (unit === undefined || parseUnit(unit) !== undefined) return;
  wrong(path, `unit ${quoted(unit)} is not known. Expected one like USD/t, 万元/吨, t or "%".`);
}

function checkPattern(pattern: string | undefined, path: Path, wrong: Wrong): void {
  if (pattern === undefined) return;
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    wrong(path, `${quoted(pattern)} is not a pattern (${reason}). Expected a regular expression.`);
  }
}

/** Series a mapping names that the desk's catalog does not have. */
export function unknownSeries(file: MappingFile, source: SourceFile, catalog: Catalog): Problem[] {
  const ids = blocksOf(file).flatMap(([block, path]) => [
    ...(block.columns ?? []).map((one, at) => [one.series, [...path, 'columns', at, 'series']] as const),
    ...Object.entries(block.series?.values ?? {}).map(
      ([name, id]) => [id, [...path, 'series', 'values', name]] as const,
    ),
  ]);
  return ids.flatMap(([id, path]) => {
    if (catalog.series.has(id)) return [];
    const near = nearest(id, catalog.series.keys());
    const hint = near === undefined ? '' : ` Did you mean ${quoted(near)}?`;
    const message = `unknown series ${quoted(id)}.${hint} Expected an id of data/metals/*.yaml.`;
    return [{ code: 'E_CATALOG_SERIES', where: source.where(path), message }];
  });
}
