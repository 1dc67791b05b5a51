import type { LetterDraft, LetterTable } from '../brief/index.ts';
import type { Cell, Column, Line, Run } from '../model/brief.ts';
import type { Letter } from '../model/letter.ts';
import { markedLine, plainLine } from './line-view.ts';
import { HTML_LANGUAGE, type View } from './view.ts';

/** The letter as its template sees it. Pure. `pictures` stand in the order of the draft's charts. */
export function letterView(draft: LetterDraft, pictures: Letter['pictures']): View {
  const { language, title, sender, subject, preheader, edition, week } = draft.head;
  const line = (runs: Line): View[] => markedLine(runs).map((run) => toned(run, language));
  const plain = (runs: Line): View[] => plainLine(runs).map((run) => toned(run, language));
  return {
    lang: HTML_LANGUAGE[language],
    language,
    title,
    sender,
    subject,
    preheader,
    edition,
    week,
    dateline: plain(draft.dateline),
    issue: draft.issue === undefined ? false : plain(draft.issue),
    headline: plain(draft.headline),
    byline: draft.byline === undefined ? false : plain(draft.byline),
    comment:
      draft.comment === undefined
        ? false
        : { label: plain(draft.comment.label), lines: draft.comment.lines.map(plain) },
    correction: draft.correction ?? '',
    warning: draft.warning ?? '',
    points: draft.points.map((point) => ({ when: whenOf(point.metal), line: line(point.line) })),
    movers: draft.movers === undefined ? false : tableView(draft.movers, line),
    charts: draft.charts.flatMap((chart, at) => {
      const picture = pictures[at];
      return picture === undefined
        ? []
        : [
            {
              ...picture,
              heading: plain(chart.title),
              subtitle: chart.subtitle,
              source: chart.source,
            },
          ];
    }),
    dataLine: plain(draft.dataLine),
    notes: draft.notes.map(plain),
    words: draft.words,
  };
}

function tableView({ caption, columns, rows }: LetterTable, line: (runs: Line) => View[]): View {
  const daggers = columns.map((_, at) => rows.some(({ cells }) => isDaggered(cells[at])));
  return {
    caption,
    columns: columns.map((column, at) => ({
      head: daggers[at] ? `${column.head}${DAGGER_ROOM.text}` : column.head,
      align: column.align,
      style: styleOf(column),
    })),
    rows: rows.map(({ metal, cells }) => ({
      when: whenOf(metal),
      cells: cells.map((cell, at) => ({
        align: columns[at]?.align ?? 'left',
        style: styleOf(columns[at]),
        line: line(daggers[at] && !isDaggered(cell) ? [...cell.line, DAGGER_ROOM] : cell.line),
      })),
    })),
  };
}

/** As wide as a dagger, so that numbers with and without one stand under each other. */
const DAGGER_ROOM: Run = { kind: 'text', text: '\u00a0\u00a0' };

function isDaggered(cell: Cell | undefined): boolean {
  return cell?.line.some((run) => run.kind === 'figure' && run.dagger === true) ?? false;
}

/** Classes of a column: mail programs know no nth-child. */
function styleOf(column: Column | undefined): string {
  if (column?.key === 'unit') return 'unit';
  return column?.align === 'right' ? 'number' : '';
}

function whenOf(metal: string | undefined): string {
  return metal === undefined ? '' : `metal.${metal}`;
}

/** Which color is up depends on the reader. The fonts that readers have may lack the narrow space: theirs is wider. */
function toned(run: View, language: string): View {
  const spaced = (value: unknown): string => String(value).replaceAll('\u202f', '\u00a0');
  return {
    ...run,
    text: spaced(run.text),
    unit: spaced(run.unit),
    mark: run.mark === '' ? '' : `${String(run.mark)}\u00a0`,
    tone: run.tone === '' ? '' : `${String(run.tone)} ${language}`,
  };
}
