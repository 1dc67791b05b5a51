import { AssayError } from '../errors.ts';
import { type Browser, findBrowser } from './browser.mjs';
import { SetupError } from './failure.mjs';

/**
 * The browser the set-up found or installed, for the program. Throws AssayError: config E_BROWSER_PATH when a
 * variable names something that is none, unavailable E_BROWSER_NONE with the remedies.
 */
export function installedBrowser(): Browser {
  try {
    return findBrowser();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    const { code, where, detail } = error;
    throw new AssayError(code === 'E_BROWSER_PATH' ? 'config' : 'unavailable', {
      code,
      where,
      message: detail,
    });
  }
}
