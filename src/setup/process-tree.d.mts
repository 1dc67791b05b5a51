/** Watches the memory of a process and all it starts; `stop` gives the peak in bytes, undefined without /proc. */
export function watchMemory(root: number, everyMs?: number): { stop(): number | undefined };
