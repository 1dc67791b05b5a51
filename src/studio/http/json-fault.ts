const TOKEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: texts may hold none
  /[\t\n\r ]+|[{}[\]:,]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;

/** What may come next, by what the text is in the middle of. */
type Wanted = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | ', or end';

/** Where a text stops being JSON: the place of the first character that fits nothing. Node does not always say. */
export function jsonFault(text: string): number {
  const open: Array<'{' | '['> = [];
  let wanted: Wanted = 'value';
  TOKEN.lastIndex = 0;
  for (;;) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[0];
    // Words of the language after what was read so far, or none.
    if (token === undefined) return at;
    if (token.trim() === '') continue;
    const next = after(token, wanted, open);
    if (next === undefined) return at;
    wanted = next;
  }
}

function after(token: string, wanted: Wanted, open: Array<'{' | '['>): Wanted | undefined {
  const inside = open.at(-1);
  switch (wanted) {
    case ':':
      return token === ':' ? 'value' : undefined;
    case 'name':
    case 'name or }':
      if (token === '}' && wanted === 'name or }') return closed(open);
      return token.startsWith('"') ? ':' : undefined;
    case ', or end':
      if (token === ',' && inside !== undefined) return inside === '{' ? 'name' : 'value';
      if (token === (inside === '{' ? '}' : ']') && inside !== undefined) return closed(open);
      return undefined;
    case 'value':
    case 'value or ]':
      if (token === ']' && wanted === 'value or ]') return closed(open);
      if (token === '{' || token === '[') {
        open.push(token);
        return token === '{' ? 'name or }' : 'value or ]';
      }
      return /^[}\]:,]$/.test(token) ? undefined : ', or end';
  }
}

function closed(open: Array<'{' | '['>): Wanted {
  open.pop();
  return ', or end';
}
