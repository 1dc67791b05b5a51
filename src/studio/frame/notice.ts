import { createHmac, timingSafeEqual } from 'node:crypto';

const MOST = 600;

/** `text` for a cookie, so that nobody but a page of this session can have written it. */
export function sealedNotice(text: string, token: string): string {
  const body = Buffer.from([...text].slice(0, MOST).join('')).toString('base64url');
  return `${body}.${sealOf(body, token)}`;
}

/** '' of what is none, or another session's. */
export function noticeIn(cookie: string | undefined, token: string): string {
  const [body = '', seal = ''] = cookie?.split('.') ?? [];
  const [a, b] = [Buffer.from(seal), Buffer.from(sealOf(body, token))];
  return a.length === b.length && timingSafeEqual(a, b) ? Buffer.from(body, 'base64url').toString() : '';
}

function sealOf(body: string, token: string): string {
  return createHmac('sha256', token).update(`assay notice ${body}`).digest('base64url');
}
