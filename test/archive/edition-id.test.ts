import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEditionId } from '../../src/archive/index.ts';

test('a week and its corrections are editions', () => {
  expect(parseEditionId('2025-W24')).toEqual({ edition: '2025-W24', week: '2025-W24', correction: 0 });
  expect(parseEditionId('2026-W53.12')).toEqual({ edition: '2026-W53.12', week: '2026-W53', correction: 12 });
});

test.each([
  ['2026-W54', 'No such edition: "2026-W54" (2026 has 53 weeks).'],
  ['2025-W53', 'No such edition: "2025-W53" (2025 has 52 weeks).'],
  ['2025-W00', 'No such edition: "2025-W00" (2025 has 52 weeks).'],
  [
    '../etc',
    'No such edition: "../etc". Expected a week like 2025-W24, or 2025-W24.1 for its first correction.',
  ],
  ['2025-W24\u0000', /^No such edition: "2025-W24\\u0000"\. Expected/],
])('%j is refused before it becomes a path', (text, message) => {
  expect(() => parseEditionId(text)).toThrowError(
    expect.objectContaining({
      exit: 'usage',
      problems: [
        expect.objectContaining({
          code: 'E_EDITION_ID',
          message: expect.stringMatching(typeof message === 'string' ? literally(message) : message),
        }),
      ],
    }),
  );
});

test.each([
  '2025-W24.0',
  '2025-W24.01',
  '2025-w24',
  '2025-W2',
  '25-W24',
  '2025-W24/',
  ' 2025-W24',
  '2025-W24\n',
  '2025-W24.1.1',
  '0000-W01',
  '２０２５-W24',
])('%j is no edition', (text) => {
  expect(() => parseEditionId(text)).toThrow('E_EDITION_ID');
});

test('no text with a separator, a dot name or a control character gets through', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('/', '\\', '..', '\0', '\n', '~'),
      fc.string(),
      (a, bad, b) => {
        expect(() => parseEditionId(a + bad + b)).toThrow('E_EDITION_ID');
      },
    ),
  );
});

function literally(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
