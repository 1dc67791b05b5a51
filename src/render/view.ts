import type { Block, Brief, Cell, ChartBlock, Column, Cover, Section } from '../model/brief.ts';
import type { Language } from '../model/language.ts';
import type { NoteImage } from '../model/notes.ts';
import { analystView } from './analyst-view.ts';
import { fractionDigits, trailingSpace } from './decimals.ts';
import { abreast, type ChartRow, type LaidBlock, layOut, stacked } from './layout.ts';
import { lineLength } from './line-length.ts';
import { markedLine, plainLine } from './line-view.ts';

/** What templates see: plain objects in which every field is present, `''`, `0` or `false` standing for "none". */
export type View = Readonly<Record<string, unknown>>;

/** HTML language tags; the PDF's `/Lang` follows. */
export const HTML_LANGUAGE: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-Hans' };

/** Drawings by chart id, pictures of notes by their file; names of the section templates a theme has. */
export interface Dressing {
  readonly svgs: ReadonlyMap<string, string>;
  readonly images?: readonly NoteImage[];
  readonly sections: ReadonlySet<string>;
}

/** The Brief as templates see it. Pure. */
export function briefView(brief: Brief, dressing: Dressing): View {
  return {
    lang: HTML_LANGUAGE[brief.language],
    language: brief.language,
    title: brief.title,
    runningHead: brief.runningHead,
    edition: brief.edition,
    week: brief.week,
    illustrative: brief.illustrative,
    words: brief.words,
    cover: coverView(brief.cover, dressing),
    contents: contentsView(brief.sections),
    sections: abreast(brief.sections).map((row) => rowOfSections(row, dressing)),
  };
}

function rowOfSections(row: readonly Section[], dressing: Dressing): View {
  const sections = row.map((section) => sectionView(section, dressing, row.length === 1));
  return sections.length === 1
    ? (sections[0] ?? {})
    : { template: 'partials/abreast', count: sections.length, sections };
}

/** Latin characters after which a paragraph is set in two columns on paper: three lines of the full measure. */
const LONG_TEXT = 330;

/** Rows up to which a table is kept on one page. */
const SHORT_TABLE = 12;

function coverView(cover: Cover, dressing: Dressing): View {
  return {
    masthead: cover.masthead,
    title: cover.title,
    dateline: plainLine(cover.dateline),
    issue: cover.issue === undefined ? false : plainLine(cover.issue),
    headline: plainLine(cover.headline),
    byline: cover.byline === undefined ? false : plainLine(cover.byline),
    points: cover.points.map(markedLine),
    movers: cover.movers === undefined ? false : chartView(cover.movers, dressing),
    dataLine: plainLine(cover.dataLine),
  };
}

/** Sections and, under them, their parts: sections of the second level and headings that name a metal. */
function contentsView(sections: readonly Section[]): View[] {
  const tops: { id: string; title: string; parts: View[] }[] = [];
  for (const section of sections) {
    const top = tops.at(-1);
    if (section.level === 1 || top === undefined)
      tops.push({ id: section.id, title: section.title, parts: [] });
    else top.parts.push({ id: section.id, title: section.title });
    for (const block of section.blocks) {
      if (block.kind === 'heading' && block.metal !== undefined && section.level === 1)
        tops.at(-1)?.parts.push({ id: block.id, title: block.title });
    }
  }
  return tops.map((top) => ({ ...top, parts: top.parts.length > 0 ? top.parts : false }));
}

/** `alone`: over the whole measure, where words can stand beside a chart. */
function sectionView(section: Section, dressing: Dressing, alone = true): View {
  const own = `sections/${section.id}`;
  return {
    id: section.id,
    title: section.title,
    level: section.level,
    top: section.level === 1,
    template: dressing.sections.has(own) ? own : 'sections/section',
    blocks: (alone ? layOut(section.blocks) : stacked(section.blocks)).map((block) =>
      blockView(block, dressing),
    ),
  };
}

