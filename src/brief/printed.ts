import type { Block, Brief, Line, Run } from '../model/brief.ts';
import type { Figure, FigureId, PrintedFigure } from '../model/figure.ts';
import type { Language } from '../model/language.ts';
import type { NoteBlock } from '../model/notes.ts';

/** Every line a brief prints, in reading order. */
export function linesOf(brief: Brief): Line[] {
  const { cover } = brief;
  return [
    cover.dateline,
    ...(cover.issue === undefined ? [] : [cover.issue]),
    cover.headline,
    ...(cover.byline === undefined ? [] : [cover.byline]),
    ...cover.points,
    ...(cover.movers === undefined ? [] : [cover.movers.title]),
    cover.dataLine,
    ...brief.sections.flatMap((section) => section.blocks.flatMap(blockLines)),
  ];
}

function blockLines(block: Block): Line[] {
  switch (block.kind) {
    case 'paragraph':
      return block.lead === undefined ? [block.line] : [block.lead, block.line];
    case 'note':
      return [block.line];
    case 'points':
    case 'box':
      return [...block.lines];
    case 'charts':
      return block.charts.map((chart) => chart.title);
    case 'table':
      return [
        ...block.groups.flatMap((group) => group.rows).flatMap((row) => row.cells.map((cell) => cell.line)),
        ...block.notes,
      ];
    case 'analyst':
      return [block.label, ...block.blocks.flatMap(noteLines)];
    case 'heading':
      return [];
  }
}

function noteLines(block: NoteBlock<Line>): Line[] {
  switch (block.kind) {
    case 'text':
    case 'subheading':
      return [block.line];
    case 'list':
      return block.items.flatMap((item) => item.flatMap(noteLines));
    case 'quote':
      return block.blocks.flatMap(noteLines);
    case 'grid':
      return [...block.columns.map(({ head }) => head), ...block.rows.flat()];
    case 'image':
      return [];
  }
}

/** The figures a brief prints, in order of appearance, each with the texts it was printed as. */
export function printedFigures(brief: Brief, figures: ReadonlyMap<FigureId, Figure>): PrintedFigure[] {
  return figuresOfLines(linesOf(brief), brief.language, figures);
}

export function figuresOfLines(
  lines: readonly Line[],
  language: Language,
  figures: ReadonlyMap<FigureId, Figure>,
): PrintedFigure[] {
  const texts = new Map<FigureId, Set<string>>();
  for (const run of lines.flat()) {
    if (!isFigure(run)) continue;
    texts.set(run.figure, (texts.get(run.figure) ?? new Set()).add(run.text));
  }
  return [...texts].flatMap(([id, those]) => {
    const figure = figures.get(id);
    return figure === undefined ? [] : [{ ...figure, printed: { [language]: [...those] } }];
  });
}

function isFigure(run: Run): run is Extract<Run, { kind: 'figure' }> {
  return run.kind === 'figure';
}
