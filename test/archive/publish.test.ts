import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publish, readManifest, sweep, verifyEdition, writeDraft } from '../../src/archive/index.ts';
import { draftOf, effectsAt, filesOf, temporaryReports } from './desk.ts';
import { publisherProgram } from './process.ts';

const effects = effectsAt('2025-06-15T10:00:00.000Z');
let program: Awaited<ReturnType<typeof publisherProgram>>;
beforeAll(async () => {
  program = await publisherProgram();
});
afterAll(() => program[Symbol.asyncDispose]());

describe('publishing', () => {
  test('an edition is its files and a manifest that proves them, and nothing else lies in reports', async () => {
    await using desk = await temporaryReports();
    const files = filesOf('a');
    const published = await publish(desk.reports, draftOf('2025-W24', files), files, effects);
    expect(published.dir).toBe(join(desk.reports, '2025-W24'));
    expect(await readdir(desk.reports)).toEqual(['2025-W24']);
    expect(await verifyEdition(desk.reports, '2025-W24')).toEqual([]);
    const manifest = await readManifest(desk.reports, '2025-W24');
    expect(manifest).toEqual(published.manifest);
    expect(manifest.publishedAt).toBe('2025-06-15T10:00:00.000Z');
    expect(Object.keys(manifest.files)).toHaveLength(9);
    expect(await readFile(join(published.dir, 'zh/brief.html'))).toEqual(
      Buffer.from(files.find((file) => file.path === 'zh/brief.html')?.bytes ?? []),
    );
  });

  test('an archived week says when it was published, what to do, and stays as it was', async () => {
    await using desk = await temporaryReports();
    const first = filesOf('first');
    await publish(desk.reports, draftOf('2025-W24', first), first, effects);
    const second = filesOf('second');
    await expect(publish(desk.reports, draftOf('2025-W24', second), second, effects)).rejects.toMatchObject({
      exit: 'cannotCreate',
      message: `E_EDITION_EXISTS ${join(desk.reports, '2025-W24')}: already published on 2025-06-15 at 10:00 UTC. Nothing was changed. An edition never changes. Use --draft to see the week as it would be built today.`,
    });
    expect(await verifyEdition(desk.reports, '2025-W24')).toEqual([]);
    expect(await readFile(join(desk.reports, '2025-W24/en/brief.pdf'), 'utf8')).toContain('first');
    expect(await readdir(desk.reports)).toEqual(['2025-W24']);
  });

  test('a link under the name of the week is never written through, wherever it leads', async () => {
    await using desk = await temporaryReports();
    await mkdir(desk.reports, { recursive: true });
    await symlink('nowhere', join(desk.reports, '2025-W24'));
    const files = filesOf('a');
    await expect(publish(desk.reports, draftOf('2025-W24', files), files, effects)).rejects.toThrow(
      'E_EDITION_EXISTS',
    );
    expect(await readdir(desk.reports)).toEqual(['2025-W24']);
  });

  test('reports as a link to nowhere is named', async () => {
    await using desk = await temporaryReports();
    await symlink('nowhere', desk.reports);
    const files = filesOf('a');
    await expect(publish(desk.reports, draftOf('2025-W24', files), files, effects)).rejects.toThrow(
      `E_ARCHIVE_PLACE ${desk.reports}: a link that leads nowhere stands where a folder is needed. Move it away, and build again.`,
    );
  });

  test('a correction is an edition beside the one it corrects', async () => {
    await using desk = await temporaryReports();
    for (const edition of ['2025-W24', '2025-W24.1']) {
      const files = filesOf(edition);
      await publish(desk.reports, draftOf(edition, files), files, effects);
    }
    expect(await readdir(desk.reports)).toEqual(['2025-W24', '2025-W24.1']);
  });

  test('a stop request before the rename leaves nothing', async () => {
    await using desk = await temporaryReports();
    const files = filesOf('a');
    const stopped = { ...effects, stop: AbortSignal.abort() };
    await expect(publish(desk.reports, draftOf('2025-W24', files), files, stopped)).rejects.toThrow();
    expect(await readdir(desk.reports)).toEqual([]);
  });

  test.each(['../x', '/etc/x', 'en/../../x', 'a//b', '', 'edition.json', '.hidden'])(
    'a file path %j is refused as a defect of the program',
    async (path) => {
      await using desk = await temporaryReports();
      const files = [...filesOf('a'), { path, bytes: new Uint8Array() }];
      await expect(publish(desk.reports, draftOf('2025-W24', files), files, effects)).rejects.toThrow(/path/);
      await expect(readdir(desk.reports)).rejects.toThrow(/ENOENT/);
    },
  );

  test('a file that stands where reports should be is named', async () => {
    await using desk = await temporaryReports();
    await writeFile(desk.reports, '');
    const files = filesOf('a');
    await expect(publish(desk.reports, draftOf('2025-W24', files), files, effects)).rejects.toMatchObject({
      exit: 'cannotCreate',
      problems: [{ code: 'E_ARCHIVE_PLACE' }],
    });
  });
});

