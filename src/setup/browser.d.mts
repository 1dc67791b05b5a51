/** A browser's executable and what led to it. */
export interface Browser {
  readonly path: string;
  /** `ASSAY_CHROME`, `PUPPETEER_EXECUTABLE_PATH`, `usual place`, `PATH` or `puppeteer's cache`. */
  readonly from: string;
}

/** Where to look; what is left out is the process's own. */
export interface Surroundings {
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
  /** Put before the usual places, for tests. */
  readonly root?: string;
}

/** The browser to print with. Throws SetupError: E_BROWSER_PATH (a variable is wrong), E_BROWSER_NONE. */
export function findBrowser(surroundings?: Surroundings): Browser;

/** The same, undefined where there is none. */
export function lookForBrowser(surroundings?: Surroundings): Browser | undefined;

/** What to do where there is no browser and none could be installed. */
export const BROWSER_REMEDIES: string;

/** Variables that name a browser outright, strongest first. */
export const BROWSER_VARIABLES: readonly string[];
