import * as yaml from 'yaml';
import { type Problem, quoted } from '../errors.ts';
import { bottomlessAt, structureFaults } from './yaml-structure.ts';

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
  if (text.includes('\r') && !text.includes('\n')) {
    const message = 'the lines end with CR alone. Expected LF or CRLF; save it with line ends of today.';
    return broken(label, '1:1', message);
  }
  const bottomless = bottomlessAt(text);
  if (bottomless !== undefined) {
    const before = text.slice(0, bottomless).split('\n');
    return broken(label, `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`, TOO_DEEP);
  }
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    // What it would warn of is told as a problem, or not at all.
    logLevel: 'error',
    schema: 'core',
  });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  // With broken syntax the tree is guesswork; only its first guess is worth saying.
  const [error] = document.errors;
  if (error !== undefined) return broken(label, at(error.pos[0]), syntaxMessage(error));
  const faults = structureFaults(document, text);
  const problems = faults.map(
    ({ offset, message, twice }): Problem => ({
      code: twice === undefined ? 'E_CONFIG_YAML' : 'E_CONFIG_TWICE',
      where: `${label}:${at(offset)}`,
      message:
        twice === undefined
          ? message
          : `${quoted(twice.key)} already set on line ${lines.linePos(twice.first).line}. ${message}`,
    }),
  );
  // A value whose aliases are sound may be taken as it is; of others only the problems count.
  const sound = faults.every((fault) => fault.twice !== undefined);
  return {
    value: sound ? document.toJS({ maxAliasCount: -1 }) : undefined,
    problems,
    position: (path) => at(offsetOf(document, path)),
    keyPosition: (path) => at(keyOffsetOf(document, path)),
  };
}

function broken(label: string, place: string, message: string): YamlFile {
  const problem = { code: 'E_CONFIG_YAML', where: `${label}:${place}`, message };
  return { value: undefined, problems: [problem], position: () => '1:1', keyPosition: () => '1:1' };
}

const TOO_DEEP = 'nested too deeply to be read. Expected a few levels; check brackets and indentation.';

/** What the library says of its own ways, in ours; its other words name the fault well. */
const OUR_WORDS: Readonly<Partial<Record<yaml.ErrorCode, string>>> = {
  MULTIPLE_DOCS:
    'a second document begins here. Expected one in each file; remove the line ("---" or "..."), or make two files.',
  RESOURCE_EXHAUSTION: TOO_DEEP,
  KEY_OVER_1024_CHARS:
    'a key of more than 1,024 characters. Expected a short word before the colon; is a quotation mark or a line end missing?',
  ALIAS_PROPS: 'an alias (*name) with an anchor or a tag of its own. Expected the alias alone.',
  TAB_AS_INDENT: 'a tab in the indentation. Expected spaces; replace the tab.',
};

function syntaxMessage(error: yaml.YAMLParseError): string {
  const ours = OUR_WORDS[error.code];
  if (ours !== undefined) return ours;
  return `${sentence(error.message)} Expected YAML; check quotes, brackets and indentation around this place.`;
}

function sentence(message: string): string {
  const first = (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '').trim();
  return /[.!?]$/.test(first) ? first : `${first}.`;
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
