import type { Line, Run } from '../model/brief.ts';

/** What may stand between the words of a sentence. A bare string counts as words: it must hold no digit. */
export type Part = string | Run | Line;

/**
 * Builds a line from a template: literals become text, everything between them is put in as it is.
 * Neighboring texts are merged. Digits belong in figures, names and dates, never in the literals.
 */
export function line(literals: TemplateStringsArray, ...parts: readonly Part[]): Line {
  const all: Part[] = [];
  literals.forEach((literal, index) => {
    all.push(literal);
    const part = parts[index];
    if (part !== undefined) all.push(part);
  });
  return lineOf(all);
}

export function lineOf(parts: readonly Part[]): Line {
  const runs: Run[] = [];
  for (const run of parts.flatMap(runsOf)) {
    const before = runs.at(-1);
    if (run.kind === 'text' && before?.kind === 'text') {
      runs[runs.length - 1] = { kind: 'text', text: before.text + run.text };
    } else {
      runs.push(run);
    }
  }
  return runs;
}

function runsOf(part: Part): readonly Run[] {
  if (typeof part === 'string') return part === '' ? [] : [{ kind: 'text', text: part }];
  return 'kind' in part ? [part] : part;
}

export function joined(lines: readonly Part[], between: string): Line {
  return lineOf(lines.flatMap((each, index) => (index === 0 ? [each] : [between, each])));
}

/** `a, b and c`. */
export function listed(parts: readonly Part[], comma: string, and: string): Line {
  const last = parts.at(-1);
  if (last === undefined) return [];
  if (parts.length === 1) return lineOf([last]);
  return lineOf([joined(parts.slice(0, -1), comma), and, last]);
}

export function name(text: string): Run {
  return { kind: 'name', text };
}

/** A number's unit, with the space a language puts before it. */
export function unit(text: string): Run {
  return { kind: 'unit', text };
}

export function strong(text: string): Run {
  return { kind: 'strong', text };
}

/** The line as a reader sees it, without marks. */
export function plainText(runs: Line): string {
  return runs.map((run) => run.text).join('');
}

/** One dagger at the end of a sentence whose figures, being several, all rest on illustrative history. */
export function daggered(sentence: Line): Line {
  const figures = sentence.filter((run) => run.kind === 'figure');
  if (figures.length < 2 || figures.some((figure) => figure.dagger !== true)) return sentence;
  return [...undaggered(sentence), { kind: 'dagger', text: '†' }];
}

export function undaggered(sentence: Line): Line {
  return sentence.map((run) => {
    if (run.kind !== 'figure') return run;
    const { dagger: _dagger, ...bare } = run;
    return bare;
  });
}

/** First letter upper case, for a sentence that begins with a name. Chinese is left alone. */
export function capitalized(runs: Line): Line {
  const [first, ...rest] = runs;
  if (first?.kind !== 'text' && first?.kind !== 'strong' && first?.kind !== 'name') return runs;
  return [{ ...first, text: first.text.charAt(0).toUpperCase() + first.text.slice(1) }, ...rest];
}
