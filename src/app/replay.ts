import { z } from 'zod';
import type { Replayed } from '../app.ts';
import {
  compareEdition,
  type Difference,
  parseEditionId,
  readEdition,
  verifyEdition,
} from '../archive/index.ts';
import { makeEdition } from '../edition.ts';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import type { Manifest } from '../model/edition.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import { LANGUAGES } from '../model/language.ts';
import { browserPath, compileLess } from '../program.ts';
import { openPress, themeFromFiles } from '../render/index.ts';
import { parseSnapshot } from '../snapshot/freeze.ts';
import { stopwatch } from '../stopwatch.ts';

/**
 * Makes an archived edition again from its own folder (snapshot and templates) and compares every file's bytes.
 * Throws AssayError data when the folder is not what was published: then there is nothing to compare with.
 */
export async function replayEdition(reports: string, asked: string, effects: Effects): Promise<Replayed> {
  const { edition } = parseEditionId(asked);
  const { manifest, files } = await readEdition(reports, edition);
  const damage = await verifyEdition(reports, edition);
  if (damage.length > 0) throw new AssayError('data', damage);

  const text = (path: string): string => {
    const found = files.find((file) => file.path === path);
    if (found === undefined) throw incomplete(edition, path);
    return new TextDecoder().decode(found.bytes);
  };
  const theme = themeFromFiles(keptTemplates(edition, text(TEMPLATES)));
  const snapshot = parseSnapshot(text('snapshot.json'));
  const languages = manifest.languages.flatMap((tag) => LANGUAGES.find((language) => language === tag) ?? []);

  compileLess();
  const press = openPress({ executable: browserPath(), effects });
  try {
    const remade = await makeEdition(snapshot, {
      edition,
      languages,
      theme,
      press,
      watch: stopwatch(effects),
    });
    const differences = compareEdition(files, remade.files);
    const findings = differences.map((one) => finding(edition, one));
    const changed = changedVersions(manifest.versions, remade.manifest.versions);
    return {
      edition,
      identical: differences.length === 0,
      compared: files.length,
      findings:
        differences.length === 0
          ? []
          : [...findings, ...changed.map((line) => findingAt('I_REPLAY_VERSION', edition, line))],
    };
  } finally {
    await press.close();
  }
}

const TEMPLATES = 'templates.json';
const templatesSchema = z.record(z.string(), z.string());

/** The templates an edition kept, by path. */
function keptTemplates(edition: string, text: string): Map<string, string> {
  try {
    return new Map(Object.entries(templatesSchema.parse(JSON.parse(text))));
  } catch (cause) {
    const what = cause instanceof SyntaxError ? 'is not JSON' : 'is no list of templates and their texts';
    const problem = {
      code: 'E_ARCHIVE_TEMPLATES',
      where: `reports/${edition}/${TEMPLATES}`,
      message: `${what}, so the edition cannot be made again. Restore the folder from a copy.`,
    };
    throw new AssayError('data', problem, { cause });
  }
}

function finding(edition: string, difference: Difference): Finding {
  const what = {
    changed: difference.kind === 'changed' ? `differs from byte ${difference.offset} on` : '',
    missing: 'is in the edition but was not made again',
    added: 'was made again but is not in the edition',
  }[difference.kind];
  const message = `${what}. Expected the same bytes from the same snapshot and templates.`;
  return findingAt('E_REPLAY_DIFFERS', `reports/${edition}/${difference.path}`, message);
}

/** Another program, browser or font may lay out the same words differently: say which is other than it was. */
function changedVersions(then: Manifest['versions'], now: Manifest['versions']): string[] {
  const flat = ({ program, browser, fonts }: Manifest['versions']): Record<string, string> => ({
    program,
    browser,
    ...fonts,
  });
  const before = flat(then);
  return Object.entries(flat(now))
    .filter(([name, version]) => before[name] !== version)
    .map(
      ([name, version]) =>
        `made with ${name} ${before[name] ?? '(none)'}; this is ${version}. Replay with that one.`,
    );
}

function incomplete(edition: string, path: string): AssayError {
  return new AssayError('data', {
    code: 'E_ARCHIVE_MISSING',
    where: `reports/${edition}/${path}`,
    message: 'the edition has no such file, so it cannot be made again. Restore the folder from a copy.',
  });
}
