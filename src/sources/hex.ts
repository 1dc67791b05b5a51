/** Two bytes as messages show them: `0xFF 0x0A`. */
export function hexPair(bytes: Uint8Array, at = 0): string {
  return [...bytes.subarray(at, at + 2)]
    .map((byte) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join(' ');
}
