import { describe, expect, test } from 'vitest';
import { officeAt, officePlaces } from '../../support/offices.ts';
import { cutLine } from '../ledger/cut-line.ts';
import { event, NOW, sessionOf } from './scene.ts';

const places = officePlaces.filter(({ name }) => name === 'postgres');

describe.each(places)('when the line to $name is lost', ({ place }) => {
  test.each(['before commit', 'after commit'] as const)(
    '%s, each thing is done once all the same',
    async (moment) => {
      const line = await cutLine(await place());
      const office = await officeAt(line.url);
      const { accounts, sessions, audit, approvals } = office;

      line.cutAt(moment);
      const boss = await accounts.addFirst({ name: 'boss', password: 'h0' }, NOW);
      expect(boss).toMatchObject({ name: 'boss', role: 'admin' });
      line.cutAt(moment);
      const wang = await accounts.add({ name: 'wang', role: 'reader', password: 'h1' }, NOW);
      expect((await accounts.list()).map(({ name }) => name)).toEqual(['boss', 'wang']);

      line.cutAt(moment);
      await sessions.open(sessionOf(wang, 's'));
      expect(await sessions.find('s', NOW)).toBeDefined();
      line.cutAt(moment);
      await accounts.change(wang.id, { role: 'editor' });
      expect(await sessions.find('s', NOW)).toBeUndefined();

      await audit.append(event({ detail: 'before' }));
      line.cutAt(moment);
      const told = await audit.append(event({ detail: 'x'.repeat(5000) }));
      await audit.append(event({ detail: 'after' }));
      const listed = await audit.list();
      expect(listed.map(({ detail }) => detail.slice(0, 6))).toEqual(['after', 'xxxxxx', 'before']);
      expect(listed[1]).toEqual(told);

      const approval = {
        week: '2025-W24',
        snapshot: 's',
        verdict: 'approved',
        by: '\0wang',
        at: NOW,
        comment: 'x'.repeat(5000),
      } as const;
      line.cutAt(moment);
      await approvals.record(approval);
      expect(await approvals.ofWeek('2025-W24')).toHaveLength(1);
      expect(line.cuts()).toBe(6);
      await office.close();
    },
  );
});
