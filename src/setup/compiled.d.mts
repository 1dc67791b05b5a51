/** Compiles src/main.ts into dist/ unless dist/ was made from these very sources. Gives whether it did. */
export function ensureCompiled(root?: string): Promise<boolean>;
