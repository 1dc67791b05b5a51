import { Browser, type Net } from './browser.ts';
import { buildOnce } from './builds.ts';
import { NAMES, PASSWORD } from './desk.ts';
import { ERRANDS, type Town } from './errands.ts';

/** Pages that are open at once. */
const ABREAST = 8;
const ADDRESSES = 250;
/** Has no divisor in common with the number of errands: meets all of them, in an order of its own. */
const STRIDE = 37;

export interface Day {
  /** One build, and errands beside it until so many requests were made since the day began; gives how it ended. */
  work(requests: number): Promise<string>;
}

/** Everybody signs in. */
export async function beginDay(net: Net): Promise<Day> {
  const people = await Promise.all(
    NAMES.map(async (name, at) => {
      const browser = new Browser(net, `192.0.2.${at + 1}`);
      await browser.post('/sign-in', { name, password: PASSWORD });
      return browser;
    }),
  );
  let counted = 0;
  let turn = 0;
  let errand = 0;
  let builds = 0;
  let build = '';
  const count = (): number => {
    counted += 1;
    return counted;
  };
  const town: Town = {
    count,
    someone: () => {
      turn += 1;
      return people[turn % people.length] ?? new Browser(net, '192.0.2.99');
    },
    stranger: () => new Browser(net, `198.51.100.${count() % ADDRESSES}`),
    get build() {
      return build;
    },
  };
  const errands = async (until: number): Promise<void> => {
    while (net.asked < until) {
      errand = (errand + STRIDE) % ERRANDS.length;
      await ERRANDS[errand]?.(town);
    }
  };
  return {
    work: async (requests) => {
      const at = builds;
      builds += 1;
      const [outcome] = await Promise.all([
        buildOnce(at, town, (page) => {
          build = page;
        }),
        ...Array.from({ length: ABREAST }, () => errands(requests)),
      ]);
      return outcome;
    },
  };
}
