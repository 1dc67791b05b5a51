import { describe, expect, test } from 'vitest';
import { text, workbookParts, zipOf } from '../../sources/xlsx/zip.ts';
import { readAsList } from './list-of.ts';

const EXPECTED =
  'Expected only address, name, language, time zone, metals, format, lists (邮箱, 姓名, 语言, 时区, 关注, 格式, 列表).';
const ALL_METALS =
  'Expected all, or some of bulk, minor, energy, copper, aluminum, gold, silver, zinc, lead, rare_earths, antimony, molybdenum, tungsten, tin, lithium, cobalt, nickel.';
const row = (...cells: string[]) =>
  `address,name,language,time zone,metals,format,lists\n${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`;

describe('a list of subscribers', () => {
  test('says all that may be said of a person', async () => {
    const { entries, lines } = await readAsList(
      row('Li@X.cn', ' 李雷 ', 'Chinese', 'Asia/Shanghai', '铜; Tin, bulk', 'PDF', 'weekly, friends'),
    );
    expect(lines).toEqual([]);
    expect(entries).toMatchObject([
      {
        row: 2,
        written: 'Li@X.cn',
        address: { address: 'Li@x.cn', key: 'li@x.cn' },
        wishes: {
          name: '李雷',
          language: 'zh',
          timeZone: 'Asia/Shanghai',
          metals: ['bulk', 'copper', 'tin'],
          format: 'pdf',
          lists: ['friends', 'weekly'],
        },
      },
    ]);
  });

  test.each([
    ['commas', 'email,name\nli@x.cn,Li\n'],
    ['semicolons', 'email;name\r\nli@x.cn;Li\r\n'],
    ['tabs and a byte order mark', '\ufeffemail\tname\nli@x.cn\tLi\n'],
    ['Chinese names of columns', '邮箱,姓名\nli@x.cn,Li\n'],
    ['other names of columns', 'E-Mail Address,Full name\nli@x.cn,Li\n'],
    ['full-width letters in the header', 'ｅｍａｉｌ,ｎａｍｅ\nli@x.cn,Li\n'],
    ['another order, empty columns and rows', 'name,address,,\nLi,li@x.cn,,\n,,,\n\n'],
    ['quoted cells and blanks around them', '"email","name"\n"  li@x.cn ","　Li\u00a0"\n'],
    ['a mark of UTF-16', Buffer.from('\ufeffemail,name\nli@x.cn,Li\n', 'utf16le')],
  ])('with %s is read', async (_, content) => {
    const { entries, lines } = await readAsList(content);
    expect(lines).toEqual([]);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ address: { address: 'li@x.cn' }, wishes: { name: 'Li' } });
  });

  test('with only addresses says nothing else of anybody', async () => {
    const { entries } = await readAsList('email\nli@x.cn\nwang@y.cn\n');
    expect(entries.map(({ address, wishes }) => [address.key, Object.values(wishes)])).toEqual([
      ['li@x.cn', Array(6).fill(undefined)],
      ['wang@y.cn', Array(6).fill(undefined)],
    ]);
  });

  test('in a workbook has its places by sheet and cell', async () => {
    const sheet = [
      ['邮箱', '姓名'],
      ['li@x.cn', '李雷'],
      ['zhang@@x.cn', '=1+1'],
    ].map(
      ([a = '', b = ''], at) => `<row r="${at + 1}">${text(`A${at + 1}`, a)}${text(`B${at + 1}`, b)}</row>`,
    );
    const { entries, lines } = await readAsList(zipOf(workbookParts(sheet.join(''))), 'list.xlsx');
    expect(entries.map(({ address, wishes }) => [address.key, wishes.name])).toEqual([['li@x.cn', '李雷']]);
    expect(lines).toEqual([
      'E_SUB_ADDRESS list.xlsx!Prices!A3: "zhang@@x.cn" is not an e-mail address (two @).',
      'E_SUB_NAME list.xlsx!Prices!B3: name "=1+1" begins with "=", which spreadsheets run as a formula. Remove the sign.',
    ]);
  });

  test.each<[name: string, content: string | Uint8Array, ...lines: string[]]>([
    [
      'nothing in it',
      '',
      'E_DATA_EMPTY subscribers.csv: the file is empty (0 bytes). Expected a header line and at least one row.',
    ],
    [
      'only blank lines',
      '\n\n  \n',
      'E_DATA_EMPTY subscribers.csv: the file holds only blank lines. Expected a header line and at least one row.',
    ],
    ['a header only', 'email,name\n', 'E_DATA_NOROWS subscribers.csv:1: header but no rows.'],
    [
      'no header',
      'li@x.cn,Li\n',
      `E_SUB_COLUMN subscribers.csv:1: no column "address" in the header "li@x.cn,Li". The first line is a subscriber already; put one above it that names the columns. ${EXPECTED}`,
    ],
    [
      'no column of addresses',
      'name,phone\nLi,1380000\n',
      `E_SUB_COLUMN subscribers.csv:1: no column "address" in the header "name,phone". ${EXPECTED}`,
    ],
    [
      'full-width commas',
      '邮箱，姓名\nli@x.cn，Li\n',
      `E_SUB_COLUMN subscribers.csv:1: no column "address" in the header "邮箱，姓名". Its columns are separated by full-width commas; use ",". ${EXPECTED}`,
    ],
    [
      'a column nobody knows',
      'email,phone\nli@x.cn,1380000\n',
      `E_SUB_COLUMN subscribers.csv:1:2: unknown column "phone". Remove it. ${EXPECTED}`,
    ],
    [
      'a mistyped column',
      'email,langauge\nli@x.cn,en\n',
      `E_SUB_COLUMN subscribers.csv:1:2: unknown column "langauge". Did you mean "language"? ${EXPECTED}`,
    ],
    [
      'a column that is a trap',
      'email,__proto__\nli@x.cn,en\n',
      `E_SUB_COLUMN subscribers.csv:1:2: unknown column "__proto__". Remove it. ${EXPECTED}`,
    ],
    [
      'a column without a name',
      'email,,name\nli@x.cn,1,Li\n',
      `E_SUB_COLUMN subscribers.csv:1:2: a column without a name. ${EXPECTED}`,
    ],
    [
      'a column twice',
      'email,name,email\nli@x.cn,Li,li@y.cn\n',
      'E_SUB_COLUMN_TWICE subscribers.csv:1: column "address" appears twice (columns 1 and 3). Remove one of them.',
    ],
    [
      'a column under two names',
      '邮箱,name,email\nli@x.cn,Li,li@y.cn\n',
      'E_SUB_COLUMN_TWICE subscribers.csv:1: column "address" appears twice (columns 1 and 3, as "邮箱" and "email"). Remove one of them.',
    ],
    [
      'a row too long',
      'email,metals\nli@x.cn,copper,tin\n',
      'E_SUB_ROW subscribers.csv:2:3: the row has 3 cells, the header 2 columns. Quote a cell that holds a comma: "copper,tin".',
    ],
    [
      'GB18030 for UTF-8',
      Buffer.concat([Buffer.from('email,'), Buffer.from('d0d5c3fb0a', 'hex'), Buffer.from('li@x.cn,Li\n')]),
      'E_DATA_ENCODING subscribers.csv: not valid UTF-8 at byte 6 (0xD0 0xD5); looks like GB18030. Save it as UTF-8 (in Excel: "CSV UTF-8").',
    ],
    [
      'a NUL byte',
      'email\nli\0@x.cn\n',
      'E_DATA_BINARY subscribers.csv: NUL byte at offset 8; this is not a text file. Save the table as CSV.',
    ],
    [
      'a quotation without an end',
      'email,name\nli@x.cn,"Li\nwang@x.cn,Wang\n',
      'E_DATA_QUOTE subscribers.csv:2: the quotation mark (") opened on this line is never closed. Close it, or remove it.',
    ],
    [
      'no address in a row',
      'email,name\n,Li\n',
      'E_SUB_ADDRESS subscribers.csv:2: no address. Expected one in the column "email"; remove the row otherwise.',
    ],
    [
      'two @',
      'email\nzhang@@x.cn\n',
      'E_SUB_ADDRESS subscribers.csv:2: "zhang@@x.cn" is not an e-mail address (two @).',
    ],
    [
      'two addresses in a cell',
      'email\n"li@x.cn, wang@x.cn"\n',
      'E_SUB_ADDRESS subscribers.csv:2: "li@x.cn, wang@x.cn" is not an e-mail address (two addresses).',
    ],
    [
      'a header hidden in an address',
      row('li@x.cn\r\nBcc: all@x.cn', '', '', '', '', '', ''),
      'E_SUB_ADDRESS subscribers.csv:2: "li@x.cn\\r\\nBcc: all@x.cn" is not an e-mail address (a line break).',
    ],
    [
      'a line break behind an address',
      row('li@x.cn\n', '', '', '', '', '', ''),
      'E_SUB_ADDRESS subscribers.csv:2: "li@x.cn\\n" is not an e-mail address (a line break).',
    ],
    [
      'a name beside an address',
      'email\nLi Wei <li@x.cn>\n',
      'E_SUB_ADDRESS subscribers.csv:2: "Li Wei <li@x.cn>" is not an e-mail address (angle brackets; give the address alone).',
    ],
    [
      'a quoted local part',
      'email\n"""li wei""@x.cn"\n',
      'E_SUB_ADDRESS subscribers.csv:2: "\\"li wei\\"@x.cn" is not an e-mail address (a quoted local part).',
    ],
    [
      'an address of 320 characters',
      `email\n${'a'.repeat(64)}@${`${'b'.repeat(62)}.`.repeat(4)}com\n`,
      `E_SUB_ADDRESS subscribers.csv:2: "${'a'.repeat(60)}…" is not an e-mail address (320 octets, at most 254 are possible).`,
    ],
    [
      'an emoji before the @',
      'email\n😀@x.cn\n',
      'E_SUB_ADDRESS subscribers.csv:2: "😀@x.cn" is not an e-mail address (an emoji before the @).',
    ],
    [
      'an emoji in a domain',
      'email\nli@😀.cn\n',
      'E_SUB_ADDRESS subscribers.csv:2: "li@😀.cn" is not an e-mail address (an emoji after the @).',
    ],
    [
      'a formula for an address',
      'email\n"=HYPERLINK(""http://evil.example"")"\n',
      'E_SUB_ADDRESS subscribers.csv:2: "=HYPERLINK(\\"http://evil.example\\")" is not an e-mail address (a quoted local part).',
    ],
    [
      'a formula for a name',
      row('li@x.cn', '=HYPERLINK("http://evil.example","Li")', '', '', '', '', ''),
      'E_SUB_NAME subscribers.csv:2:2: name "=HYPERLINK(\\"http://evil.example\\",\\"Li\\")" begins with "=", which spreadsheets run as a formula. Remove the sign.',
    ],
    ...['+1', '-1', '@SUM(A1)', '＝1'].map((name): [string, string, string] => [
      `a name that begins with ${name}`,
      row('li@x.cn', name, '', '', '', '', ''),
      `E_SUB_NAME subscribers.csv:2:2: name "${name}" begins with "${name.normalize('NFKC').charAt(0)}", which spreadsheets run as a formula. Remove the sign.`,
    ]),
    [
      'a header hidden in a name',
      row('li@x.cn', 'Li\r\nBcc: all@x.cn', '', '', '', '', ''),
      'E_SUB_NAME subscribers.csv:2:2: name "Li\\r\\nBcc: all@x.cn" holds a line break. Write the name on one line.',
    ],
    [
      'a control character in a name',
      row('li@x.cn', 'Li\u001b[31m', '', '', '', '', ''),
      'E_SUB_NAME subscribers.csv:2:2: name "Li\\u001b[31m" holds a control character, U+001B. Remove it.',
    ],
    [
      'a name that runs backwards',
      row('li@x.cn', 'Li\u202egnaW', '', '', '', '', ''),
      'E_SUB_NAME subscribers.csv:2:2: name "Li\\u202egnaW" holds an invisible character, U+202E. Remove it.',
    ],
    [
      'a name with nothing in the middle',
      row('li@x.cn', 'Li\u200bWei', '', '', '', '', ''),
      'E_SUB_NAME subscribers.csv:2:2: name "Li\\u200bWei" holds an invisible character, U+200B. Remove it.',
    ],
    [
      'an emoji in a name',
      row('li@x.cn', 'Li 😀', '', '', '', '', ''),
      'E_SUB_NAME subscribers.csv:2:2: name "Li 😀" holds an emoji. Remove it.',
    ],
    [
      'a name without end',
      row('li@x.cn', '李'.repeat(201), '', '', '', '', ''),
      `E_SUB_NAME subscribers.csv:2:2: name "${'李'.repeat(60)}…" is 201 characters long. Expected at most 200.`,
    ],
    [
      'a language nobody knows',
      row('li@x.cn', '', 'fr', '', '', '', ''),
      'E_SUB_LANGUAGE subscribers.csv:2:3: language "fr" is not known. Expected en or zh.',
    ],
    [
      'a mistyped time zone',
      row('li@x.cn', '', '', 'Asia/Shangai', '', '', ''),
      'E_SUB_ZONE subscribers.csv:2:4: time zone "Asia/Shangai" is not known. Did you mean "Asia/Shanghai"? Expected a name like Asia/Shanghai.',
    ],
    [
      'a city for a time zone',
      row('li@x.cn', '', '', 'New York', '', '', ''),
      'E_SUB_ZONE subscribers.csv:2:4: time zone "New York" is not known. Did you mean "America/New_York"? Expected a name like Asia/Shanghai.',
    ],
    [
      'an offset for a time zone',
      row('li@x.cn', '', '', '+08:00', '', '', ''),
      'E_SUB_ZONE subscribers.csv:2:4: time zone "+08:00" is not known. Expected a name like Asia/Shanghai.',
    ],
    [
      'a mistyped metal',
      row('li@x.cn', '', '', '', 'tin, coper', '', ''),
      `E_SUB_METAL subscribers.csv:2:5: metal "coper" is not in the catalog. Did you mean "copper"? ${ALL_METALS}`,
    ],
    [
      'what is no metal',
      row('li@x.cn', '', '', '', 'macro', '', ''),
      `E_SUB_METAL subscribers.csv:2:5: metal "macro" is not in the catalog. ${ALL_METALS}`,
    ],
    [
      'a format nobody knows',
      row('li@x.cn', '', '', '', '', 'docx', ''),
      'E_SUB_FORMAT subscribers.csv:2:6: format "docx" is not known. Expected pdf, link, html.',
    ],
    [
      'a list with a blank in its name',
      row('li@x.cn', '', '', '', '', '', 'my friends'),
      'E_SUB_LIST subscribers.csv:2:7: list "my friends" is not a list\'s name. Expected up to 40 small letters, digits and hyphens, like weekly.',
    ],
  ])('with %s says so', async (_, content, ...lines) => {
    expect((await readAsList(content)).lines).toEqual(lines);
  });

  test('says everything that is wrong with a row, and goes on', async () => {
    const { lines, entries } = await readAsList(
      'email,name,language\nzhang@@x.cn,=1,fr\nli@x.cn,Li,en\nwang,@Wang,zh\n',
    );
    expect(lines.map((line) => line.split(': ')[0])).toEqual([
      'E_SUB_ADDRESS subscribers.csv:2',
      'E_SUB_NAME subscribers.csv:2:2',
      'E_SUB_LANGUAGE subscribers.csv:2:3',
      'E_SUB_ADDRESS subscribers.csv:4',
      'E_SUB_NAME subscribers.csv:4:2',
    ]);
    expect(entries.map(({ address }) => address.key)).toEqual(['li@x.cn']);
  });

  test('that is wrong ten thousand times is counted, and told in twenty lines', async () => {
    const { told, lines } = await readAsList(`email\n${'nobody\n'.repeat(10_000)}`);
    expect(told.counts.error).toBe(10_000);
    expect(lines).toHaveLength(21);
    expect(told.findings).toHaveLength(100);
  });

  test('keeps names as people write them', async () => {
    // A name that Han variants, an accent and a registered mark belong to.
    const names = ['葛\u{e0100}城', 'José', "O'Brien, Pat (LME)", '𠮷野家', 'Acme™ GmbH', '李雷 <lei>'];
    const { entries, lines } = await readAsList(
      `email,name\n${names.map((name, at) => `p${at}@x.cn,"${name}"`).join('\n')}\n`,
    );
    expect(lines).toEqual([]);
    expect(entries.map(({ wishes }) => wishes.name)).toEqual(names);
  });
});
