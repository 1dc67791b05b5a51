import { join } from 'node:path';
import { hashPassword } from '../../../src/access/password.ts';
import { openOffice } from '../../../src/store/office/index.ts';
import { assay } from '../../support/assay.ts';
import { temporaryDesk } from '../../support/desk.ts';
import { placeEdition, smallBrief } from '../../support/editions.ts';
import { stillEffects } from '../../support/effects.ts';
import { fillLedger, loopback } from '../../support/mail-desk.ts';

export const WEEK = '2025-W24';
/** Published before, the last as the program publishes it. */
export const EDITIONS = ['2025-W21', '2025-W22', '2025-W23'] as const;
export const PASSWORD = 'seven quiet ingots';
/** So many that nobody asks for more pages a minute than one may. */
export const NAMES = Array.from({ length: 16 }, (_, at) => `person${at}`);

/** Two series of one metal, in one language and one section: there is hardly less to build. */
const PRICES = `date,series,value,unit,status
2025-05-30,cu_lme_3m,9600.50,USD/t,traded
2025-06-06,cu_lme_3m,9670.50,USD/t,traded
2025-06-13,cu_lme_3m,9647.50,USD/t,traded
2025-05-30,cu_shfe,77930,元/吨,traded
2025-06-06,cu_shfe,78930,元/吨,traded
2025-06-13,cu_shfe,78010,元/吨,traded
`;

/** A desk with people, readers, editions, and a week that can be built. */
export async function smallDesk(): Promise<string> {
  const desk = {
    name: { en: 'Test desk', zh: '测试研究部' },
    title: { en: 'Metals Weekly', zh: '金属周报' },
    languages: ['en'],
    timeZone: 'Asia/Shanghai',
    sections: ['bulk'],
    mail: { from: 'weekly@desk.example', stateFolder: 'state', smtp: loopback(1) },
  };
  const root = await temporaryDesk({
    'data/desk.yaml': JSON.stringify(desk),
    [`data/inbox/${WEEK}.csv`]: PRICES,
  });
  const [first, second, last] = EDITIONS;
  for (const edition of [first, second])
    await placeEdition(join(root, 'reports'), edition, {
      'en/brief.html': `<!doctype html><title>${edition}</title><p>Copper held.</p>`,
      'en/brief.json': smallBrief('Copper held', { bulk: `Copper held in ${edition}.` }),
    });
  const built = await assay(['build', last, '--desk', root], { env: { DATABASE_URL: '' } });
  if (built.code !== 0) throw new Error(built.stderr);
  await fillLedger(join(root, 'data', 'ledger.db'), 200);
  await addPeople(join(root, 'data', 'office.db'));
  return root;
}

async function addPeople(place: string): Promise<void> {
  const office = await openOffice(place);
  try {
    // A thousandth of the usual work: signing in is not what is measured.
    const password = await hashPassword(PASSWORD, stillEffects(), { N: 2 ** 7, r: 8, p: 1 });
    for (const name of NAMES)
      await office.accounts.add({ name, role: 'admin', password }, '2025-06-01T00:00:00.000Z');
  } finally {
    await office.close();
  }
}
