import { expect, test } from 'vitest';
import { reasonSaid } from '../../src/language/index.ts';
import { localMoment } from '../../src/studio/local-moment.ts';

const around = { at: (moment: string) => localMoment(moment, 'Asia/Shanghai'), series: (id: string) => id };

test.each([
  ['archived 2025-06-15T10:00:00.000Z', '已于2025-06-15 18:00存档'],
  ['archived yesterday', '已于yesterday存档'],
  ['the next letter is due at noon', '下一封将于noon发送'],
  ['archived 2025-99-99', '已于2025-99-99存档'],
])('a page can say "%s", whoever wrote it', (reason, said) => {
  expect(reasonSaid(reason, 'zh', around)).toEqual({ text: said, exact: reason });
});

test('no moment is no time', () => {
  expect(localMoment('', 'UTC')).toBe('');
});
