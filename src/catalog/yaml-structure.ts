import * as yaml from 'yaml';
import { quoted } from '../errors.ts';

/** What YAML allows and a desk's file does not, at its offset; `code` where it is not plain E_CONFIG_YAML. */
export interface Fault {
  readonly offset: number;
  readonly message: string;
  readonly twice?: { readonly key: string; readonly first: number };
}

/** Far more than any file of a desk needs; less than what would exhaust the stack of whoever walks the values. */
const DEEPEST = 64;
/** Values of a file once its aliases are written out: a "billion laughs" has more, a desk's file some thousands. */
const MOST_VALUES = 100_000;
const PLAIN_TAGS = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map(
  (name) => `tag:yaml.org,2002:${name}`,
);
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Everything a file must not have: keys twice, keys that are no text, unknown aliases, tags, merges, bombs. */
export function structureFaults(document: yaml.Document.Parsed, text: string): Fault[] {
  const controls = text.includes('\\') || CONTROL.test(text);
  const tour: Tour = { text, controls, faults: [], sizes: new Map(), open: new Set(), values: 0 };
  const { directives, warnings } = document;
  const strange = warnings.some(({ code }) => code === 'BAD_DIRECTIVE');
  if (strange || directives.yaml.explicit === true || Object.keys(directives.tags).length > 1) {
    tour.faults.push({ offset: Math.max(text.search(/^%/m), 0), message: DIRECTIVE });
  }
  visit(document.contents, tour, 0);
  return tour.faults;
}

/** Brackets or indentation beyond this would exhaust the library's stack, which ends the whole process. */
const DEEPEST_TEXT = 256;

/** Where a text is nested deeper than can be parsed at all; undefined in any text people write. */
export function bottomlessAt(text: string): number | undefined {
  const indented = text.search(new RegExp(`^[ \\t?:-]{${DEEPEST_TEXT}}`, 'm'));
  if (indented >= 0) return indented;
  let depth = 0;
  for (const { 0: bracket, index } of text.matchAll(/[[\]{}]/g)) {
    depth = Math.max(0, depth + (bracket === '[' || bracket === '{' ? 1 : -1));
    if (depth > DEEPEST_TEXT) return index;
  }
  return undefined;
}

const DIRECTIVE = 'directives (lines that begin with %) are not used. Expected plain YAML; remove the line.';

interface Tour {
  readonly text: string;
  /** Whether any value can hold a control character: as itself, or as an escape. */
  readonly controls: boolean;
  readonly faults: Fault[];
  /** How many values each anchor stands for, its own aliases written out. */
  readonly sizes: Map<string, number>;
  /** Anchors whose value is being read: an alias in it would hold itself. */
  readonly open: Set<string>;
  values: number;
}

/** Gives how many values a node stands for. */
function visit(node: unknown, tour: Tour, depth: number): number {
  if (yaml.isAlias(node)) return aliasSize(node, tour);
  if (!yaml.isNode(node)) return 0;
  const offset = node.range?.[0] ?? 0;
  if (node.tag !== undefined && !PLAIN_TAGS.includes(node.tag)) tagFault(node.tag, offset, tour);
  if (depth > DEEPEST) {
    const message = `nested more than ${DEEPEST} deep. Expected a few levels; check brackets and indentation.`;
    tour.faults.push({ offset, message });
    return 1;
  }
  const anchor = 'anchor' in node && typeof node.anchor === 'string' ? node.anchor : undefined;
  if (anchor !== undefined) tour.open.add(anchor);
  const size = 1 + sizeWithin(node, tour, depth);
  if (anchor !== undefined) {
    tour.open.delete(anchor);
    tour.sizes.set(anchor, size);
  }
  return size;
}

function sizeWithin(node: yaml.Node, tour: Tour, depth: number): number {
  if (yaml.isSeq(node))
    return node.items.reduce((sum: number, item) => sum + visit(item, tour, depth + 1), 0);
  if (yaml.isMap(node)) return mapSize(node, tour, depth);
  if (tour.controls && yaml.isScalar(node) && typeof node.value === 'string') {
    controlFault(node.value, node, tour);
  }
  return 0;
}

