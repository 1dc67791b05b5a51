import type { Command } from 'commander';
import { AssayError, counted, EXIT, problemLines, quoted } from '../errors.ts';
import type { Manifest } from '../model/edition.ts';
import type { Language } from '../model/language.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';
import { languagesOption } from './options.ts';

export function addArchive(program: Command, context: Context): void {
  const archive = program.command('archive').description('past editions: list, show, verify, search');
  addList(archive, context);
  addShow(archive, context);
  addVerify(archive, context);
  addSearch(archive, context);
}

function addList(archive: Command, context: Context): void {
  archive
    .command('list')
    .description('every edition, oldest first')
    .option('--json', 'one JSON document on stdout')
    .action(async (options: { json?: boolean }, command: Command) => {
      const app = await appFor(command, context);
      const editions = await app.archive.list();
      if (options.json) {
        printJson(editions);
        return;
      }
      if (editions.length === 0) context.effects.log('No edition yet. Make one with "assay build".');
      for (const entry of editions) {
        printLine(
          [entry.edition, entry.publishedAt ?? '-', entry.verdict ?? 'broken', entry.problem ?? '']
            .join('\t')
            .trimEnd(),
        );
      }
    });
}

function addShow(archive: Command, context: Context): void {
  archive
    .command('show <edition>')
    .description('what an edition is made of: files, hashes, versions, findings')
    .option('--json', 'one JSON document on stdout')
    .action(async (edition: string, options: { json?: boolean }, command: Command) => {
      const app = await appFor(command, context);
      const manifest = await app.archive.show(edition);
      if (options.json) {
        printJson(manifest);
        return;
      }
      printManifest(manifest);
    });
}

function printManifest(manifest: Manifest): void {
  printLine(
    `${manifest.edition}  published ${manifest.publishedAt}  ${manifest.verdict}, ${manifest.checks} checks`,
  );
  printLine(`snapshot ${manifest.snapshot}`);
  printLine(`manifest ${manifest.manifest}`);
  const { program, templates, browser, fonts } = manifest.versions;
  printLine(`program ${program}, ${browser}, templates ${templates.slice(0, 12)}`);
  for (const [font, version] of Object.entries(fonts)) printLine(`font ${font} ${version}`);
  for (const { file, sha256 } of manifest.inputs) printLine(`input ${sha256}  ${file}`);
  for (const [file, { sha256, bytes }] of Object.entries(manifest.files))
    printLine(`file  ${sha256}  ${file} (${bytes} bytes)`);
  for (const line of problemLines(manifest.findings)) printLine(line);
}

function addVerify(archive: Command, context: Context): void {
  archive
    .command('verify [edition]')
    .description('find any changed, missing or added file; every edition when none is named')
    .option('--json', 'one JSON document on stdout')
    .action(async (edition: string | undefined, options: { json?: boolean }, command: Command) => {
      const app = await appFor(command, context);
      const verified = await app.archive.verify(edition);
      const findings = verified.flatMap((one) => one.findings);
      if (findings.length > 0) context.exit = EXIT.data;
      if (options.json) {
        printJson(verified);
        return;
      }
      for (const line of problemLines(findings)) context.effects.log(line);
      for (const one of verified)
        printLine(`${one.edition}: ${one.findings.length === 0 ? 'intact' : 'NOT INTACT'}`);
      if (verified.length === 0) context.effects.log('No edition to verify.');
    });
}

function addSearch(archive: Command, context: Context): void {
  archive
    .command('search <words...>')
    .description(
      'passages of the briefs with all of the words, in English or Chinese; the beginning of a word is enough',
    )
    .option('--lang <language>', 'only briefs in these languages, en or zh', languagesOption)
    .option('--page <n>', 'which page of twenty passages', '1')
    .option('--json', 'one JSON document on stdout')
    .action(
      async (
        words: string[],
        options: { lang?: Language[]; page: string; json?: boolean },
        command: Command,
      ) => {
        const app = await appFor(command, context);
        const found = await app.archive.search({
          words: words.join(' '),
          page: pageOption(options.page),
          ...(options.lang?.length === 1 && options.lang[0] !== undefined
            ? { language: options.lang[0] }
            : {}),
        });
        if (options.json) {
          printJson(found);
          return;
        }
        for (const { edition, language, place, title, snippet } of found.hits) {
          const file = `reports/${edition}/${language}/brief.html${place === '' ? '' : `#${place}`}`;
          printLine([edition, language, title, snippet.map(({ text }) => text).join(''), file].join('\t'));
        }
        const told =
          found.words.length === 0
            ? 'no word to look for: plain numbers are not looked up'
            : counted(found.total, 'passage');
        const pages = found.pages > 1 ? `, page ${found.page} of ${found.pages}` : '';
        context.effects.log(`${told} in ${counted(found.editions, 'edition')}${pages}`);
      },
    );
}

function pageOption(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new AssayError('usage', {
    code: 'E_USAGE',
    where: '--page',
    message: `${quoted(text)} is no number of a page. Expected 1, 2, …`,
  });
}