function blockView(block: LaidBlock, dressing: Dressing): View {
  switch (block.kind) {
    case 'paragraph':
      return {
        template: 'partials/paragraph',
        lead: block.lead === undefined ? false : plainLine(block.lead),
        line: plainLine(block.line),
        long: lineLength(block.line) > LONG_TEXT,
      };
    case 'points':
      return {
        template: 'partials/points',
        title: block.title ?? '',
        lines: block.lines.map(markedLine),
      };
    case 'box':
      return { template: 'partials/box', title: block.title, lines: block.lines.map(markedLine) };
    case 'note':
      return { template: 'partials/note', line: plainLine(block.line) };
    case 'analyst':
      return analystView(block, dressing.images ?? []);
    case 'heading':
      return {
        template: 'partials/heading',
        id: block.id,
        title: block.title,
        metal: block.metal ?? '',
      };
    case 'charts':
      return rowView(block, dressing);
    case 'beside':
      return {
        template: 'partials/beside',
        shape: block.row.shape,
        count: block.row.charts.length,
        blocks: block.words.flatMap((inner) => layOut([inner]).map((one) => blockView(one, dressing))),
        row: rowView(block.row, dressing),
      };
    case 'table':
      return {
        template: 'partials/table',
        id: block.id,
        caption: block.caption,
        width: block.columns.length,
        wide: block.columns.length > 6,
        short: block.groups.reduce((sum, group) => sum + group.rows.length, 0) <= SHORT_TABLE,
        columns: block.columns.map((column) => ({
          head: column.head,
          unit: column.unit ?? '',
          align: column.align,
        })),
        groups: groupsView(block),
        notes: block.notes.map(plainLine),
      };
  }
}

function rowView(row: ChartRow, dressing: Dressing): View {
  return {
    template: 'partials/charts',
    shape: row.shape,
    count: row.charts.length,
    charts: row.charts.map((chart) => chartView(chart, dressing)),
  };
}

function groupsView(table: Extract<Block, { kind: 'table' }>): View[] {
  const digits = table.columns.map((column, at) =>
    column.align === 'right'
      ? Math.max(
          0,
          ...table.groups.flatMap((group) =>
            group.rows.map((row) => fractionDigits(row.cells[at]?.line ?? [])),
          ),
        )
      : 0,
  );
  return table.groups.map((group) => ({
    title: group.title ?? '',
    width: table.columns.length,
    rows: group.rows.map((row) => ({
      series: row.series ?? '',
      cells: row.cells.map((cell, at) => cellView(cell, table.columns[at], digits[at] ?? 0, at === 0)),
    })),
  }));
}

function cellView(cell: Cell, column: Column | undefined, digits: number, head: boolean): View {
  const spans = (cell.span ?? 1) > 1;
  // Numbers stand right without being told.
  const align = spans ? 'left' : (column?.align ?? 'left');
  const style: string[] = align === 'right' ? [] : [align];
  const pad = trailingSpace(cell.line, digits);
  if (pad !== '') style.push(pad);
  if (cell.tint !== undefined && cell.tint !== 0)
    style.push(cell.tint > 0 ? `up-${cell.tint}` : `down-${-cell.tint}`);
  if (cell.muted === true) style.push('muted');
  if (cell.svg !== undefined) style.push('drawn');
  return {
    head,
    style: style.join(' '),
    span: spans ? cell.span : false,
    svg: cell.svg ?? '',
    line: markedLine(cell.line),
  };
}

function chartView(chart: ChartBlock, dressing: Dressing): View {
  const picture = dressing.svgs.get(chart.id);
  return {
    id: chart.id,
    heading: plainLine(chart.title),
    subtitle: chart.subtitle,
    source: chart.source,
    alt: chart.alt,
    illustrative: chart.illustrative,
    missing: picture === undefined ? (chart.missing ?? chart.alt) : '',
    picture: picture ?? '',
  };
}
