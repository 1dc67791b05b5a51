import * as yaml from 'yaml';
import { type Problem, quoted } from '../errors.ts';

/** A path into a document, as zod gives it. */
export type Path = readonly PropertyKey[];

export interface YamlFile {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** `line:column` of the value at a path, or of the nearest thing around it that exists. */
  position(path: Path): string;
  /** `line:column` of a key, or of its map where it is not written. */
  keyPosition(path: Path): string;
}

/** Parses YAML with the places of everything in it. Problems: E_CONFIG_YAML and E_CONFIG_TWICE. */
export function readYaml(text: string, label: string): YamlFile {
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const problems: Problem[] = document.errors.map((error) => ({
    code: 'E_CONFIG_YAML',
    where: `${label}:${at(error.pos[0])}`,
    message: `${sentence(error.message)} Expected YAML; check quotes, brackets and indentation around this place.`,
  }));
  // With broken syntax the tree is guesswork; only its first guess is worth saying.
  if (problems.length > 0) {
    return {
      value: undefined,
      problems: problems.slice(0, 1),
      position: () => '1:1',
      keyPosition: () => '1:1',
    };
  }
  for (const twin of twins(document)) {
    const first = lines.linePos(twin.first).line;
    problems.push({
      code: 'E_CONFIG_TWICE',
      where: `${label}:${at(twin.second)}`,
      message: `${quoted(twin.key)} already set on line ${first}. Expected each key once; remove one of the two.`,
    });
  }
  const value = plainValue(document, label, problems);
  return {
    value,
    problems,
    position: (path) => at(offsetOf(document, path)),
    keyPosition: (path) => at(keyOffsetOf(document, path)),
  };
}

function plainValue(document: yaml.Document.Parsed, label: string, problems: Problem[]): unknown {
  try {
    return document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    problems.push({
      code: 'E_CONFIG_YAML',
      where: label,
      message: `${sentence(error instanceof Error ? error.message : String(error))} Expected plain maps, lists and texts.`,
    });
    return undefined;
  }
}

function sentence(message: string): string {
  const first = (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '').trim();
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

interface Twin {
  readonly key: string;
  readonly first: number;
  readonly second: number;
}

function twins(document: yaml.Document.Parsed): Twin[] {
  const found: Twin[] = [];
  const visit = (node: unknown): void => {
    if (yaml.isSeq(node)) for (const item of node.items) visit(item);
    if (!yaml.isMap(node)) return;
    const seen = new Map<string, number>();
    for (const pair of node.items) {
      const offset = startOf(pair.key) ?? 0;
      const key = yaml.isScalar(pair.key) ? String(pair.key.value) : '';
      const first = seen.get(key);
      if (first === undefined) seen.set(key, offset);
      else found.push({ key, first, second: offset });
      visit(pair.value);
    }
  };
  visit(document.contents);
  return found;
}

function startOf(node: unknown): number | undefined {
  if (yaml.isNode(node)) return node.range?.[0];
  return undefined;
}

function offsetOf(document: yaml.Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    if (yaml.isAlias(node)) node = node.resolve(document);
    if (yaml.isSeq(node)) node = node.items[Number(step)];
    else if (yaml.isMap(node)) {
      const pair = node.items.find((one) => yaml.isScalar(one.key) && String(one.key.value) === String(step));
      if (!pair) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else return offset;
    offset = startOf(node) ?? offset;
  }
  return offset;
}

function keyOffsetOf(document: yaml.Document.Parsed, path: Path): number {
  const node = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const parent = yaml.isAlias(node) ? node.resolve(document) : node;
  if (yaml.isMap(parent)) {
    const key = String(path.at(-1));
    const pair = parent.items.find((one) => yaml.isScalar(one.key) && String(one.key.value) === key);
    const start = startOf(pair?.key);
    if (start !== undefined) return start;
  }
  return offsetOf(document, path.slice(0, -1));
}
