/** @param {readonly number[]} values not empty */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {readonly number[]} values */
export function summary(values) {
  return {
    median: median(values),
    least: Math.min(...values),
    most: Math.max(...values),
    runs: values.length,
  };
}

/** @param {readonly number[]} bytes */
export function megabytes(bytes) {
  return Math.round(median(bytes) / 1e6);
}

/**
 * A line of a table: a name and its figure.
 * @param {string} name
 * @param {string | number} value
 */
export function row(name, value) {
  return `${name.padEnd(56)} ${String(value).padStart(9)}\n`;
}
