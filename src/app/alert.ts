import type { Alert } from '../delivery/alert/alert.ts';
import { mailAlert } from '../delivery/alert/mail-alert.ts';
import { postAlert } from '../delivery/alert/webhook.ts';
import { readPassword } from '../delivery/smtp/password.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, oneLine } from '../errors.ts';

/** `told`: what has been told by which way, where whoever asks remembers it for longer than a process lives. */
export type Teller = (
  desk: Pick<Desk, 'root' | 'config' | 'mail' | 'schedule'>,
  alert: Alert,
  told?: Set<string>,
) => Promise<boolean>;

/**
 * Tells people what goes wrong, by mail and webhook as the schedule says; gives whether all were told. A way that
 * worked is not gone again for the same alert: nobody is told twice because another could not be.
 */
export function openTeller(effects: Effects): Teller {
  const here = new Set<string>();
  return async ({ root, config, mail, schedule }, alert, done = here) => {
    if (schedule === undefined) return true;
    const { alerts } = schedule;
    const desk = config.name.en;
    const ways: ReadonlyArray<readonly [string, () => Promise<void>]> = [
      ...(alerts.mail.length > 0 && mail !== undefined
        ? alerts.mail.map(
            (address) =>
              [
                address,
                async () =>
                  mailAlert([address], alert, {
                    mail,
                    password: await readPassword(mail, root),
                    desk,
                    effects,
                  }),
              ] as const,
          )
        : []),
      ...(alerts.webhook === undefined
        ? []
        : [['webhook', () => postAlert(alerts.webhook ?? '', { ...alert, desk }, effects.stop)] as const]),
    ];
    let all = true;
    for (const [name, tell] of ways) {
      const key = [name, alert.kind, alert.week, alert.reason].join('\n');
      if (done.has(key)) continue;
      try {
        await tell();
        done.add(key);
      } catch (error) {
        if (!(error instanceof AssayError)) throw error;
        all = false;
        for (const problem of error.problems)
          effects.log(oneLine(`${problem.code} ${problem.where}: ${problem.message}`));
      }
    }
    if (all) for (const [name] of ways) done.delete([name, alert.kind, alert.week, alert.reason].join('\n'));
    return all;
  };
}
