import { readManifest } from '../../../src/archive/index.ts';
import { runCampaign } from '../../../src/delivery/campaign/campaign.ts';
import { openKey } from '../../../src/delivery/leaving/tokens.ts';
import { openLetters } from '../../../src/delivery/message/letters.ts';
import { openMailer } from '../../../src/delivery/smtp/mailer.ts';
import { openDesk, requireMail } from '../../../src/desk.ts';
import { realEffects } from '../../../src/effects.ts';
import { openLedger } from '../../../src/store/ledger/index.ts';

/**
 * `sender DESK LEDGER EDITION LEASE_MS`: a sender of a campaign that is planned, with leases short enough to end while
 * a test waits. Prints `sending`, then what its run ended with.
 */
const [folder = '', place = '', edition = '', leaseMs = ''] = process.argv.slice(2);
const effects = realEffects(new AbortController().signal);
const desk = await openDesk(folder);
const mail = requireMail(desk);
const ledger = await openLedger(place);
const { reports } = desk.paths;
const letters = await openLetters({
  reports,
  manifest: await readManifest(reports, edition),
  mail,
  key: await openKey(`${folder}/${mail.keyFile}`, effects),
});
const carrier = openMailer({ smtp: mail.smtp, effects });
const [campaign] = await ledger.campaigns({ edition });
if (campaign === undefined) throw new Error('no campaign');
process.stdout.write('sending\n');
const { state, reason, counts } = await runCampaign({
  ...{ ledger, campaign, letters, carrier, mail, effects },
  journalFolder: `${folder}/data/outcomes`,
  leaseMs: Number(leaseMs),
  patience: 60_000,
  onProgress: () => undefined,
});
process.stdout.write(`${JSON.stringify({ state, reason, counts })}\n`);
await carrier.close();
await ledger.close();