function mapSize(map: yaml.YAMLMap, tour: Tour, depth: number): number {
  const seen = new Map<string, number>();
  let size = 0;
  for (const { key, value } of map.items) {
    const offset = startOf(key) ?? startOf(value) ?? startOf(map) ?? 0;
    const name = yaml.isScalar(key) ? String(key.value) : undefined;
    const fault = keyFault(key, name);
    const first = name === undefined ? undefined : seen.get(name);
    if (fault !== undefined) tour.faults.push({ offset, message: fault });
    else if (name !== undefined && first !== undefined) {
      const message = 'Expected each key once; remove one of the two.';
      tour.faults.push({ offset, message, twice: { key: name, first } });
    } else if (name !== undefined) seen.set(name, offset);
    if (yaml.isScalar(key) && key.tag !== undefined) visit(key, tour, depth + 1);
    size += 1 + visit(value, tour, depth + 1);
  }
  return size;
}

function keyFault(key: unknown, name: string | undefined): string | undefined {
  if (name === '<<') {
    return 'the key "<<" merges maps, which is not done here. Expected the fields themselves; write them out, or use an alias (*name) for a whole value.';
  }
  if (name === '__proto__')
    return 'the key "__proto__" is not allowed. Expected a field of this file; remove it.';
  if (name !== undefined && yaml.isScalar(key) && key.value !== null && name !== '') {
    return CONTROL.test(name)
      ? `the key ${quoted(name)} holds a control character. Expected plain text; remove the character.`
      : undefined;
  }
  const kind = yaml.isMap(key)
    ? 'a map'
    : yaml.isSeq(key)
      ? 'a list'
      : yaml.isAlias(key)
        ? 'an alias'
        : 'empty';
  return `a key is ${kind}. Expected a plain word before the colon.`;
}

function aliasSize(alias: yaml.Alias, tour: Tour): number {
  const offset = alias.range?.[0] ?? 0;
  const name = `*${alias.source}`;
  const size = tour.sizes.get(alias.source);
  if (tour.open.has(alias.source)) {
    const message = `the alias ${quoted(name)} stands inside the value it names. Expected no value to hold itself; write it out.`;
    tour.faults.push({ offset, message });
    return 1;
  }
  if (size === undefined) {
    const known =
      tour.sizes.size === 0
        ? 'there is none'
        : `known here: ${[...tour.sizes.keys()].slice(0, 10).join(', ')}`;
    const message = `unknown alias ${quoted(name)}. Expected an anchor &${alias.source} before it (${known}).`;
    tour.faults.push({ offset, message });
    return 1;
  }
  const before = tour.values;
  tour.values = Math.min(before + size, Number.MAX_SAFE_INTEGER);
  if (before <= MOST_VALUES && tour.values > MOST_VALUES) {
    const message = `with the alias ${quoted(name)} the file unfolds to more than ${MOST_VALUES.toLocaleString('en-US')} values. Expected a few thousand; use fewer aliases within aliases.`;
    tour.faults.push({ offset, message });
  }
  return size;
}

function tagFault(tag: string, offset: number, tour: Tour): void {
  // A node begins behind its tag.
  const before = /!\S*\s+(?:&\S+\s+)?$/.exec(tour.text.slice(Math.max(0, offset - 300), offset))?.[0];
  const name = tag.replace('tag:yaml.org,2002:', '!!');
  tour.faults.push({
    offset: offset - (before?.length ?? 0),
    message: `the tag ${quoted(name)} is not used here. Expected a plain text, number, list or map; remove the tag.`,
  });
}

function controlFault(value: string, node: yaml.Scalar, tour: Tour): void {
  const found = CONTROL.exec(value)?.[0];
  if (found === undefined) return;
  tour.faults.push({
    offset: node.range?.[0] ?? 0,
    message: `${quoted(value)} holds a control character (U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}). Expected plain text; remove the character.`,
  });
}

function startOf(node: unknown): number | undefined {
  return yaml.isNode(node) ? node.range?.[0] : undefined;
}
