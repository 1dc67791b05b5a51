import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { programRoot } from '../../src/program.ts';
import { temporaryDesk } from './desk.ts';

export const SAMPLE_WEEK = '2025-W24';

/** A desk of its own with the inbox of the sample week, removed when the test ends. */
export async function sampleDesk(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const inbox = join(programRoot(), 'data', 'inbox');
  const names = (await readdir(inbox)).filter((name) => name.endsWith('.csv'));
  const rows = await Promise.all(
    names.map(async (name) => [`data/inbox/${name}`, await readFile(join(inbox, name), 'utf8')] as const),
  );
  return temporaryDesk({ ...Object.fromEntries(rows), ...files });
}

/** Two series of one metal, in one language and one section: there is hardly less to build. */
const THIN = {
  'data/inbox/before.csv': `date,series,value,unit,status
2025-05-30,cu_lme_3m,9600.50,USD/t,traded
2025-06-06,cu_lme_3m,9670.50,USD/t,traded
2025-05-30,cu_shfe,77930,元/吨,traded
2025-06-06,cu_shfe,78930,元/吨,traded
`,
  [`data/inbox/${SAMPLE_WEEK}.csv`]: `date,series,value,unit,status
2025-06-13,cu_lme_3m,9647.50,USD/t,traded
2025-06-13,cu_shfe,78010,元/吨,traded
`,
  'data/desk.yaml': JSON.stringify({
    name: { en: 'Test desk', zh: '测试研究部' },
    title: { en: 'Metals Weekly', zh: '金属周报' },
    languages: ['en'],
    timeZone: 'Asia/Shanghai',
    sections: ['bulk'],
  }),
} as const;

/** The sample week of a desk that has next to nothing: for tests of what becomes of a build, not of what is in it. */
export function thinDesk(files: Readonly<Record<string, string>> = {}): Promise<string> {
  return temporaryDesk({ ...THIN, ...files });
}
