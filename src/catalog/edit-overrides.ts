import * as yaml from 'yaml';
import type { Override } from '../model/override.ts';

type Key = Pick<Override, 'series' | 'date'>;

/**
 * The text of `data/overrides.yaml` with one more override at its end, in place of any other of the same value's day.
 * Comments, order and the words of the others stay as they were written. `text` must be a sound list.
 */
export function withOverride(text: string, override: Override): string {
  const document = parsed(text);
  const list = listOf(document);
  const at = indexOf(list, override);
  const node = document.createNode(plain(override), { flow: true });
  if (at < 0) list.items.push(node);
  else list.items[at] = withCommentsOf(list.items[at], node);
  return printed(document);
}

/** The text without the override of that value's day; as it was where there is none. What was remarked of it stays. */
export function withoutOverride(text: string, key: Key): string {
  const document = parsed(text);
  const list = listOf(document);
  const at = indexOf(list, key);
  if (at < 0) return text;
  const [gone] = list.items.splice(at, 1);
  const remark = commentsOf(gone);
  if (remark !== '') {
    const next = list.items[at];
    if (yaml.isNode(next)) next.commentBefore = joined(remark, next.commentBefore);
    else if (list.items.length > 0) list.comment = joined(list.comment, remark);
    else document.commentBefore = joined(document.commentBefore, remark);
  }
  if (list.items.length === 0) list.flow = true;
  return printed(document);
}

function parsed(text: string): yaml.Document {
  return yaml.parseDocument(text, { schema: 'core', uniqueKeys: false, logLevel: 'error' });
}

/** The list, one an override and a line each; an empty file gets one. */
function listOf(document: yaml.Document): yaml.YAMLSeq {
  if (yaml.isSeq(document.contents)) {
    document.contents.flow = false;
    return document.contents;
  }
  const list = new yaml.YAMLSeq();
  if (yaml.isNode(document.contents) && document.contents.commentBefore)
    list.commentBefore = document.contents.commentBefore;
  document.contents = list;
  return list;
}

function indexOf(list: yaml.YAMLSeq, { series, date }: Key): number {
  return list.items.findIndex(
    (item) => yaml.isMap(item) && item.get('series') === series && item.get('date') === date,
  );
}

/** In the order the README has them, nothing that is not said. */
function plain({ series, date, action, value, by, reason, expires }: Override): Record<string, unknown> {
  return { series, date, action, ...(value === undefined ? {} : { value }), by, reason, expires };
}

function withCommentsOf(old: unknown, node: yaml.Node): yaml.Node {
  if (!yaml.isNode(old)) return node;
  if (old.commentBefore) node.commentBefore = old.commentBefore;
  if (old.spaceBefore) node.spaceBefore = true;
  return node;
}

function commentsOf(node: unknown): string {
  return yaml.isNode(node) ? joined(node.commentBefore, node.comment) : '';
}

function joined(first: string | null | undefined, second: string | null | undefined): string {
  return [first, second].filter((one) => one !== null && one !== undefined && one !== '').join('\n');
}

function printed(document: yaml.Document): string {
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
