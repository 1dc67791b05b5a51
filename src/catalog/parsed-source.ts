import { type SourceFile, withoutValue } from './source-file.ts';
import { readYaml } from './yaml.ts';

/**
 * A file's bytes, parsed. This and what it imports is loaded only where a file must be parsed: the library costs more
 * than everything else that opens a desk.
 */
export function parsedSource(bytes: Uint8Array, label: string): SourceFile {
  const text = decoded(bytes);
  const nul = bytes.indexOf(0);
  if (text === undefined || nul >= 0) {
    const what =
      text === undefined
        ? 'not valid UTF-8'
        : `a NUL byte at offset ${nul}; this is not a text file, or it is UTF-16`;
    const message = `${what}. Expected YAML in UTF-8. Save it again as UTF-8.`;
    return withoutValue(label, { code: 'E_CONFIG_ENCODING', where: label, message });
  }
  const { value, problems, position, keyPosition } = readYaml(text, label);
  const source: SourceFile = {
    label,
    value,
    problems,
    where: (path) => `${label}:${position(path)}`,
    whereKey: (path) => `${label}:${keyPosition(path)}`,
    placed: () => Promise.resolve(source),
  };
  return source;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
