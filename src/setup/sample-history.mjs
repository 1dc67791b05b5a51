/**
 * Writes data/inbox/history-illustrative.csv: five years of made-up history before the sample week, following the
 * open World Bank months where there are any and ending exactly at the real figures of data/inbox/2025-W24.csv.
 * Run once, with `node src/setup/sample-history.mjs [--seed N] [--out FILE]`; the same seed gives the same bytes.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LEVELS } from './sample-levels.mjs';

const DATA = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'data');
const FIRST = '2020-01-01';
const LAST = '2025-06-13';
/** Before it, one value a week. */
const DAILY_FROM = '2024-04-01';
const DAY = 86_400_000;

const dayOf = (date) => Date.parse(`${date}T00:00:00Z`) / DAY;
const dateOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);
/** 1 Monday … 7 Sunday. */
const weekday = (day) => ((day + 3) % 7) + 1;
const mondayOf = (day) => day - weekday(day) + 1;

const days = [];
for (let day = dayOf(FIRST) - 60; day <= dayOf(LAST); day += 1) if (weekday(day) <= 5) days.push(day);

/** Venue and frequency of each series, as the catalog's first line of it says. */
function catalogOfMetals() {
  const found = new Map();
  for (const file of readdirSync(join(DATA, 'metals'))) {
    const text = readFileSync(join(DATA, 'metals', file), 'utf8');
    for (const [, id, venue, frequency] of text.matchAll(
      /- \{ id: (\w+), kind: [\w-]+, venue: (\w+), frequency: ([\w-]+),/g,
    )) {
      found.set(id, { venue, frequency });
    }
  }
  return found;
}

function closedDays(venue) {
  const text = readFileSync(join(DATA, 'calendars', `${venue}.yaml`), 'utf8');
  return new Set([...text.matchAll(/^ {2}(\d{4}-\d{2}-\d{2}):/gm)].map(([, date]) => dayOf(date)));
}

function rowsOf(file) {
  const [head, ...lines] = readFileSync(join(DATA, 'inbox', file), 'utf8')
    .trim()
    .split('\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at], cell])));
}

/** Real figures, in canonical units: series → day → value. */
function realFigures() {
  const real = new Map();
  for (const { series, date, value, unit } of rowsOf('2025-W24.csv')) {
    if (!real.has(series)) real.set(series, new Map());
    real
      .get(series)
      .set(dayOf(date), unit.startsWith('万') ? Math.round(Number(value) * 1e4) : Number(value));
  }
  return real;
}

/** Uniform numbers in (0, 1), from a seed and a name: a new series leaves the others as they were. */
function chance(seed, name) {
  let state = seed >>> 0;
  for (const letter of name) state = Math.imul(state ^ letter.codePointAt(0), 0x01000193) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296 + 1e-12;
  };
}

/** Twelve uniforms make a normal near enough, without the tails that would break a range. */
function normal(random) {
  let sum = -6;
  for (let count = 0; count < 12; count += 1) sum += random();
  return sum;
}

/** Straight lines between [day, value] points, flat outside them. */
function along(points, day) {
  if (day <= points[0][0]) return points[0][1];
  for (let at = 1; at < points.length; at += 1) {
    const [left, right] = [points[at - 1], points[at]];
    if (day > right[0]) continue;
    return left[1] + ((right[1] - left[1]) * (day - left[0])) / (right[0] - left[0]);
  }
  return points.at(-1)[1];
}

const SPRING_FESTIVALS = [
  '2020-01-25',
  '2021-02-12',
  '2022-02-01',
  '2023-01-22',
  '2024-02-10',
  '2025-01-29',
].map(dayOf);
/** 1 at `peak` days after a Spring Festival, falling to 0 on both sides. */
function afterSpring(day, peak, width) {
  return SPRING_FESTIVALS.reduce((most, festival) => {
    const away = (day - festival - peak) / width;
    return Math.max(most, Math.exp(-away * away));
  }, 0);
}

/** `2020-01 6.95, 2025-06-13 7.18` as [date, level] pairs; a month stands for its middle. */
function levelsOf(spec) {
  if (!spec.levels) return [];
  return spec.levels.split(', ').map((point) => {
    const [when, level] = point.split(' ');
    return [when.length === 7 ? `${when}-15` : when, Number(level), when.length > 7];
  });
}

function basePoints(spec, months) {
  const turning = levelsOf(spec).map(([date, level]) => [dayOf(date), level]);
  if (!spec.monthly) return turning;
  const averages = months
    .map((row) => [dayOf(`${row.date.slice(0, 7)}-15`), Number(row[spec.monthly])])
    .filter(([day]) => day >= days[0] - 31);
  return [...averages, ...turning];
}

/** One value for every weekday: level, noise around it, and the real figures met exactly. */
function pathOf(id, spec, world) {
  const random = chance(world.seed, id);
  const up = spec.additive ? (value) => value : Math.log;
  const down = spec.additive ? (value) => value : Math.exp;
  const points = spec.from
    ? undefined
    : basePoints(spec, world.months).map(([day, value]) => [day, up(value)]);
  // Following monthly averages the noise must die away within the month, else it may wander for a quarter.
  const memory = Math.exp(-1 / (spec.monthly || spec.from ? 12 : 45));
  const step = (spec.additive ? spec.move : spec.move / 100) / Math.sqrt(5);
  let noise = 0;
  const path = days.map((day, at) => {
    const level = spec.from ? up(spec.from((other) => world.paths.get(other)[at])) : along(points, day);
    noise = noise * memory + step * normal(random);
    const spring = spec.spring ? up(1 + spec.spring * afterSpring(day, 32, 32)) : 0;
    const dip = spec.dip ? spec.dip * afterSpring(day, 2, 14) : 0;
    return level + noise + spring - dip;
  });
  const pins = pinsOf(id, spec, world.real).map(([day, value]) => {
    const at = days.findLastIndex((one) => one <= day);
    return [day, up(value) - path[at]];
  });
  const first = pins[0]?.[0];
  const bent =
    first === undefined ? path : path.map((value, at) => value + along([[first - 45, 0], ...pins], days[at]));
  return bent.map(down);
}

/** Where a path must pass: the real figures, and the levels given to the day in the last weeks. */
function pinsOf(id, spec, real) {
  const given = levelsOf(spec)
    .filter(([date, , exact]) => exact && date >= '2025-06-01')
    .map(([date, level]) => [dayOf(date), level]);
  const known = [...(real.get(id) ?? [])].filter(([day]) => day <= dayOf(LAST));
  return [...given, ...known].sort(([a], [b]) => a - b);
}

/** An assessed price moves on few days, and in some weeks not at all. Between two equal real figures it stands. */
function held(id, path, spec, world) {
  const random = chance(world.seed, `${id} holds`);
  const pins = pinsOf(id, spec, world.real);
  const leader = spec.with && world.paths.get(spec.with);
  let value = path[0];
  let still = false;
  return path.map((fresh, at) => {
    const day = days[at];
    if (at === 0 || mondayOf(day) !== mondayOf(days[at - 1])) still = random() < spec.holds;
    const chosen = random() < 0.45;
    const moves = leader ? leader[at] !== leader[at - 1] : chosen && !still;
    const next = pins.findIndex(([pin]) => pin >= day);
    const between = next > 0 && pins[next][1] === pins[next - 1][1];
    if (pins[next]?.[0] === day) value = pins[next][1];
    else if (moves && !between) value = fresh;
    return value;
  });
}

/** The days a series is reported on: all sessions of late, before that the last of each week. */
function reportingDays(entry, since) {
  const closed = closedDays(entry.venue);
  const sessions = days.filter((day) => day >= dayOf(since ?? FIRST) && !closed.has(day));
  const lastOf = (list) =>
    list.filter((day, at) => at + 1 === list.length || mondayOf(list[at + 1]) !== mondayOf(day));
  const recent = (day) => day >= dayOf(DAILY_FROM);
  const upTo = (limit) => lastOf(sessions.filter((day) => weekday(day) <= limit));
  switch (entry.frequency) {
    case 'daily':
      return [...lastOf(sessions).filter((day) => !recent(day)), ...sessions.filter(recent)];
    case 'twice-weekly': {
      const mondays = sessions.filter((day) => weekday(day) === 1 && recent(day));
      return [...new Set([...upTo(4), ...mondays])].sort((a, b) => a - b);
    }
    case 'weekly':
      return upTo(entry.weekday ?? 5);
    default:
      return monthEnds().filter((day) => day <= dayOf('2025-04-30'));
  }
}

function monthEnds() {
  const ends = [];
  for (let day = dayOf(FIRST); day <= dayOf(LAST); day += 1) {
    if (dateOf(day + 1).endsWith('-01')) ends.push(day);
  }
  return ends;
}

/** The weekday a weekly figure is dated, where it is not Friday. */
const WEEKDAYS = {
  au_cot: 2,
  li_output: 4,
  li_stock: 4,
  al_billet: 4,
  cu_bonded: 4,
  re_dy_eu: 4,
  re_tb_eu: 4,
  re_ndo_eu: 4,
  sb_stk_ingot: 4,
  sb_stk_oxide: 4,
  sb_op: 4,
};

/** The whole file, a line a value, by series and date. */
export function sampleHistory(seed) {
  const world = { seed, months: rowsOf('world-bank-monthly.csv'), real: realFigures(), paths: new Map() };
  const catalog = catalogOfMetals();
  const pending = new Set(Object.keys(LEVELS));
  const build = (id) => {
    if (world.paths.has(id)) return;
    pending.delete(id);
    const spec = LEVELS[id];
    // A series built from others asks for them here, and again for their values.
    spec.from?.((other) => {
      build(other);
      return 1;
    });
    const path = pathOf(id, spec, world);
    world.paths.set(id, spec.holds || spec.with ? held(id, path, spec, world) : path);
  };
  for (const id of pending) build(id);
  const lines = ['date,series,value,status'];
  for (const [id, spec] of Object.entries(LEVELS)) {
    if (spec.hidden) continue;
    const entry = catalog.get(id);
    if (!entry) throw new Error(`data/metals/*.yaml has no series ${id}`);
    const path = world.paths.get(id);
    const digits = Math.max(0, -Math.floor(Math.log10(spec.tick) + 1e-9));
    for (const day of reportingDays({ ...entry, weekday: WEEKDAYS[id] }, spec.since)) {
      if (world.real.get(id)?.has(day)) continue;
      const value = path[days.findLastIndex((one) => one <= day)];
      lines.push(
        `${dateOf(day)},${id},${(Math.round(value / spec.tick) * spec.tick).toFixed(digits)},illustrative`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function option(name) {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const seed = Number(option('--seed') ?? '20250613');
  const out = option('--out') ?? join(DATA, 'inbox', 'history-illustrative.csv');
  writeFileSync(out, sampleHistory(seed));
}
