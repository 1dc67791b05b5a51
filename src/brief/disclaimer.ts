import { line } from '../language/index.ts';
import type { Section } from '../model/brief.ts';
import type { Context } from './context.ts';

export function disclaimer(context: Context): Section {
  return {
    id: 'disclaimer',
    title: context.say.sections.disclaimer,
    level: 1,
    blocks: context.say.disclaimer.map((text) => ({ kind: 'paragraph', line: line`${text}` })),
  };
}