describe('drafts', () => {
  test('a draft replaces the whole of the one before it', async () => {
    await using desk = await temporaryReports();
    const both = filesOf('both');
    await writeDraft(desk.reports, '2025-W24', both, effects);
    const english = filesOf('english').filter((file) => !file.path.startsWith('zh/'));
    const { dir } = await writeDraft(desk.reports, '2025-W24', english, effects);
    expect(dir).toBe(join(desk.reports, '.drafts/2025-W24'));
    expect(await readdir(dir)).toEqual(['en', 'figures.json', 'snapshot.json', 'templates.json']);
    expect(await readdir(join(desk.reports, '.drafts'))).toEqual(['2025-W24']);
  });

  test('four processes that write one draft at once leave one whole draft', async () => {
    await using desk = await temporaryReports();
    const salts = ['a', 'b', 'c', 'd'];
    const writers = await Promise.all(salts.map((salt) => program.start([desk.reports, salt])));
    for (const writer of writers) for (let round = 0; round < 5; round += 1) writer.tell('draft 2025-W24');
    for (const writer of writers) {
      for (let round = 0; round < 5; round += 1) expect(await writer.heard()).toBe('draft 2025-W24 won');
    }
    await Promise.all(writers.map((writer) => writer.end()));
    const text = await readFile(join(desk.reports, '.drafts/2025-W24/snapshot.json'), 'utf8');
    const salt = text.split(/\s/)[1] ?? '';
    for (const file of filesOf(salt)) {
      expect(await readFile(join(desk.reports, '.drafts/2025-W24', file.path))).toEqual(
        Buffer.from(file.bytes),
      );
    }
    expect(await readdir(join(desk.reports, '.drafts'))).toEqual(['2025-W24']);
  });
});

