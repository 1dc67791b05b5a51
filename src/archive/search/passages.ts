import { z } from 'zod';

/** A stretch of a brief that is found as one: a section, or what stands under a metal's heading. */
export interface Passage {
  /** Its place on the page, `copper`; '' for the cover. */
  readonly place: string;
  readonly title: string;
  readonly text: string;
}

/** Of a brief as archived only what is searched, so that briefs of other years are read too. */
const briefSchema = z.looseObject({
  cover: z.looseObject({ headline: z.unknown(), points: z.unknown() }),
  sections: z.array(z.looseObject({ id: z.string(), title: z.string(), blocks: z.array(z.unknown()) })),
});

const headingSchema = z.looseObject({ kind: z.literal('heading'), id: z.string(), title: z.string() });
const tableSchema = z.looseObject({ kind: z.literal('table'), caption: z.string() });

/** Word for word the same in each edition: whoever looks for a word of theirs would be given all of them. */
const SAME_EACH_WEEK: ReadonlySet<string> = new Set(['method', 'disclaimer']);

interface Open {
  readonly place: string;
  readonly title: string;
  readonly texts: string[];
}

/** What a `brief.json` says in words; no rows of tables, whose every name stands in every edition. Undefined: no brief. */
export function passagesOf(brief: unknown): Passage[] | undefined {
  const parsed = briefSchema.safeParse(brief);
  if (!parsed.success) return undefined;
  const { cover, sections } = parsed.data;
  const passages: Passage[] = [{ place: '', title: textIn(cover.headline), text: textIn(cover.points) }];
  for (const section of sections) {
    if (SAME_EACH_WEEK.has(section.id)) continue;
    let open: Open = { place: section.id, title: section.title, texts: [] };
    const close = ({ place, title, texts }: Open): void => {
      passages.push({ place, title, text: texts.join(' ') });
    };
    for (const block of section.blocks) {
      const heading = headingSchema.safeParse(block).data;
      if (heading === undefined) {
        const text = tableSchema.safeParse(block).data?.caption ?? textIn(block);
        if (text !== '') open.texts.push(text);
        continue;
      }
      close(open);
      open = { place: heading.id, title: heading.title, texts: [] };
    }
    close(open);
  }
  return passages.filter(({ title }) => title !== '');
}

/** Fields of a block that hold words for readers, in the order they are read. */
const WORDS = ['title', 'headline', 'lead', 'line', 'lines', 'blocks', 'charts'] as const;

/** A line is a list of runs, and reads without gaps; lines and blocks are told apart by a blank. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    const isLine = value.length > 0 && value.every(isRun);
    return value
      .map((one) => (isRun(one) ? one.text : textIn(one)))
      .filter((text) => text !== '')
      .join(isLine ? '' : ' ');
  }
  if (typeof value !== 'object' || value === null) return '';
  return WORDS.map((name) => textIn(Reflect.get(value, name)))
    .filter((text) => text !== '')
    .join(' ');
}

function isRun(value: unknown): value is { readonly text: string } {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'text') === 'string';
}
