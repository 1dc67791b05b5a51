import { plainScalar, UNUSUAL_NUMBER } from './scalar.ts';

/** More YAML than the quick reader knows, or none at all: the full parser's turn. */
class Beyond extends Error {}

const KEY = /[A-Za-z][A-Za-z0-9_-]*(?=:[ \n])|\d{4}-\d{2}-\d{2}(?=:[ \n])/y;
const ANCHOR = /&([A-Za-z0-9_-]+) +/y;
const ALIAS = /\*([A-Za-z0-9_-]+)/y;
const QUOTED = /"([^"\\\n]*)"|'([^'\n]*)'(?!')/y;
const BLOCK_PLAIN = /[^\s\-?:,[\]{}#&*!|>'"%@`\\][^\n]*|-[^\s-][^\n]*/y;
const FLOW_PLAIN = /[^\s\-?:,[\]{}#&*!|>'"%@`\\][^,[\]{}\n]*|-[^\s\-,[\]{}][^,[\]{}\n]*/y;
const MARKED = /[\t\r\0\u0085\u2028\u2029\ufeff]|^(?:---|\.\.\.|%)/m;

/**
 * The value of a YAML text that keeps to what a desk's files are written in: maps, lists, flow collections, anchors,
 * comments, scalars on one line. Undefined for anything else, also for anything wrong. Where it gives a value, the
 * full parser gives the same; it exists because that one takes longer over the catalog than all analysis does.
 */
export function quickYaml(source: string): unknown {
  const text = `${source.replaceAll('\r\n', '\n')}\n`;
  if (MARKED.test(text)) return undefined;
  const reader = new Reader(text);
  try {
    return reader.document();
  } catch (error) {
    if (error instanceof Beyond) return undefined;
    throw error;
  }
}

class Reader {
  private at = 0;
  /** Start of the line `at` is on. */
  private line = 0;
  private readonly anchors = new Map<string, unknown>();

  constructor(private readonly text: string) {}

  document(): unknown {
    this.toContent();
    if (this.column() !== 0 || this.at >= this.text.length) throw new Beyond();
    const value = this.block(0);
    if (this.at < this.text.length) throw new Beyond();
    return value;
  }

  private column(): number {
    return this.at - this.line;
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found) this.at += found[0].length;
    return found;
  }

  private spaces(): void {
    while (this.text[this.at] === ' ') this.at += 1;
  }

  /** Past blanks, comments and line ends to the next thing said. */
  private toContent(): void {
    for (;;) {
      this.spaces();
      const next = this.text[this.at];
      if (next === '#') {
        if (this.at > this.line && this.text[this.at - 1] !== ' ') throw new Beyond();
        this.at = this.text.indexOf('\n', this.at);
      } else if (next !== '\n') return;
      if (this.at >= this.text.length) return;
      this.at += 1;
      this.line = this.at;
    }
  }

  /** Nothing but a comment may follow on this line. */
  private endOfLine(): void {
    const line = this.line;
    this.toContent();
    if (this.line === line && this.at < this.text.length) throw new Beyond();
  }

  private block(indent: number): unknown {
    return this.text.startsWith('- ', this.at) ? this.list(indent) : this.map(indent);
  }

  private list(indent: number): unknown[] {
    const items: unknown[] = [];
    while (this.at < this.text.length && this.column() === indent && this.text.startsWith('- ', this.at)) {
      this.at += 1;
      this.spaces();
      if (this.isKey()) items.push(this.map(this.column()));
      else items.push(this.inline(indent));
    }
    this.leaves(indent);
    return items;
  }

  private map(indent: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    while (this.at < this.text.length && this.column() === indent) {
      const key = this.key(map);
      this.spaces();
      if (this.text[this.at] !== '\n' && this.text[this.at] !== '#') {
        map[key] = this.inline(indent);
        continue;
      }
      this.toContent();
      const deeper = this.at < this.text.length && this.column() > indent;
      const listBeside = this.column() === indent && this.text.startsWith('- ', this.at);
      if (deeper && /[[{]/.test(this.text[this.at] ?? '')) map[key] = this.inline(indent);
      else map[key] = deeper || listBeside ? this.block(this.column()) : null;
    }
    this.leaves(indent);
    return map;
  }

  /** What follows a block belongs to one further out. */
  private leaves(indent: number): void {
    if (this.at < this.text.length && this.column() > indent) throw new Beyond();
  }

  private isKey(): boolean {
    KEY.lastIndex = this.at;
    return KEY.test(this.text);
  }

  private key(map: object): string {
    const key = this.take(KEY)?.[0];
    if (key === undefined || Object.hasOwn(map, key) || key === '__proto__') throw new Beyond();
    if (typeof plainScalar(key) !== 'string') throw new Beyond();
    this.at += 1;
    return key;
  }

  /** A value that begins on this line inside a block of `indent`, and all that may follow on its last line. */
  private inline(indent: number): unknown {
    const anchor = this.take(ANCHOR)?.[1];
    const value = this.special(indent) ?? { of: this.plain(BLOCK_PLAIN) };
    if (anchor !== undefined) this.anchors.set(anchor, value.of);
    this.endOfLine();
    // A deeper line after a scalar would continue it.
    if (this.at < this.text.length && this.column() > indent) throw new Beyond();
    return value.of;
  }

  private special(indent: number): { readonly of: unknown } | undefined {
    const first = this.text[this.at];
    if (first === '{') return { of: this.flowMap(indent) };
    if (first === '[') return { of: this.flowList(indent) };
    if (first === '*') {
      const name = this.take(ALIAS)?.[1];
      if (name === undefined || !this.anchors.has(name)) throw new Beyond();
      return { of: this.anchors.get(name) };
    }
    if (first !== '"' && first !== "'") return undefined;
    const quote = this.take(QUOTED);
    if (!quote) throw new Beyond();
    return { of: quote[1] ?? quote[2] };
  }

  private plain(pattern: RegExp): unknown {
    const start = this.at;
    const run = this.take(pattern)?.[0];
    if (run === undefined) throw new Beyond();
    const comment = run.indexOf(' #');
    const said = (comment < 0 ? run : run.slice(0, comment)).trimEnd();
    this.at = start + said.length;
    if (said.includes(': ') || said.endsWith(':') || UNUSUAL_NUMBER.test(said)) throw new Beyond();
    return plainScalar(said);
  }

  private flowMap(indent: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    this.flowEntries(indent, '}', () => {
      const key = this.key(map);
      this.inFlow(indent);
      map[key] = this.flowValue(indent);
    });
    return map;
  }

  private flowList(indent: number): unknown[] {
    const list: unknown[] = [];
    this.flowEntries(indent, ']', () => {
      list.push(this.flowValue(indent));
    });
    return list;
  }

  private flowEntries(indent: number, end: string, entry: () => void): void {
    this.at += 1;
    this.inFlow(indent);
    while (this.text[this.at] !== end) {
      entry();
      this.inFlow(indent);
      if (this.text[this.at] === ',') {
        this.at += 1;
        this.inFlow(indent);
      } else if (this.text[this.at] !== end) throw new Beyond();
    }
    this.at += 1;
  }

  private flowValue(indent: number): unknown {
    const anchor = this.take(ANCHOR)?.[1];
    const value = this.special(indent) ?? { of: this.plain(FLOW_PLAIN) };
    if (anchor !== undefined) this.anchors.set(anchor, value.of);
    return value.of;
  }

  /** To the next thing inside a flow collection, whose lines all lie deeper than the block around it. */
  private inFlow(indent: number): void {
    const line = this.line;
    this.toContent();
    if (this.at >= this.text.length) throw new Beyond();
    if (this.line !== line && this.column() <= indent) throw new Beyond();
  }
}
