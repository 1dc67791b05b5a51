// src/render/subset.ts
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
var WRITABLE = 2;
var LAYOUT_FEATURES = 6;
var NO_HINTING = 1;
var library;
function loadSubsetter() {
  library ??= instantiate();
  return library;
}
async function instantiate() {
  const file = createRequire(import.meta.url).resolve("harfbuzzjs/dist/harfbuzz-subset.wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(file), {});
  const harfbuzz = instance.exports;
  harfbuzz._initialize();
  return harfbuzz;
}
async function subset(font, characters, features) {
  const harfbuzz = await loadSubsetter();
  const data = harfbuzz.malloc(font.length);
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
  if (length === 0) throw new Error("HarfBuzz could not subset the font");
  return bytes;
}
function tag(text) {
  return Buffer.from(text, "latin1").readUInt32BE(0);
}

// ../../tmp/r/prof4.ts
import { readFileSync } from "node:fs";
import { readFile as readFile2 } from "node:fs/promises";
var t = performance.now();
var c = process.cpuUsage();
var lap = (n) => {
  const u = process.cpuUsage(c);
  console.log(n.padEnd(30), Math.round(performance.now() - t), "cpu", Math.round((u.user + u.system) / 1e3));
  t = performance.now();
  c = process.cpuUsage();
};
var F = ["tnum", "lnum", "kern"];
var S = "/work/main/node_modules/@expo-google-fonts/";
await loadSubsetter();
lap("load");
var f = readFileSync(S + "source-sans-3/400Regular/SourceSans3_400Regular.ttf");
lap("read");
var chars = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i)) + "\u2020\u2212\u25B2\u25BC\u2019\xB7\u2026";
await subset(f, chars, F);
lap("latin");
await readFile2("/work/main/package.json");
lap("tiny read");
await readFile2("/work/main/package.json");
lap("tiny read");
await readFile2("/work/main/package.json");
lap("tiny read");
await new Promise((r) => setTimeout(r, 400));
lap("idle");