describe('two processes that publish one edition at once', () => {
  test('exactly one wins, every time, and the edition is wholly its own', async () => {
    await using desk = await temporaryReports();
    const [a, b] = await Promise.all(['a', 'b'].map((salt) => program.start([desk.reports, salt])));
    if (a === undefined || b === undefined) throw new Error('no publishers');
    const winners: string[] = [];
    for (let week = 1; week <= 25; week += 1) {
      const edition = `2025-W${String(week).padStart(2, '0')}`;
      a.tell(edition);
      b.tell(edition);
      const answers = await Promise.all([a.heard(), b.heard()]);
      const won = answers.map((answer) => answer === `${edition} won`);
      expect(won.filter(Boolean), answers.join('\n')).toHaveLength(1);
      expect(answers[won.indexOf(false)]).toContain('E_EDITION_EXISTS');
      const salt = won[0] ? 'a' : 'b';
      winners.push(salt);
      expect(await readFile(join(desk.reports, edition, 'en/brief.pdf'), 'utf8')).toContain(
        `en/brief.pdf ${salt}`,
      );
      expect(await verifyEdition(desk.reports, edition)).toEqual([]);
    }
    await Promise.all([a.end(), b.end()]);
    expect((await readdir(desk.reports)).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(winners).toHaveLength(25);
  });
});

/** Until an edition lies half made, or all are published. */
async function underWay(reports: string): Promise<void> {
  for (;;) {
    const names = await readdir(reports);
    if (names.some((name) => name.startsWith('.tmp-')) || names.length >= 52) return;
  }
}

describe('kill -9 while publishing', () => {
  test('at any moment leaves whole editions and what the next sweep removes', async () => {
    let torn = 0;
    let whole = 0;
    // On until some kills fell into the middle: on a machine that stands still now and then they come late.
    for (let run = 0; run < 16 || (torn < 4 && run < 200); run += 1) {
      await using desk = await temporaryReports();
      const publisher = await program.start([desk.reports, 'k', '400000']);
      for (let week = 1; week <= 52; week += 1) publisher.tell(`2025-W${String(week).padStart(2, '0')}`);
      await publisher.heard();
      // Every other kill at a moment of its own, the others as soon as a publication is seen under way.
      if (run % 2 === 0) await new Promise((resolve) => setTimeout(resolve, run * 3));
      else await underWay(desk.reports);
      await publisher.kill();
      const names = await readdir(desk.reports);
      const left = names.filter((name) => name.startsWith('.tmp-'));
      torn += left.length;
      for (const name of names.filter((name) => !name.startsWith('.'))) {
        expect(await verifyEdition(desk.reports, name)).toEqual([]);
        whole += 1;
      }
      expect(await sweep(desk.reports)).toHaveLength(left.length);
      expect((await readdir(desk.reports)).filter((name) => name.startsWith('.'))).toEqual([]);
    }
    expect(whole).toBeGreaterThanOrEqual(16);
    expect(torn, 'no kill fell into the middle of a publication').toBeGreaterThan(3);
  });
});

describe('sweeping', () => {
  test('leaves the folder of a living process and takes that of a dead one', async () => {
    await using desk = await temporaryReports();
    const publisher = await program.start([desk.reports, 's']);
    const dead = await program.start([desk.reports, 's']);
    const living = join(desk.reports, `.tmp-${publisher.child.pid}-1-2025-W24`);
    const left = join(desk.reports, `.tmp-${dead.child.pid}-1-2025-W24`);
    const draft = join(desk.reports, `.drafts/.tmp-${dead.child.pid}-1-2025-W24`);
    const trash = join(desk.reports, `.swept-${dead.child.pid}-1`);
    for (const folder of [living, left, draft, trash]) await mkdir(join(folder, 'en'), { recursive: true });
    await mkdir(join(desk.reports, '.mine-12-3'));
    await dead.kill();
    expect((await sweep(desk.reports)).sort()).toEqual([draft, trash, left].sort());
    expect((await readdir(desk.reports)).sort()).toEqual([
      '.drafts',
      '.mine-12-3',
      `.tmp-${publisher.child.pid}-1-2025-W24`,
    ]);
    await publisher.end();
  });

  test('of a folder that is not there finds nothing and says nothing', async () => {
    await using desk = await temporaryReports();
    expect(await sweep(desk.reports)).toEqual([]);
  });
});

describe('a disk that refuses', () => {
  test('a full one is named with the remedy, and nothing is left on it', async (context) => {
    await using desk = await temporaryReports();
    await mkdir(desk.reports);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'assay-test', desk.reports], {
        stdio: 'pipe',
      });
    } catch {
      console.warn('SKIPPED: a full disk cannot be simulated here (mounting a small tmpfs needs root)');
      context.skip();
    }
    try {
      const large = filesOf('large', 100_000);
      await expect(publish(desk.reports, draftOf('2025-W24', large), large, effects)).rejects.toMatchObject({
        exit: 'io',
        message: expect.stringMatching(
          /^E_ARCHIVE_FULL .*reports.*: the disk is full \(ENOSPC\)\. Make room \(an edition needs up to 3 MB\) and build again\. Nothing was published/,
        ),
      });
      expect(await readdir(desk.reports)).toEqual([]);
      const small = filesOf('small', 1000);
      await publish(desk.reports, draftOf('2025-W24', small), small, effects);
      await expect(writeDraft(desk.reports, '2025-W24', large, effects)).rejects.toMatchObject({
        exit: 'io',
      });
      expect(await readdir(join(desk.reports, '.drafts'))).toEqual([]);
      expect(await verifyEdition(desk.reports, '2025-W24')).toEqual([]);
    } finally {
      execFileSync('umount', [desk.reports]);
    }
  });

  test('a folder without the right to write is named with the remedy', async () => {
    await using desk = await temporaryReports();
    await mkdir(desk.reports);
    await chmod(join(desk.reports, '..'), 0o755);
    await chmod(desk.reports, 0o555);
    // Root may write anywhere: then somebody else publishes.
    const publisher = await program.start([desk.reports, 'p'], process.getuid?.() === 0 ? 65534 : undefined);
    publisher.tell('2025-W24');
    const answer = await publisher.heard();
    expect(answer).toMatch(
      /^2025-W24 E_ARCHIVE_PERMISSION .*reports.*: not allowed to write here \(EACCES, running as /,
    );
    expect(answer).toContain(`Give this user the right to write to ${desk.reports}`);
    await publisher.end();
    expect(await readdir(desk.reports)).toEqual([]);
    expect((await stat(desk.reports)).isDirectory()).toBe(true);
  });
});
