import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { commandLine } from '../../src/cli/index.ts';
import { deskFileSchema } from '../../src/model/catalog.ts';
import { ORDER } from '../architecture/rules.ts';
import { stillEffects } from '../support/effects.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** What people read who use the program, and who work on it. */
const FOR_USERS = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];
const ALL = [...FOR_USERS, 'CONTRIBUTING.md', 'CHANGELOG.md'];
const forUsers = FOR_USERS.map(read).join('\n');

const program = commandLine({ effects: stillEffects(), exit: 0 });

function commandsOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(commandsOf)];
}

function optionsOf(command: Command): string[] {
  return command.options.map(({ long }) => long ?? '');
}

const FENCE = /^```(\w*)\n(.*?)^```$/gms;

/** What people may type: `assay …` in code, with or without npx, without the remark behind it. */
function typedIn(text: string): string[] {
  const blocks = [...text.matchAll(FENCE)].filter(([, kind = '']) => kind === '' || kind === 'sh');
  const inline = [...text.replace(FENCE, '').matchAll(/`([^`]+)`/g)];
  return [...blocks.flatMap(([, , block = '']) => block.split('\n')), ...inline.map(([, code = '']) => code)]
    .map((line) => /(?:^|exec (?=npx)|&& )(?:npx )?assay ([a-z].*)/.exec(line)?.[1] ?? '')
    .map((line) => line.replace(/ +[#>].*$/, ''))
    .filter((line) => line !== '');
}

/** The command that a line's words name, as far as they name one. */
function commandIn(line: string): Command {
  let found = program;
  for (const word of line.split(' ')) {
    const next = found.commands.find((one) => one.name() === word);
    if (next === undefined) return found;
    found = next;
  }
  return found;
}

describe('what is written about the program', () => {
  test('every command line in it can be typed: the command is there, and so are its options', () => {
    const lines = ALL.flatMap((file) => typedIn(read(file)));
    expect(lines.length).toBeGreaterThan(60);
    for (const line of lines) {
      const command = commandIn(line);
      expect(command === program, `no command: ${line}`).toBe(false);
      const known = [...optionsOf(command), ...optionsOf(program)];
      for (const [option] of line.matchAll(/(?<=\s)--[a-z-]+/g)) expect(known, line).toContain(option);
    }
  });

  test('every command and every option of the program is named', () => {
    const commands = commandsOf(program).slice(1);
    expect(commands.length).toBeGreaterThan(30);
    const unnamed = commands.flatMap((command) =>
      [command.name(), ...optionsOf(command)]
        .filter((word) => !new RegExp(`(?<![\\w-])${word}\\b`).test(forUsers))
        .map((word) => `${command.name()}: ${word}`),
    );
    expect(unnamed).toEqual([]);
  });

  test('every field of desk.yaml is named', () => {
    const fields = fieldsOf(z.toJSONSchema(deskFileSchema, { io: 'input' }));
    expect(fields.length).toBeGreaterThan(50);
    expect(fields.filter((field) => !new RegExp(`\\b${field}\\b`).test(forUsers))).toEqual([]);
  });

  test('every link within it leads somewhere', () => {
    let followed = 0;
    for (const file of ALL)
      for (const [, path = '', part = ''] of read(file).matchAll(
        /\]\((?!https?:|pictures\/)([^)#]*)#?([^)]*)\)/g,
      )) {
        const target = path === '' ? file : join(dirname(file), path);
        expect(existsSync(join(root, target)), `${file}: ${path}`).toBe(true);
        if (part !== '') expect(headingsOf(read(target)), `${file}: ${path}#${part}`).toContain(part);
        followed += 1;
      }
    expect(followed).toBeGreaterThan(10);
  });

  test('every file of the program it names is there', () => {
    const named = ALL.flatMap((file) =>
      [...read(file).matchAll(/`((?:src|test|data|templates|docs)\/[\w./-]+\.\w+)`/g)].map(
        ([, path = '']) => path,
      ),
    ).filter((path) => !MADE.test(path));
    expect(named.length).toBeGreaterThan(15);
    for (const path of named) expect(existsSync(join(root, path)), path).toBe(true);
  });

  test('the folders it explains are those that imports obey, in their order', () => {
    const rows = [...read('CONTRIBUTING.md').matchAll(/^\| `([a-z]+)\/` \|/gm)].map(
      ([, folder = '']) => folder,
    );
    expect(rows.filter((folder) => folder !== 'setup')).toEqual(ORDER);
  });

  test('every code of a message it names is one of the program', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => read(`src/${path}`))
      .join('\n');
    const codes = ALL.flatMap((file) => [...read(file).matchAll(/\b[EW]_[A-Z]+(?:_[A-Z]+)+\b/g)]);
    expect(codes.length).toBeGreaterThan(8);
    expect(codes.map(([code]) => code).filter((code) => !sources.includes(code))).toEqual([]);
  });
});

/** Of a desk, not of the program: what people write and what the program makes there. */
const MADE = /^data\/(?!desk\.yaml)[\w.-]+$|^data\/(?:inbox|notes)\/20/;

function fieldsOf(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(fieldsOf);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'properties' && typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, one]) => [name, ...fieldsOf(one)])
      : fieldsOf(value),
  );
}

/** As links within a page spell them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}
