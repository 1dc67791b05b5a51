import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';

/** The part of HarfBuzz's subsetting library that is called; pointers and handles are numbers. */
interface HarfBuzz {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize(): void;
  malloc(bytes: number): number;
  free(pointer: number): void;
  hb_blob_create(data: number, length: number, mode: number, user: number, destroy: number): number;
  hb_blob_destroy(blob: number): void;
  hb_blob_get_data(blob: number, length: number): number;
  hb_blob_get_length(blob: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_destroy(face: number): void;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_set_clear(set: number): void;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_destroy(input: number): void;
  hb_subset_input_get_flags(input: number): number;
  hb_subset_input_set_flags(input: number, flags: number): void;
  hb_subset_input_set(input: number, kind: number): number;
  hb_subset_input_unicode_set(input: number): number;
  hb_subset_or_fail(face: number, input: number): number;
}

/** Node has it; its types leave it to the DOM's. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: HarfBuzz } }>;
};

const WRITABLE = 2;
const LAYOUT_FEATURES = 6;
const NO_HINTING = 1;

let library: Promise<HarfBuzz> | undefined;

/** Compiles the library; asked for early it is ready when fonts are needed. */
export function loadSubsetter(): Promise<HarfBuzz> {
  library ??= instantiate();
  return library;
}

async function instantiate(): Promise<HarfBuzz> {
  // V8 would spend a quarter of a second optimizing functions that run for a few milliseconds, while all waits.
  setFlagsFromString('--liftoff-only');
  const file = createRequire(import.meta.url).resolve('harfbuzzjs/dist/harfbuzz-subset.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(file), {});
  instance.exports._initialize();
  return instance.exports;
}

/**
 * A TrueType face with only the glyphs these characters need, without hints. `features`: OpenType tags kept.
 * The same arguments give the same bytes.
 */
export async function subset(
  font: Buffer,
  characters: Iterable<string>,
  features: readonly string[],
): Promise<Buffer> {
  const harfbuzz = await loadSubsetter();
  const data = harfbuzz.malloc(font.length);
  // Memory may grow with each call, which detaches earlier views: a fresh one each time.
  new Uint8Array(harfbuzz.memory.buffer).set(font, data);
  const blob = harfbuzz.hb_blob_create(data, font.length, WRITABLE, 0, 0);
  const face = harfbuzz.hb_face_create(blob, 0);
  harfbuzz.hb_blob_destroy(blob);
  const input = harfbuzz.hb_subset_input_create_or_fail();
  harfbuzz.hb_subset_input_set_flags(input, harfbuzz.hb_subset_input_get_flags(input) | NO_HINTING);
  const kept = harfbuzz.hb_subset_input_set(input, LAYOUT_FEATURES);
  harfbuzz.hb_set_clear(kept);
  for (const feature of features) harfbuzz.hb_set_add(kept, tag(feature));
  const codes = harfbuzz.hb_subset_input_unicode_set(input);
  for (const character of characters) harfbuzz.hb_set_add(codes, character.codePointAt(0) ?? 0);
  const made = harfbuzz.hb_subset_or_fail(face, input);
  harfbuzz.hb_subset_input_destroy(input);
  const result = made === 0 ? 0 : harfbuzz.hb_face_reference_blob(made);
  const length = result === 0 ? 0 : harfbuzz.hb_blob_get_length(result);
  const start = length === 0 ? 0 : harfbuzz.hb_blob_get_data(result, 0);
  const bytes = Buffer.from(new Uint8Array(harfbuzz.memory.buffer).slice(start, start + length));
  harfbuzz.hb_blob_destroy(result);
  harfbuzz.hb_face_destroy(made);
  harfbuzz.hb_face_destroy(face);
  harfbuzz.free(data);
  if (length === 0) throw new Error('HarfBuzz could not subset the font');
  return bytes;
}

function tag(text: string): number {
  return Buffer.from(text, 'latin1').readUInt32BE(0);
}
