/** More than our form or a mail program ever sends. */
const MOST_FIELDS = 20;

/**
 * The fields of a form, by either encoding: RFC 8058 lets mail programs choose. The first of a name stands; files are
 * no fields. Undefined for any other type of content.
 */
export function formOf(contentType: string, body: string): ReadonlyMap<string, string> | undefined {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/x-www-form-urlencoded') return firstOfEach([...new URLSearchParams(body)]);
  if (type !== 'multipart/form-data') return undefined;
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  return boundary === undefined ? new Map() : firstOfEach(partsOf(body, boundary));
}

function partsOf(body: string, boundary: string): Array<[string, string]> {
  return `\r\n${body}`
    .split(`\r\n--${boundary}`)
    .slice(1, MOST_FIELDS + 1)
    .flatMap((part): Array<[string, string]> => {
      const end = part.indexOf('\r\n\r\n');
      if (part.startsWith('--') || end < 0) return [];
      const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(part.slice(0, end))?.[1] ?? '';
      const name = /(?:^|[;\s])name="?([^";]+)"?/i.exec(disposition)?.[1];
      return name === undefined || /filename/i.test(disposition) ? [] : [[name, part.slice(end + 4)]];
    });
}

function firstOfEach(fields: ReadonlyArray<readonly [string, string]>): ReadonlyMap<string, string> {
  const form = new Map<string, string>();
  for (const [name, value] of fields.slice(0, MOST_FIELDS)) if (!form.has(name)) form.set(name, value);
  return form;
}
