import { expect, test } from 'vitest';
import { replayEdition } from '../../src/app/replay.ts';
import { AssayError } from '../../src/errors.ts';
import { temporaryReports } from '../archive/desk.ts';
import { placeEdition } from '../support/editions.ts';
import { stillEffects } from '../support/effects.ts';

const TEMPLATES =
  'E_ARCHIVE_TEMPLATES reports/2025-W24/templates.json: WHAT, so the edition cannot be made again. Restore the folder from a copy.';

test.each([
  ['cut off', '{"brief.hbs": "a', TEMPLATES.replace('WHAT', 'is not JSON')],
  ['a list', '["brief.hbs"]', TEMPLATES.replace('WHAT', 'is no list of templates and their texts')],
  ['of numbers', '{"a.hbs": 1}', TEMPLATES.replace('WHAT', 'is no list of templates and their texts')],
  ['nothing', 'null', TEMPLATES.replace('WHAT', 'is no list of templates and their texts')],
])('an edition whose templates are %s is not replayed, in one line', async (_what, templates, line) => {
  await using temporary = await temporaryReports();
  const { reports } = temporary;
  await placeEdition(reports, '2025-W24', { 'templates.json': templates });
  const refused = await replayEdition(reports, '2025-W24', stillEffects()).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AssayError);
  expect(refused).toMatchObject({ exit: 'data', message: line });
});
