import type { Line, Run, Tone } from '../model/brief.ts';
import type { View } from './view.ts';

const MARKS: Readonly<Record<Tone, string>> = { up: '▲', down: '▼', flat: '' };

/** Running prose: figures without color, so without a mark. */
export function plainLine(line: Line): View[] {
  return lineView(line, false);
}

/** Cells and points: a figure with a direction wears its color and its mark. */
export function markedLine(line: Line): View[] {
  return lineView(line, true);
}

/** A unit joins the figure it follows, a dagger what stands before it, so that no line breaks between them. */
function lineView(line: Line, marked: boolean): View[] {
  const views: View[] = [];
  for (const run of line) {
    const before = views.at(-1);
    if (before !== undefined && run.kind === 'unit') views[views.length - 1] = { ...before, unit: run.text };
    else if (before !== undefined && run.kind === 'dagger') views.splice(-1, 1, ...closed(before));
    else views.push(runView(run, marked));
  }
  return views;
}

/** A dagger behind a figure is the figure's; behind words it is kept with the last of them. */
function closed(view: View): View[] {
  const { text } = view;
  if (view.figure !== '' || typeof text !== 'string') return [{ ...view, dagger: true }];
  const tail =
    /(?:[\p{L}\p{N}]+|.)$/u.exec(text.replace(/\p{Script=Han}(?=\p{Script=Han})/gu, ' '))?.[0] ?? '';
  const head = { ...view, text: text.slice(0, text.length - tail.length) };
  return [head, { ...view, text: tail, date: '', strong: false, dagger: true }];
}

function runView(run: Run, marked: boolean): View {
  const tone = marked && run.kind === 'figure' && run.tone !== undefined ? run.tone : '';
  return {
    text: run.text,
    strong: run.kind === 'strong' || ('strong' in run && run.strong === true),
    em: run.kind === 'words' && run.em === true,
    link: run.kind === 'words' ? (run.link ?? '') : '',
    address: run.kind === 'words' ? (run.address ?? '') : '',
    date: run.kind === 'date' ? run.date : '',
    figure: run.kind === 'figure' ? run.figure : '',
    tone: tone === 'flat' ? '' : tone,
    mark: tone === '' || /[▲▼]/u.test(run.text) ? '' : MARKS[tone],
    unit: '',
    dagger: run.kind === 'figure' && run.dagger === true,
    hover: run.kind === 'figure' ? (run.hover ?? '') : '',
  };
}
