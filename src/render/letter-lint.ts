import { AssayError, type Problem, quoted } from '../errors.ts';
import { LETTER_CONDITIONS, LETTER_SLOTS } from '../model/letter.ts';

/** Gmail cuts a message's HTML at 102 kB; what the server adds on the way must fit too. */
const LETTER_BYTES = 95 * 1024;
/** Pixels; wider tables are cut or made small by readers' programs. */
const WIDEST = 640;

/** What mail programs take out, refuse or take for an attack, and what of CSS Outlook's Word engine does not know. */
const FORBIDDEN: ReadonlyArray<readonly [pattern: RegExp, instead: string]> = [
  [
    /<(?:script|svg|link|iframe|frame|object|embed|form|input|button|select|textarea|video|audio|canvas|base|math|template|picture|source)\b/gi,
    'Mail programs take it out. Use tables, paragraphs and images',
  ],
  [/\son[a-z]+\s*=/gi, 'Mail programs take it out. Write plain HTML'],
  [/\bsrcset\s*=/gi, 'Few mail programs know it. Give src alone'],
  [/@import\b|@font-face\b/gi, 'Mail programs load no style or font. Name fonts that readers have'],
  [/\burl\s*\(/gi, 'Mail programs show no picture of a style. Use an image'],
  [
    /(?<![\w-])(?:position\s*:\s*(?:absolute|fixed|sticky|relative)|display\s*:\s*(?:inline-)?(?:flex|grid)|float\s*:)/gi,
    'Outlook does not know it. Use tables',
  ],
  [/(?<![\w-])(?:var|calc)\s*\(/gi, 'Outlook does not know it. Write the value'],
];

/** What a template or style sheet of the letter may not hold, by line. E_TPL_LETTER. */
export function mailProblems(where: string, text: string): Problem[] {
  return FORBIDDEN.flatMap(([pattern, instead]) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
      code: 'E_TPL_LETTER',
      where: `${where}:${text.slice(0, index).split('\n').length}`,
      message: `${quoted(found.trim())} is not for mail. ${instead}.`,
    })),
  );
}

/** Throws AssayError config E_TPL_LETTER, or data E_RENDER_LETTER for a letter that is too large. */
export function checkLetter(html: string, pictures: readonly string[], where: string): void {
  const problems = letterProblems(html, pictures);
  if (problems.length > 0) {
    throw new AssayError(
      'config',
      [...new Set(problems)].map((message) => ({
        code: 'E_TPL_LETTER',
        where: 'templates/email.hbs',
        message: `${message} Compare it with the built-in one.`,
      })),
    );
  }
  const bytes = new TextEncoder().encode(html).length;
  if (bytes < LETTER_BYTES) return;
  throw new AssayError('data', {
    code: 'E_RENDER_LETTER',
    where,
    message: `${bytes} bytes; Gmail cuts a letter of more than 102 kB. Expected fewer than ${LETTER_BYTES}. Shorten email.hbs or email.css, or the names of series.`,
  });
}

/** What of a whole letter breaks the rules of mail: each as a sentence or two. */
export function letterProblems(html: string, pictures: readonly string[]): string[] {
  const bare = html.replace(/<!--.*?-->/gs, '');
  return [
    ...mailProblems('', html).map(({ message }) => message),
    ...tagsOf(bare, 'img').flatMap((tag) => imageProblems(tag, pictures)),
    ...pictures
      .filter((file) => !bare.includes(`src="${file}"`))
      .map((file) => `The picture ${file} is not shown. Expected {{file}} of each chart as an image's src.`),
    ...addresses(bare).flatMap((address) =>
      /^(?:https?:\/\/|mailto:|@@\w+@@$)/.test(address)
        ? []
        : [`A link leads to ${quoted(address)}. Expected http, https, mailto or a slot like @@online@@.`],
    ),
    ...slotProblems(html),
    ...conditionProblems(html),
    ...tagsOf(bare, 'table').flatMap(tableProblems),
    ...(/<html [^>]*lang="[^"]+"/.test(html)
      ? []
      : ['The letter does not say its language. Expected <html lang="{{lang}}">.']),
    ...(/<title>[^<]+<\/title>/.test(html)
      ? []
      : ['The letter has no title. Expected <title>{{subject}}</title>.']),
  ];
}

function imageProblems(tag: string, pictures: readonly string[]): string[] {
  const src = attribute(tag, 'src') ?? '';
  const width = Number(attribute(tag, 'width'));
  return [
    ...(pictures.includes(src)
      ? []
      : [
          `An image shows ${quoted(src)}. Expected one of the letter's own pictures; nothing is loaded from outside.`,
        ]),
    ...(attribute(tag, 'alt') ? [] : [`The image ${quoted(src)} has no alt text. Expected alt="{{alt}}".`]),
    ...(width > 0 && width <= WIDEST
      ? []
      : [
          `The image ${quoted(src)} has no width of at most ${WIDEST}. Expected width="{{width}}": Outlook would show it twice as large.`,
        ]),
  ];
}

function tableProblems(tag: string): string[] {
  const width = attribute(tag, 'width') ?? '';
  return width.endsWith('%') || Number(width || 0) <= WIDEST
    ? []
    : [`A table is ${width} wide. Expected at most ${WIDEST}, or 100%.`];
}

/** Without these a reader can neither leave nor prove what was said. */
const NEEDED = ['unsubscribe', 'manifest'] as const;

function slotProblems(html: string): string[] {
  const found = [...html.matchAll(/@@(\w*)@@/g)].map(([, slot = '']) => slot);
  const known: readonly string[] = LETTER_SLOTS;
  return [
    ...NEEDED.filter((slot) => !found.includes(slot)).map((slot) => `The slot @@${slot}@@ is missing.`),
    ...found
      .filter((slot) => !known.includes(slot))
      .map((slot) => `There is no slot @@${slot}@@. Known: ${known.map((one) => `@@${one}@@`).join(', ')}.`),
  ];
}

/** Pieces begin with a known condition, end, and do not stand in each other. */
function conditionProblems(html: string): string[] {
  let open: string | undefined;
  const problems: string[] = [];
  for (const [whole, name] of html.matchAll(/<!--\s*(?:when\s+(\S+?)|end)\s*-->/g)) {
    if (name === undefined) {
      if (open === undefined) problems.push('An <!--end--> has no <!--when …--> before it.');
      open = undefined;
      continue;
    }
    if (open !== undefined)
      problems.push(`${quoted(whole)} stands within <!--when ${open}-->. Expected <!--end--> before it.`);
    const known = /^metal\.[a-z][a-z0-9_]*$/.test(name) || LETTER_CONDITIONS.some((one) => one === name);
    if (!known)
      problems.push(
        `There is no condition ${quoted(name)}. Known: ${LETTER_CONDITIONS.join(', ')}, metal.copper and its kin.`,
      );
    open = name;
  }
  return open === undefined
    ? problems
    : [...problems, `<!--when ${open}--> is not closed. Expected <!--end-->.`];
}

function tagsOf(html: string, name: string): string[] {
  return html.match(new RegExp(`<${name}\\b(?:[^>"]|"[^"]*")*>`, 'gi')) ?? [];
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)?.[1];
}

function addresses(html: string): string[] {
  return [...html.matchAll(/\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))/gi)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}
