import { readdirSync, readFileSync } from 'node:fs';

/**
 * Watches the memory of a process and all it starts, from /proc. What a process began to belong to it stays: a
 * browser that leaves its parent is still counted. PSS, so that memory shared by several is counted once.
 * @param {number} root process id
 * @param {number} everyMs
 * @returns {{ stop(): number | undefined }} `stop` gives the peak in bytes, undefined where there is no /proc
 */
export function watchMemory(root, everyMs = 20) {
  const members = new Set([root]);
  let peak = 0;
  const look = () => {
    const bytes = memoryOf(members);
    if (bytes > peak) peak = bytes;
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return peak === 0 ? undefined : peak;
    },
  };
}

/**
 * Adds the children of members to them and sums what all hold.
 * @param {Set<number>} members
 */
function memoryOf(members) {
  for (const [pid, parent] of parents()) if (members.has(parent)) members.add(pid);
  let sum = 0;
  for (const pid of members) {
    const text = textOf(`/proc/${pid}/smaps_rollup`);
    if (text === undefined) continue;
    sum += Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
  }
  return sum;
}

/** Process and parent, in order of their numbers: a parent comes before its children, nearly always. */
function parents() {
  /** @type {Array<[number, number]>} */
  const found = [];
  for (const name of numbersIn('/proc')) {
    const stat = textOf(`/proc/${name}/stat`);
    // `pid (name) state parent …`; the name may hold spaces and parentheses.
    if (stat !== undefined) found.push([name, Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0])]);
  }
  return found;
}

/** @param {string} folder */
function numbersIn(folder) {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  } catch {
    return [];
  }
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
