import type { LetterDraft } from '../brief/index.ts';
import type { Column, Line } from '../model/brief.ts';
import type { Letter } from '../model/letter.ts';
import { HTML_LANGUAGE, markedLine, plainLine, type View } from './view.ts';

/** The letter as its template sees it. Pure. `pictures` stand in the order of the draft's charts. */
export function letterView(draft: LetterDraft, pictures: Letter['pictures']): View {
  const { language, title, sender, subject, preheader, edition, week } = draft.head;
  const line = (runs: Line): View[] => markedLine(runs).map((run) => toned(run, language));
  return {
    lang: HTML_LANGUAGE[language],
    language,
    title,
    sender,
    subject,
    preheader,
    edition,
    week,
    dateline: plainLine(draft.dateline),
    issue: draft.issue === undefined ? false : plainLine(draft.issue),
    headline: plainLine(draft.headline),
    correction: draft.correction ?? '',
    points: draft.points.map((point) => ({ when: whenOf(point.metal), line: line(point.line) })),
    movers:
      draft.movers === undefined
        ? false
        : {
            caption: draft.movers.caption,
            columns: draft.movers.columns.map((column) => ({
              head: column.head,
              align: column.align,
              style: styleOf(column),
            })),
            rows: draft.movers.rows.map(({ metal, cells }) => ({
              when: whenOf(metal),
              cells: cells.map((cell, at) => ({
                align: draft.movers?.columns[at]?.align ?? 'left',
                style: styleOf(draft.movers?.columns[at]),
                line: line(cell.line),
              })),
            })),
          },
    charts: draft.charts.flatMap((chart, at) => {
      const picture = pictures[at];
      return picture === undefined
        ? []
        : [
            {
              ...picture,
              heading: plainLine(chart.title),
              subtitle: chart.subtitle,
              source: chart.source,
            },
          ];
    }),
    dataLine: plainLine(draft.dataLine),
    notes: draft.notes.map(plainLine),
    illustrative: draft.illustrative,
    words: draft.words,
  };
}

/** Classes of a column: mail programs know no nth-child. */
function styleOf(column: Column | undefined): string {
  if (column?.key === 'unit') return 'unit';
  return column?.align === 'right' ? 'number' : '';
}

function whenOf(metal: string | undefined): string {
  return metal === undefined ? '' : `metal.${metal}`;
}

/** Which color is up depends on the reader; a mark stands off from its number. */
function toned(run: View, language: string): View {
  return {
    ...run,
    tone: run.tone === '' ? '' : `${String(run.tone)} ${language}`,
    mark: run.mark === '' ? '' : `${String(run.mark)}\u202f`,
  };
}
