import { createHmac, timingSafeEqual } from 'node:crypto';

/** What forms of a session carry: made of its token, which no page shows, so that every server knows it. */
export function csrfOf(token: string): string {
  return createHmac('sha256', token).update('assay form').digest('base64url');
}

export function isCsrf(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(csrfOf(token))];
  return a.length === b.length && timingSafeEqual(a, b);
}
