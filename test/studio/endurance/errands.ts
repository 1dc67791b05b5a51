import type { Browser } from './browser.ts';
import { EDITIONS, NAMES, PASSWORD, WEEK } from './desk.ts';

/** Whom an errand may send, and where. */
export interface Town {
  /** Somebody who is signed in, the next one each time. */
  someone(): Browser;
  /** Somebody new, from another address than the last. */
  stranger(): Browser;
  /** Page of the build that was asked for last; '' before the first. */
  readonly build: string;
  /** Grows with each call. */
  count(): number;
}

export type Errand = (town: Town) => Promise<unknown>;

const [OLD, , NEW] = EDITIONS;
const PART = { 'hx-request': 'true' };

const page =
  (path: string): Errand =>
  ({ someone }) =>
    someone().get(path);
const part =
  (path: string): Errand =>
  ({ someone }) =>
    someone().get(path, 200, PART);
const vanishing =
  (path: string): Errand =>
  ({ someone }) =>
    someone().vanish(path);

/** Words of an open editor. */
const typed: Errand = ({ someone, count }) =>
  someone().post(`/week/${WEEK}/draft/en`, { text: `## copper\n\nChange ${count()}: {{cu_shfe}}.\n` }, 200);

/** Saved on what was there a moment ago. */
const saved: Errand = async ({ someone, count }) => {
  const browser = someone();
  const { text } = await browser.get(`/week/${WEEK}/notes/en`);
  const base = /name="base" value="(\w*)"/.exec(text)?.[1] ?? '';
  await browser.post(`/week/${WEEK}/notes/en`, { base, text: `## copper\n\nHeld ${count()}.\n` }, 303);
};

/** As when a page is opened again: what has not changed is not sent again. */
const again: Errand = async ({ someone }) => {
  const browser = someone();
  const { etag } = await browser.get(`/e/${NEW}/en/brief.html`);
  await browser.get(`/e/${NEW}/en/brief.html`, 304, { 'if-none-match': etag });
};

const planned: Errand = async ({ someone, count }) => {
  const browser = someone();
  const rows = `date,series,value,unit,status\n2025-06-13,cu_shfe,7${count() % 10_000},元/吨,traded\n`;
  const { location } = await browser.upload('/data/upload', 'prices.csv', rows);
  await browser.get(location);
  await browser.post(`${location}/discard`);
};

const uploadGivenUp: Errand = ({ someone }) =>
  someone().vanishUploading('/data/upload', 'prices.csv', 'date,series,value\n'.repeat(5_000));

/** Watches a build for a moment, and closes the page. */
const watched: Errand = async ({ someone, build }) =>
  build === '' ? someone().get('/', 303) : someone().glance(`${build}/events`);

const signedInAndOut: Errand = async ({ stranger, count }) => {
  const browser = stranger();
  await browser.get('/sign-in');
  await browser.post('/sign-in', { name: NAMES[count() % NAMES.length] ?? '', password: PASSWORD });
  await browser.get('/profile');
  await browser.post('/sign-out');
  await browser.get('/profile', 303);
};

/** The work of a guess is not small: seldom. */
const guessed: Errand = ({ stranger, count }) =>
  stranger().post('/sign-in', { name: `nobody${count()}`, password: 'a wrong one, guessed' }, 401);

const lost: Errand = ({ stranger, count }) => stranger().get(`/nowhere/${count()}`, 404);
const lostInside: Errand = ({ someone, count }) => someone().get(`/archive/2020-W${count()}`, 404);
const forged: Errand = ({ someone }) => someone().post(`/week/${WEEK}/build`, { csrf: 'forged' }, 403);
const misspoken: Errand = ({ someone }) => someone().post('/archive', {}, 405, 'PUT');
const leaving: Errand = ({ stranger, count }) => stranger().get(`/u/${'x'.repeat(20)}${count()}`, 404);
const unsigned: Errand = ({ stranger }) => stranger().get(`/week/${WEEK}`, 303);

/** Every part of the studio, once. */
const PAGES = [
  ...[`/week/${WEEK}`, `/week/${WEEK}/notes/en`, `/week/${WEEK}/release`, `/week/${WEEK}/compare`],
  ...['/data', '/data/series', '/data/series/cu_shfe', '/data/overrides'],
  ...['/archive', '/archive?year=2025', `/archive/${OLD}`, `/archive/${NEW}`],
  ...['/archive/search?q=copper', '/archive/search?q=%E9%93%9C'],
  ...['/mail', '/mail/subscribers', '/mail/subscribers?q=reader9', '/mail/subscribers/7'],
  ...['/schedule', '/people', '/audit', '/profile'],
].map(page);

/** What is done in a day at the desk, in no order; walked again and again. */
export const ERRANDS: readonly Errand[] = [
  ...PAGES,
  ...PAGES,
  ...[part('/schedule/now'), part(`/week/${WEEK}`), part('/archive/search?q=held')],
  ...[page(`/archive/${NEW}/file/en/brief.pdf`), page('/data/series/cu_shfe/csv'), page('/healthz')],
  ...[page('/readyz'), page('/audit/export'), again, again],
  ...[page(`/week/${WEEK}/draft/en`), typed, typed, typed, saved, planned, uploadGivenUp],
  ...[watched, watched, watched, watched, watched, watched],
  ...[vanishing(`/week/${WEEK}`), vanishing(`/week/${WEEK}/draft/en`), vanishing('/data/series')],
  ...[vanishing('/archive/search?q=copper'), vanishing(`/archive/${NEW}/file/en/brief.pdf`)],
  ...[signedInAndOut, signedInAndOut, guessed, lost, lost, lostInside, forged, forged, misspoken],
  ...[leaving, unsigned, unsigned],
];
