import { join } from 'node:path';
import { hashPassword } from '../../../src/access/password.ts';
import type { Role } from '../../../src/model/account.ts';
import { openOffice } from '../../../src/store/office/index.ts';
import { temporaryDesk } from '../../support/desk.ts';
import { placeEdition, smallBrief } from '../../support/editions.ts';
import { stillEffects } from '../../support/effects.ts';
import { fillLedger, loopback } from '../../support/mail-desk.ts';

export const WEEK = '2025-W24';
export const EDITIONS = ['2025-W22', '2025-W23'];
export const PASSWORD = 'seven quiet ingots';
/** Nobody may ask for more than some hundred pages a minute. */
export const NAMES = Array.from({ length: 16 }, (_, at) => `person${at}`);

/** Two series of one metal, in one language and one section: as little to build as there can be. */
const PRICES = `date,series,value,unit,status
2025-06-06,cu_lme_3m,9670.50,USD/t,traded
2025-06-13,cu_lme_3m,9647.50,USD/t,traded
2025-06-06,cu_shfe,78930,元/吨,traded
2025-06-13,cu_shfe,78010,元/吨,traded
`;

/** A desk with people, readers, editions and a week that can be built. */
export async function smallDesk(): Promise<string> {
  const desk = {
    name: { en: 'Test desk', zh: '测试研究部' },
    title: { en: 'Metals Weekly', zh: '金属周报' },
    languages: ['en'],
    timeZone: 'Asia/Shanghai',
    sections: ['data-notes'],
    mail: { from: 'weekly@desk.example', stateFolder: 'state', smtp: loopback(1) },
  };
  const root = await temporaryDesk({
    'data/desk.yaml': JSON.stringify(desk),
    [`data/inbox/${WEEK}.csv`]: PRICES,
  });
  for (const edition of EDITIONS)
    await placeEdition(join(root, 'reports'), edition, {
      'en/brief.html': `<!doctype html><title>${edition}</title><p>Copper held.</p>`,
      'en/brief.json': smallBrief('Copper held', { bulk: `Copper held in ${edition}.` }),
      'en/brief.pdf': `%PDF-1.7\n${'x'.repeat(50_000)}`,
    });
  await fillLedger(join(root, 'data', 'ledger.db'), 200);
  const office = await openOffice(join(root, 'data', 'office.db'));
  try {
    // A thousandth of the usual work: signing in is not what is measured.
    const password = await hashPassword(PASSWORD, stillEffects(), { N: 2 ** 7, r: 8, p: 1 });
    const role: Role = 'admin';
    for (const name of NAMES)
      await office.accounts.add({ name, role, password }, '2025-06-01T00:00:00.000Z');
  } finally {
    await office.close();
  }
  return root;
}
