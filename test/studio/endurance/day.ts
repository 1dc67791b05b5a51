import { buildOnce, type Outcome } from './builds.ts';
import { Browser, type Net } from './browser.ts';
import { NAMES, PASSWORD } from './desk.ts';
import { ERRANDS, type Town } from './errands.ts';

/** People who look at pages at once. */
const ABREAST = 8;
const ADDRESSES = 250;

export interface Day {
  /** One build, and requests beside it until so many were made since the day began. */
  work(requests: number): Promise<Outcome>;
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
  let next = 0;
  let builds = 0;
  let build = '';
  const count = (): number => {
    counted += 1;
    return counted;
  };
  const town: Town = {
    count,
    someone: () => people[count() % people.length] ?? new Browser(net, '192.0.2.99'),
    stranger: () => new Browser(net, `198.51.100.${count() % ADDRESSES}`),
    get build() {
      return build;
    },
  };
  const errands = async (until: number): Promise<void> => {
    while (net.asked < until) {
      // A stride that meets all of them in an order of its own.
      next = (next + 37) % ERRANDS.length;
      await ERRANDS[next]?.(town);
    }
  };
  return {
    work: async (requests) => {
      builds += 1;
      const [outcome] = await Promise.all([
        buildOnce(builds, town, (page) => {
          build = page;
        }),
        ...Array.from({ length: ABREAST }, () => errands(requests)),
      ]);
      return outcome;
    },
  };
}
