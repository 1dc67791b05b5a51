import { expect, test } from 'vitest';
import { openStudio, PASSWORD } from '../../support/studio.ts';

test('who has signed in sees who they are, and is unknown after signing out', async () => {
  const studio = await openStudio();
  const client = await studio.clientFor('analyst');
  const page = await client.get('/nothing');
  expect(page.statusCode).toBe(404);
  expect(page.body).toContain('analyst');
  expect((await client.post('/sign-out')).statusCode).toBe(303);
  expect(client.cookies.size).toBe(0);
});
