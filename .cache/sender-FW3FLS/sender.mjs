var __defProp = Object.defineProperty;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};

// src/errors.ts
function oneLine(text2) {
  return text2.replace(CONTROL, (character) => JSON.stringify(character).slice(1, -1));
}
function problemLine(problem) {
  const where = oneLine(problem.where);
  return where === "" ? `${problem.code} ${problem.message}` : `${problem.code} ${where}: ${problem.message}`;
}
function counted(count2, noun) {
  return `${count2.toLocaleString("en-US")} ${noun}${count2 === 1 ? "" : "s"}`;
}
function quoted(value) {
  const characters = [...value];
  const cut = characters.length > 60 ? `${characters.slice(0, 60).join("")}\u2026` : value;
  return JSON.stringify(cut).replace(
    /[\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
  );
}
var AssayError, CONTROL;
var init_errors = __esm({
  "src/errors.ts"() {
    "use strict";
    AssayError = class extends Error {
      exit;
      problems;
      constructor(exit, problems, options) {
        const list = "code" in problems ? [problems] : problems;
        super(list.map(problemLine).join("\n"), options);
        this.name = "AssayError";
        this.exit = exit;
        this.problems = list;
      }
    };
    CONTROL = /[\u0000-\u001f\u007f]/g;
  }
});

// src/catalog/source-file.ts
function withoutValue(label, problem) {
  const source = {
    ...placeless(label),
    problems: [problem],
    placed: () => Promise.resolve(source)
  };
  return source;
}
function placeless(label) {
  return { label, value: void 0, problems: [], where: () => label, whereKey: () => label };
}
async function soundOf(files, placed, check4) {
  const first = await check4(files);
  const checked = "value" in first ? first : await check4(await placed(files));
  if ("value" in checked) return checked.value;
  throw new AssayError("config", checked.problems);
}
var init_source_file = __esm({
  "src/catalog/source-file.ts"() {
    "use strict";
    init_errors();
  }
});

// src/catalog/yaml-structure.ts
import * as yaml from "yaml";
function structureFaults(document, text2) {
  const controls = text2.includes("\\") || CONTROL3.test(text2);
  const tour = { text: text2, controls, faults: [], sizes: /* @__PURE__ */ new Map(), open: /* @__PURE__ */ new Set(), values: 0 };
  const { directives, warnings } = document;
  const strange = warnings.some(({ code }) => code === "BAD_DIRECTIVE");
  if (strange || directives.yaml.explicit === true || Object.keys(directives.tags).length > 1) {
    tour.faults.push({ offset: Math.max(text2.search(/^%/m), 0), message: DIRECTIVE });
  }
  visit(document.contents, tour, 0);
  return tour.faults;
}
function bottomlessAt(text2) {
  const indented = text2.search(new RegExp(`^[ \\t?:-]{${DEEPEST_TEXT}}`, "m"));
  if (indented >= 0) return indented;
  let depth = 0;
  for (const { 0: bracket, index } of text2.matchAll(/[[\]{}]/g)) {
    depth = Math.max(0, depth + (bracket === "[" || bracket === "{" ? 1 : -1));
    if (depth > DEEPEST_TEXT) return index;
  }
  return void 0;
}
function visit(node, tour, depth) {
  if (yaml.isAlias(node)) return aliasSize(node, tour);
  if (!yaml.isNode(node)) return 0;
  const offset = node.range?.[0] ?? 0;
  if (node.tag !== void 0 && !PLAIN_TAGS.includes(node.tag)) tagFault(node.tag, offset, tour);
  if (depth > DEEPEST) {
    const message = `nested more than ${DEEPEST} deep. Expected a few levels; check brackets and indentation.`;
    tour.faults.push({ offset, message });
    return 1;
  }
  const anchor = "anchor" in node && typeof node.anchor === "string" ? node.anchor : void 0;
  if (anchor !== void 0) tour.open.add(anchor);
  const size = 1 + sizeWithin(node, tour, depth);
  if (anchor !== void 0) {
    tour.open.delete(anchor);
    tour.sizes.set(anchor, size);
  }
  return size;
}
function sizeWithin(node, tour, depth) {
  if (yaml.isSeq(node))
    return node.items.reduce((sum, item) => sum + visit(item, tour, depth + 1), 0);
  if (yaml.isMap(node)) return mapSize(node, tour, depth);
  if (tour.controls && yaml.isScalar(node) && typeof node.value === "string") {
    controlFault(node.value, node, tour);
  }
  return 0;
}
function mapSize(map, tour, depth) {
  const seen = /* @__PURE__ */ new Map();
  let size = 0;
  for (const { key, value } of map.items) {
    const offset = startOf2(key) ?? startOf2(value) ?? startOf2(map) ?? 0;
    const name = yaml.isScalar(key) ? String(key.value) : void 0;
    const fault = keyFault(key, name);
    const first = name === void 0 ? void 0 : seen.get(name);
    if (fault !== void 0) tour.faults.push({ offset, message: fault });
    else if (name !== void 0 && first !== void 0) {
      const message = "Expected each key once; remove one of the two.";
      tour.faults.push({ offset, message, twice: { key: name, first } });
    } else if (name !== void 0) seen.set(name, offset);
    if (yaml.isScalar(key) && key.tag !== void 0) visit(key, tour, depth + 1);
    size += 1 + visit(value, tour, depth + 1);
  }
  return size;
}
function keyFault(key, name) {
  if (name === "<<") {
    return 'the key "<<" merges maps, which is not done here. Expected the fields themselves; write them out, or use an alias (*name) for a whole value.';
  }
  if (name === "__proto__")
    return 'the key "__proto__" is not allowed. Expected a field of this file; remove it.';
  if (name !== void 0 && yaml.isScalar(key) && key.value !== null && name !== "") {
    return CONTROL3.test(name) ? `the key ${quoted(name)} holds a control character. Expected plain text; remove the character.` : void 0;
  }
  const kind = yaml.isMap(key) ? "a map" : yaml.isSeq(key) ? "a list" : yaml.isAlias(key) ? "an alias" : "empty";
  return `a key is ${kind}. Expected a plain word before the colon.`;
}
function aliasSize(alias, tour) {
  const offset = alias.range?.[0] ?? 0;
  const name = `*${alias.source}`;
  const size = tour.sizes.get(alias.source);
  if (tour.open.has(alias.source)) {
    const message = `the alias ${quoted(name)} stands inside the value it names. Expected no value to hold itself; write it out.`;
    tour.faults.push({ offset, message });
    return 1;
  }
  if (size === void 0) {
    const known3 = tour.sizes.size === 0 ? "there is none" : `known here: ${[...tour.sizes.keys()].slice(0, 10).join(", ")}`;
    const message = `unknown alias ${quoted(name)}. Expected an anchor &${alias.source} before it (${known3}).`;
    tour.faults.push({ offset, message });
    return 1;
  }
  const before = tour.values;
  tour.values = Math.min(before + size, Number.MAX_SAFE_INTEGER);
  if (before <= MOST_VALUES && tour.values > MOST_VALUES) {
    const message = `with the alias ${quoted(name)} the file unfolds to more than ${MOST_VALUES.toLocaleString("en-US")} values. Expected a few thousand; use fewer aliases within aliases.`;
    tour.faults.push({ offset, message });
  }
  return size;
}
function tagFault(tag, offset, tour) {
  const before = /!\S*\s+(?:&\S+\s+)?$/.exec(tour.text.slice(Math.max(0, offset - 300), offset))?.[0];
  const name = tag.replace("tag:yaml.org,2002:", "!!");
  tour.faults.push({
    offset: offset - (before?.length ?? 0),
    message: `the tag ${quoted(name)} is not used here. Expected a plain text, number, list or map; remove the tag.`
  });
}
function controlFault(value, node, tour) {
  const found = CONTROL3.exec(value)?.[0];
  if (found === void 0) return;
  tour.faults.push({
    offset: node.range?.[0] ?? 0,
    message: `${quoted(value)} holds a control character (U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}). Expected plain text; remove the character.`
  });
}
function startOf2(node) {
  return yaml.isNode(node) ? node.range?.[0] : void 0;
}
var DEEPEST, MOST_VALUES, PLAIN_TAGS, CONTROL3, DEEPEST_TEXT, DIRECTIVE;
var init_yaml_structure = __esm({
  "src/catalog/yaml-structure.ts"() {
    "use strict";
    init_errors();
    DEEPEST = 64;
    MOST_VALUES = 1e5;
    PLAIN_TAGS = ["str", "int", "float", "bool", "null", "map", "seq"].map(
      (name) => `tag:yaml.org,2002:${name}`
    );
    CONTROL3 = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
    DEEPEST_TEXT = 256;
    DIRECTIVE = "directives (lines that begin with %) are not used. Expected plain YAML; remove the line.";
  }
});

// src/catalog/yaml.ts
import * as yaml2 from "yaml";
function readYaml(text2, label) {
  if (text2.includes("\r") && !text2.includes("\n")) {
    const message = "the lines end with CR alone. Expected LF or CRLF; save it with line ends of today.";
    return broken(label, "1:1", message);
  }
  const bottomless = bottomlessAt(text2);
  if (bottomless !== void 0) {
    const before = text2.slice(0, bottomless).split("\n");
    return broken(label, `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`, TOO_DEEP);
  }
  const lines = new yaml2.LineCounter();
  const document = yaml2.parseDocument(text2, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    // What it would warn of is told as a problem, or not at all.
    logLevel: "error",
    schema: "core"
  });
  const at = (offset) => {
    const { line: line2, col } = lines.linePos(offset);
    return `${Math.max(line2, 1)}:${Math.max(col, 1)}`;
  };
  const [error] = document.errors;
  if (error !== void 0) return broken(label, at(error.pos[0]), syntaxMessage(error));
  const faults = structureFaults(document, text2);
  const problems = faults.map(
    ({ offset, message, twice }) => ({
      code: twice === void 0 ? "E_CONFIG_YAML" : "E_CONFIG_TWICE",
      where: `${label}:${at(offset)}`,
      message: twice === void 0 ? message : `${quoted(twice.key)} already set on line ${lines.linePos(twice.first).line}. ${message}`
    })
  );
  const sound = faults.every((fault) => fault.twice !== void 0);
  return {
    value: sound ? document.toJS({ maxAliasCount: -1 }) : void 0,
    problems,
    position: (path) => at(offsetOf(document, path)),
    keyPosition: (path) => at(keyOffsetOf(document, path))
  };
}
function broken(label, place2, message) {
  const problem = { code: "E_CONFIG_YAML", where: `${label}:${place2}`, message };
  return { value: void 0, problems: [problem], position: () => "1:1", keyPosition: () => "1:1" };
}
function syntaxMessage(error) {
  const ours = OUR_WORDS[error.code];
  if (ours !== void 0) return ours;
  return `${sentence(error.message)} Expected YAML; check quotes, brackets and indentation around this place.`;
}
function sentence(message) {
  const first = (message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "").trim();
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
function startOf3(node) {
  if (yaml2.isNode(node)) return node.range?.[0];
  return void 0;
}
function offsetOf(document, path) {
  let node = document.contents;
  let offset = startOf3(node) ?? 0;
  for (const step of path) {
    if (yaml2.isAlias(node)) node = node.resolve(document);
    if (yaml2.isSeq(node)) node = node.items[Number(step)];
    else if (yaml2.isMap(node)) {
      const pair = node.items.find((one) => yaml2.isScalar(one.key) && String(one.key.value) === String(step));
      if (!pair) return offset;
      offset = startOf3(pair.key) ?? offset;
      node = pair.value;
    } else return offset;
    offset = startOf3(node) ?? offset;
  }
  return offset;
}
function keyOffsetOf(document, path) {
  const node = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const parent = yaml2.isAlias(node) ? node.resolve(document) : node;
  if (yaml2.isMap(parent)) {
    const key = String(path.at(-1));
    const pair = parent.items.find((one) => yaml2.isScalar(one.key) && String(one.key.value) === key);
    const start = startOf3(pair?.key);
    if (start !== void 0) return start;
  }
  return offsetOf(document, path.slice(0, -1));
}
var TOO_DEEP, OUR_WORDS;
var init_yaml = __esm({
  "src/catalog/yaml.ts"() {
    "use strict";
    init_errors();
    init_yaml_structure();
    TOO_DEEP = "nested too deeply to be read. Expected a few levels; check brackets and indentation.";
    OUR_WORDS = {
      MULTIPLE_DOCS: 'a second document begins here. Expected one in each file; remove the line ("---" or "..."), or make two files.',
      RESOURCE_EXHAUSTION: TOO_DEEP,
      KEY_OVER_1024_CHARS: "a key of more than 1,024 characters. Expected a short word before the colon; is a quotation mark or a line end missing?",
      ALIAS_PROPS: "an alias (*name) with an anchor or a tag of its own. Expected the alias alone.",
      TAB_AS_INDENT: "a tab in the indentation. Expected spaces; replace the tab."
    };
  }
});

// src/catalog/parsed-source.ts
var parsed_source_exports = {};
__export(parsed_source_exports, {
  parsedSource: () => parsedSource
});
function parsedSource(bytes, label) {
  const text2 = decoded(bytes);
  const nul = bytes.indexOf(0);
  if (text2 === void 0 || nul >= 0) {
    const what = text2 === void 0 ? "not valid UTF-8" : `a NUL byte at offset ${nul}; this is not a text file, or it is UTF-16`;
    const message = `${what}. Expected YAML in UTF-8. Save it again as UTF-8.`;
    return withoutValue(label, { code: "E_CONFIG_ENCODING", where: label, message });
  }
  const { value, problems, position, keyPosition } = readYaml(text2, label);
  const source = {
    label,
    value,
    problems,
    where: (path) => `${label}:${position(path)}`,
    whereKey: (path) => `${label}:${keyPosition(path)}`,
    placed: () => Promise.resolve(source)
  };
  return source;
}
function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return void 0;
  }
}
var init_parsed_source = __esm({
  "src/catalog/parsed-source.ts"() {
    "use strict";
    init_source_file();
    init_yaml();
  }
});

// src/store/ledger/dialect.ts
import { CompiledQuery, sql } from "kysely";
function storable(text2) {
  return text2.replace(NOT_TEXT, "\uFFFD");
}
var SQLITE, POSTGRES, LOCKS, NOT_TEXT;
var init_dialect = __esm({
  "src/store/ledger/dialect.ts"() {
    "use strict";
    SQLITE = {
      kind: "sqlite",
      // The right to write at once: one that reads first and writes later fails when another wrote in between.
      begin: CompiledQuery.raw("begin immediate"),
      batch: (json) => sql`json_each(${json}) as batch`,
      forUpdate: sql``,
      skipLocked: sql``,
      forShare: () => sql``,
      lock: () => void 0,
      alongIndex: void 0
    };
    POSTGRES = {
      kind: "postgres",
      begin: CompiledQuery.raw("begin isolation level read committed"),
      batch: (json) => sql`jsonb_array_elements(cast(${json} as jsonb)) as batch(value)`,
      forUpdate: sql`for update`,
      skipLocked: sql`for update skip locked`,
      forShare: (table) => sql`for share of ${sql.ref(table)}`,
      lock: (number) => sql`select pg_advisory_xact_lock(${sql.lit(LOCKS)}, ${sql.lit(number)})`,
      alongIndex: sql`select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('enable_seqscan', 'off', true)`
    };
    LOCKS = 1634951545;
    NOT_TEXT = /[\0\ud800-\udfff]/gu;
  }
});

// src/store/ledger/record.ts
import { sql as sql2 } from "kysely";
async function record(tx, attempts2) {
  if (attempts2.length === 0) return;
  const rows = attempts2.map((one) => [
    one.number,
    one.attempt,
    one.fence,
    one.kind,
    one.state,
    one.at,
    storable(one.phase),
    one.code,
    storable(one.enhanced),
    storable(one.text),
    storable(one.queueId),
    storable(one.owner),
    one.turn ?? 0
  ]);
  await sql2`insert into attempt
      (number, n, fence, kind, state, at, phase, code, enhanced, reply, queue_id, owner, turn)
    select cast(batch.value ->> 0 as integer), cast(batch.value ->> 1 as integer),
      cast(batch.value ->> 2 as integer), batch.value ->> 3, batch.value ->> 4, batch.value ->> 5,
      batch.value ->> 6, cast(batch.value ->> 7 as integer), batch.value ->> 8, batch.value ->> 9,
      batch.value ->> 10, batch.value ->> 11, cast(batch.value ->> 12 as integer)
    from ${tx.dialect.batch(JSON.stringify(rows))} where 1 = 1 on conflict do nothing`.execute(tx.db);
}
var init_record = __esm({
  "src/store/ledger/record.ts"() {
    "use strict";
    init_dialect();
  }
});

// src/store/ledger/rows.ts
import { sql as sql3 } from "kysely";
async function rowsOf({ db }, query) {
  return (await query.execute(db)).rows;
}
function toSubscriber(row) {
  return {
    id: row.id,
    key: row.key,
    address: row.address,
    name: row.name,
    language: row.language,
    timeZone: row.time_zone,
    metals: words(row.metals),
    format: row.format,
    lists: words(row.lists),
    state: row.state,
    reason: row.reason,
    since: row.since
  };
}
function words(json) {
  return json === "[]" ? [] : JSON.parse(json);
}
function toCampaign(row) {
  return {
    id: row.id,
    edition: row.edition,
    week: row.week,
    version: row.version,
    list: row.list,
    manifest: row.manifest,
    listHash: row.list_hash,
    planned: row.planned,
    state: row.state,
    reason: row.reason,
    createdAt: row.created_at,
    deadline: row.deadline,
    finishedAt: moment(row.finished_at)
  };
}
function toDelivery(row) {
  return {
    delivery: row.delivery_id,
    campaign: row.campaign_id,
    edition: row.edition,
    list: row.list,
    address: row.address,
    state: row.state,
    attempts: row.attempts,
    nextAt: moment(row.next_at),
    owner: row.owner,
    leaseUntil: moment(row.lease_until),
    fence: row.fence,
    reason: row.reason,
    changedAt: row.changed_at
  };
}
function moment(text2) {
  return text2 === "" ? void 0 : text2;
}
var SUBSCRIBER, CAMPAIGN, DELIVERY;
var init_rows = __esm({
  "src/store/ledger/rows.ts"() {
    "use strict";
    SUBSCRIBER = sql3`s.id, s.key, s.address, s.name, s.language, s.time_zone, s.metals, s.format, s.lists,
  s.state, s.reason, s.since`;
    CAMPAIGN = sql3`c.id, c.edition, c.week, c.version, c.list, c.manifest, c.list_hash, c.planned, c.state,
  c.reason, c.created_at, c.deadline, c.finished_at`;
    DELIVERY = sql3`d.id as number, d.delivery_id, d.campaign_id, c.edition, c.list, d.key, s.address, d.state,
  d.attempts, d.next_at, d.owner, d.lease_until, d.fence, d.reason, d.changed_at`;
  }
});

// src/store/ledger/stand.ts
import { sql as sql4 } from "kysely";
async function stand(tx, names) {
  if (names.length === 0) return /* @__PURE__ */ new Map();
  const { batch, forUpdate, kind } = tx.dialect;
  const wanted = batch(JSON.stringify([...new Set(names)].map((name) => [storable(name)])));
  if (kind === "postgres")
    await sql4`select id from campaign where id in
        (select d.campaign_id from ${wanted} cross join delivery d where d.delivery_id = batch.value ->> 0)
      order by id ${tx.dialect.forShare("campaign")}`.execute(tx.db);
  const rows = await rowsOf(
    tx,
    sql4`select d.id as number, d.delivery_id, d.state, d.attempts, d.fence, d.lease_until, d.next_at,
        d.subscriber_id, d.turn, c.edition, d.campaign_id, c.state as campaign_state, c.deadline
      from ${wanted} cross join delivery d cross join campaign c
      where d.delivery_id = batch.value ->> 0 and c.id = d.campaign_id order by d.id
      ${kind === "postgres" ? sql4`${forUpdate} of d` : sql4``}`
  );
  const found = new Map(rows.map((row) => [row.delivery_id, row]));
  const missing = names.find((name) => !found.has(name));
  if (missing !== void 0) throw unknownDelivery(missing);
  return found;
}
function unknownDelivery(name) {
  return new AssayError("data", {
    code: "E_DELIVERY_UNKNOWN",
    where: "",
    message: `no delivery ${quoted(name)} in this ledger. Expected a delivery's id, or its first 16 characters or more. "assay deliveries list" shows them.`
  });
}
var init_stand = __esm({
  "src/store/ledger/stand.ts"() {
    "use strict";
    init_errors();
    init_dialect();
    init_rows();
  }
});

// src/store/ledger/step.ts
import { sql as sql5 } from "kysely";
async function take(tx, steps, now) {
  if (steps.length === 0) return;
  const rows = steps.map(({ number, from, to, attempts: attempts2, nextAt, reason: reason2, owner = "", leaseUntil = "" }) => [
    number,
    from,
    to,
    attempts2,
    nextAt,
    storable(reason2),
    storable(owner),
    leaseUntil
  ]);
  await sql5`update delivery set state = batch.value ->> 2, attempts = cast(batch.value ->> 3 as integer),
      next_at = batch.value ->> 4, reason = batch.value ->> 5, owner = batch.value ->> 6,
      lease_until = batch.value ->> 7, changed_at = ${now},
      doubted = case when batch.value ->> 2 = 'UNCERTAIN' then 1 else doubted end
    from ${tx.dialect.batch(JSON.stringify(rows))}
    where delivery.id = cast(batch.value ->> 0 as integer) and delivery.state = batch.value ->> 1`.execute(
    tx.db
  );
}
var init_step = __esm({
  "src/store/ledger/step.ts"() {
    "use strict";
    init_dialect();
  }
});

// src/store/ledger/subscriber-state.ts
import { sql as sql6 } from "kysely";
async function setState(tx, { id: id3, state: state2, by, reason: reason2, now }) {
  const [before] = await rowsOf(
    tx,
    sql6`select state, turn from subscriber where id = ${id3}
      ${tx.dialect.forUpdate}`
  );
  if (before === void 0 || before.state === "unsubscribed" && state2 === "bounced") return;
  const event = { id: id3, by, reason: reason2, now, edition: "" };
  if (before.state === state2) {
    if (state2 === "active" && (await strikesOf(tx, id3)).length > 0)
      await addEvent(tx, { ...event, what: "restored", turn: before.turn });
    return;
  }
  await sql6`update subscriber set state = ${state2}, reason = ${storable(reason2)}, since = ${now}, turn = turn + 1
    where id = ${id3}`.execute(tx.db);
  await addEvent(tx, { ...event, what: wordFor(before.state, state2), turn: before.turn + 1 });
}
function wordFor(before, after) {
  if (after !== "active") return after;
  return before === "unsubscribed" ? "resubscribed" : "restored";
}
async function strike(tx, { subscriber: id3, edition: edition2, weight: weight2, by, reason: reason2 }, now) {
  const before = await strikesOf(tx, id3);
  if (!before.includes(edition2)) {
    const [row] = await rowsOf(
      tx,
      sql6`select turn from subscriber where id = ${id3} ${tx.dialect.forUpdate}`
    );
    await addEvent(tx, { id: id3, by, reason: reason2, now, edition: edition2, what: "strike", turn: row?.turn ?? 0 });
  }
  if (weight2 === "gone" || before.some((other) => other !== edition2))
    await setState(tx, { id: id3, state: "bounced", by, reason: reason2, now });
}
async function strikesOf(tx, id3) {
  const rows = await rowsOf(
    tx,
    sql6`select what, edition from subscriber_event
      where subscriber_id = ${id3} and what in ('strike', 'restored', 'resubscribed') order by id`
  );
  const last = rows.findLastIndex(({ what }) => what !== "strike");
  return rows.slice(last + 1).map(({ edition: edition2 }) => edition2);
}
async function addEvent(tx, { id: id3, now, what, by, reason: reason2, edition: edition2, turn: turn2 }) {
  await sql6`insert into subscriber_event (subscriber_id, at, what, actor, reason, edition, turn)
    values (${id3}, ${now}, ${what}, ${storable(by)}, ${storable(reason2)}, ${edition2}, ${turn2})`.execute(
    tx.db
  );
}
var init_subscriber_state = __esm({
  "src/store/ledger/subscriber-state.ts"() {
    "use strict";
    init_dialect();
    init_rows();
  }
});

// src/store/ledger/write.ts
import { sql as sql7 } from "kysely";
async function write(tx, { outcomes, intents, owner }, now) {
  const standings = await stand(
    tx,
    [...outcomes, ...intents].map(({ delivery: delivery2 }) => delivery2)
  );
  const told = await toldAlready(tx, outcomes, standings);
  const steps = /* @__PURE__ */ new Map();
  const history = [];
  const strikes = [];
  const granted = /* @__PURE__ */ new Set();
  const move = (standing, to, rest) => {
    const from = steps.get(standing.number)?.from ?? standing.state;
    standing.state = to;
    steps.set(standing.number, { number: standing.number, from, to, ...rest });
  };
  for (const outcome of outcomes) {
    const standing = standings.get(outcome.delivery);
    if (standing === void 0 || told.has(nameOf(standing, outcome))) continue;
    const believed = isUnderWay(standing, outcome);
    told.add(nameOf(standing, outcome));
    history.push(lineOf(standing, outcome, believed ? "outcome" : "evidence", owner, now));
    if (outcome.strike !== void 0) strikes.push([outcome, standing]);
    if (!believed && !(outcome.state === "ACCEPTED" && standing.state === "UNCERTAIN")) continue;
    const nextAt = outcome.state === "DEFERRED" ? outcome.nextAt ?? now : "";
    move(standing, outcome.state, { attempts: standing.attempts, nextAt, reason: outcome.reason });
  }
  for (const intent of intents) {
    const standing = standings.get(intent.delivery);
    if (standing === void 0) continue;
    if (isUnderWay(standing, intent)) granted.add(intent.delivery);
    if (!mayBegin(standing, intent, now)) continue;
    granted.add(intent.delivery);
    const { number, turn: turn2, lease_until: leaseUntil } = standing;
    const { attempt, fence } = intent;
    move(standing, "IN_DATA", { attempts: attempt, nextAt: "", reason: "", owner, leaseUntil });
    history.push({ ...INTENT, number, attempt, fence, turn: turn2, at: now, owner });
  }
  const taken = [...steps.values()];
  await take(tx, taken, now);
  await take(tx, taken.filter(isOrphan(standings)).map(cancelled), now);
  await record(tx, history);
  for (const [outcome, { subscriber_id: subscriber, edition: edition2 }] of strikes) {
    const weight2 = outcome.strike ?? "strike";
    await strike(tx, { subscriber, edition: edition2, weight: weight2, by: "smtp", reason: outcome.reason }, now);
  }
  return { granted };
}
function isUnderWay({ state: state2, attempts: attempts2, fence }, one) {
  return state2 === "IN_DATA" && attempts2 === one.attempt && fence === one.fence;
}
function mayBegin(standing, intent, now) {
  return standing.state === "CLAIMED" && standing.fence === intent.fence && standing.attempts + 1 === intent.attempt && standing.lease_until > now && standing.campaign_state === "open";
}
function nameOf({ number }, { attempt, fence, state: state2 }) {
  return `${number} ${attempt} ${fence} ${state2}`;
}
async function toldAlready(tx, outcomes, standings) {
  const late = outcomes.flatMap((outcome) => {
    const standing = standings.get(outcome.delivery);
    return standing && !isUnderWay(standing, outcome) ? [[standing.number]] : [];
  });
  if (late.length === 0) return /* @__PURE__ */ new Set();
  const rows = await rowsOf(
    tx,
    sql7`
      select a.number, a.n, a.fence, a.state from ${tx.dialect.batch(JSON.stringify(late))} cross join attempt a
      where a.number = cast(batch.value ->> 0 as integer) and a.phase <> ${LOST}
        and a.kind in ('outcome', 'evidence')`
  );
  return new Set(rows.map(({ number, n, fence, state: state2 }) => `${number} ${n} ${fence} ${state2}`));
}
function lineOf({ number }, { attempt, fence, state: state2, phase, reply, queueId = "", reason: reason2 }, kind, owner, at) {
  const { code = 0, enhanced = "", text: text2 = reason2 } = reply ?? {};
  return { number, attempt, fence, state: state2, phase, kind, at, code, enhanced, text: text2, queueId, owner };
}
function isOrphan(standings) {
  const ended = /* @__PURE__ */ new Set();
  for (const { number, campaign_state: state2 } of standings.values())
    if (state2 === "cancelled") ended.add(number);
  return ({ number, to }) => to === "DEFERRED" && ended.has(number);
}
function cancelled(step) {
  return { ...step, from: "DEFERRED", to: "CANCELLED", nextAt: "", reason: "its campaign was cancelled" };
}
var LOST, INTENT;
var init_write = __esm({
  "src/store/ledger/write.ts"() {
    "use strict";
    init_record();
    init_rows();
    init_stand();
    init_step();
    init_subscriber_state();
    LOST = "lost";
    INTENT = {
      kind: "intent",
      state: "IN_DATA",
      phase: "",
      code: 0,
      enhanced: "",
      text: "",
      queueId: ""
    };
  }
});

// src/store/ledger/recover.ts
import { sql as sql8 } from "kysely";
async function owners(tx) {
  const rows = await rowsOf(
    tx,
    sql8`select distinct owner from delivery where state in ('CLAIMED', 'IN_DATA') order by owner`
  );
  return rows.map(({ owner }) => owner);
}
async function recover(tx, dead, now) {
  const names = tx.dialect.batch(JSON.stringify(dead.map((name) => [storable(name)])));
  const left = await rowsOf(
    tx,
    sql8`select id as number, state, attempts, fence, next_at, owner, lease_until from delivery
      where state in ('CLAIMED', 'IN_DATA') and (lease_until <= ${now}
        or owner in (select batch.value ->> 0 from ${names})) ${tx.dialect.forUpdate}`
  );
  const lost = left.filter(({ state: state2 }) => state2 === "IN_DATA");
  await take(
    tx,
    left.map((held) => held.state === "CLAIMED" ? free(held) : doubt(held)),
    now
  );
  await record(
    tx,
    lost.map(({ number, attempts: attempts2, fence, owner }) => ({
      number,
      attempt: attempts2,
      fence,
      kind: "outcome",
      state: "UNCERTAIN",
      at: now,
      phase: LOST,
      code: 0,
      enhanced: "",
      text: UNSEEN,
      queueId: "",
      owner
    }))
  );
  return { freed: left.length - lost.length, uncertain: lost.length };
}
function free({ number, attempts: attempts2, next_at: nextAt }) {
  const to = nextAt === "" ? "PLANNED" : "DEFERRED";
  return { number, from: "CLAIMED", to, attempts: attempts2, nextAt, reason: "" };
}
function doubt({ number, attempts: attempts2 }) {
  return { number, from: "IN_DATA", to: "UNCERTAIN", attempts: attempts2, nextAt: "", reason: UNSEEN };
}
async function giveBack(tx, claims, now) {
  const standings = await stand(
    tx,
    claims.map(({ delivery: delivery2 }) => delivery2)
  );
  const steps = claims.flatMap(({ delivery: delivery2, fence }) => {
    const standing = standings.get(delivery2);
    return standing?.state === "CLAIMED" && standing.fence === fence ? [free(standing)] : [];
  });
  await take(tx, steps, now);
}
async function refuse(tx, { delivery: delivery2, fence }, { state: state2, reason: reason2, nextAt }, now) {
  const standing = (await stand(tx, [delivery2])).get(delivery2);
  if (standing?.state !== "CLAIMED" || standing.fence !== fence) return;
  const { number, attempts: attempts2 } = standing;
  const due = state2 === "DEFERRED" ? nextAt ?? now : "";
  await take(tx, [{ number, from: "CLAIMED", to: state2, attempts: attempts2, nextAt: due, reason: reason2 }], now);
  await record(tx, [
    {
      number,
      attempt: attempts2,
      fence,
      kind: "outcome",
      state: state2,
      at: now,
      phase: REFUSED,
      code: 0,
      enhanced: "",
      text: reason2,
      queueId: "",
      owner: ""
    }
  ]);
}
var UNSEEN, REFUSED;
var init_recover = __esm({
  "src/store/ledger/recover.ts"() {
    "use strict";
    init_dialect();
    init_record();
    init_rows();
    init_stand();
    init_step();
    init_write();
    UNSEEN = "the sender ended, or slept past its time, after the intent and before an outcome";
    REFUSED = "refused";
  }
});

// src/store/ledger/audit.ts
import { sql as sql9 } from "kysely";
async function audit(tx, now, campaign2) {
  const ours = campaign2 === void 0 ? sql9`1 = 1` : sql9`d.campaign_id = ${campaign2}`;
  const its = campaign2 === void 0 ? sql9`1 = 1` : sql9`c.id = ${campaign2}`;
  const questions = [...ofAttempts(ours), ...ofSums(its, ours), ...ofStates(now, ours), ...ofCampaigns(its)];
  const all = questions.map(
    (question, at) => sql9`select * from (${question} limit ${sql9.lit(MOST2)}) as ${sql9.raw(`question_${at}`)}`
  );
  return rowsOf(
    tx,
    sql9`select * from (${sql9.join(all, sql9` union all `)}) as breaches limit ${sql9.lit(MOST2)}`
  );
}
function breach(invariant, where, what) {
  return sql9`select ${sql9.lit(invariant)} as invariant, ${where} as "where", ${sql9.lit(what)} as what`;
}
function ofAttempts(ours) {
  const of = sql9`from delivery d cross join attempt a where a.number = d.id and ${ours}`;
  const later2 = sql9`exists (select 1 from attempt i where i.number = d.id and i.kind = 'intent' and i.n > a.n)`;
  return [
    sql9`${breach("I1", NAME, "accepted more than once, and nobody decided to send it again")} ${of}
      and a.state = 'ACCEPTED' and a.kind in ('outcome', 'evidence') group by d.id, d.delivery_id
      having count(distinct a.n) > 1 + (select count(*) from attempt r where r.number = d.id and ${DECIDED})`,
    sql9`${breach("I3", NAME, "its attempts are not numbered from 1 without gaps")}
      from delivery d left join attempt a on a.number = d.id and a.kind = 'intent' where ${ours}
      group by d.id, d.delivery_id, d.attempts
      having count(a.n) <> d.attempts or coalesce(max(a.n), 0) <> d.attempts`,
    sql9`${breach("I3", NAME, "an outcome of an attempt that was never begun")} ${of}
      and a.kind = 'outcome' and a.phase <> ${sql9.lit(REFUSED)} and not exists
        (select 1 from attempt i where i.number = d.id and i.kind = 'intent' and i.n = a.n and i.fence = a.fence)`,
    sql9`${breach("I3", NAME, "an attempt has two outcomes")} ${of}
      and a.kind = 'outcome' and a.phase <> ${sql9.lit(REFUSED)} group by d.id, d.delivery_id, a.n having count(*) > 1`,
    sql9`${breach("I3", NAME, "an attempt was begun after a final outcome")} ${of}
      and a.kind = 'outcome' and a.state in ('ACCEPTED', 'REJECTED') and ${later2}`,
    sql9`${breach("I3", NAME, "an attempt was begun after one in doubt, and nobody decided so")} ${of}
      and a.kind = 'outcome' and a.state = 'UNCERTAIN' and ${later2} and not exists
        (select 1 from attempt r where r.number = d.id and ${DECIDED} and r.fence = a.fence)`,
    sql9`${breach("I4", NAME, "an attempt was claimed after its subscriber had left")}
      from delivery d cross join attempt a join subscriber_event e
        on e.subscriber_id = d.subscriber_id and e.turn = a.turn and e.what in ('unsubscribed', 'bounced')
      where a.number = d.id and a.kind = 'intent' and a.turn > 0 and ${ours}`
  ];
}
function ofSums(its, ours) {
  return [
    sql9`${breach("I2", CAMPAIGN2, "it has more or fewer deliveries than were planned")} from campaign c where ${its}
      and c.planned <> (select count(*) from delivery d where d.campaign_id = c.id)`,
    sql9`${breach("I1", NAME, "it is not named after its edition and recipient")}
      from delivery d where ${ours} and length(d.delivery_id) <> 64`
  ];
}
function ofStates(now, ours) {
  const held = sql9`d.state in ('CLAIMED', 'IN_DATA')`;
  return [
    sql9`${breach("I3", NAME, "its state says accepted, its history does not")} from delivery d
      where d.state = 'ACCEPTED' and ${ours} and not exists
        (select 1 from attempt a where a.number = d.id and a.state = 'ACCEPTED')`,
    sql9`${breach("I3", NAME, "it is being sent without an intent")} from delivery d
      where d.state = 'IN_DATA' and ${ours} and not exists (select 1 from attempt a
        where a.number = d.id and a.kind = 'intent' and a.n = d.attempts and a.fence = d.fence)`,
    sql9`${breach("I10", NAME, "its lease has ended and nobody took it back")} from delivery d
      where ${held} and d.lease_until <= ${now} and ${ours}`,
    sql9`${breach("I10", NAME, "it is held by nobody")} from delivery d
      where ${held} and (d.owner = '' or d.lease_until = '') and ${ours}`
  ];
}
function ofCampaigns(its) {
  const has = (states) => sql9`exists (select 1 from delivery d where d.campaign_id = c.id and d.state in (${sql9.raw(states)}))`;
  return [
    sql9`${breach("I6", CAMPAIGN2, "its manifest is not the edition's")} from campaign c
      join edition e on e.edition = c.edition where e.manifest <> c.manifest and ${its}`,
    sql9`${breach("I7", CAMPAIGN2, "another edition has the same week and number")} from campaign c where ${its}
      and exists (select 1 from campaign o where o.week = c.week and o.version = c.version and o.edition <> c.edition)`,
    sql9`${breach("I8", CAMPAIGN2, "it is finished, and deliveries are left")} from campaign c
      where c.state = 'finished' and ${its} and ${has(`'PLANNED', 'CLAIMED', 'IN_DATA', 'DEFERRED'`)}`,
    sql9`${breach("I8", CAMPAIGN2, "it is cancelled, and deliveries are waiting")} from campaign c
      where c.state = 'cancelled' and ${its} and ${has(`'PLANNED', 'CLAIMED', 'DEFERRED'`)}`
  ];
}
var MOST2, NAME, CAMPAIGN2, DECIDED;
var init_audit = __esm({
  "src/store/ledger/audit.ts"() {
    "use strict";
    init_recover();
    init_rows();
    MOST2 = 100;
    NAME = sql9`substr(d.delivery_id, 1, 16)`;
    CAMPAIGN2 = sql9`c.edition || ' to ' || c.list`;
    DECIDED = sql9`r.kind = 'operator' and r.state = 'PLANNED'`;
  }
});

// src/model/delivery.ts
var DELIVERY_STATES, TRANSITIONS, OPEN_STATES;
var init_delivery = __esm({
  "src/model/delivery.ts"() {
    "use strict";
    DELIVERY_STATES = [
      "PLANNED",
      "CLAIMED",
      "IN_DATA",
      "ACCEPTED",
      "BOUNCED",
      "DEFERRED",
      "REJECTED",
      "UNCERTAIN",
      "SUPPRESSED",
      "EXPIRED",
      "CANCELLED"
    ];
    TRANSITIONS = {
      PLANNED: ["CLAIMED", "SUPPRESSED", "EXPIRED", "CANCELLED"],
      CLAIMED: ["IN_DATA", "PLANNED", "DEFERRED", "REJECTED", "SUPPRESSED", "EXPIRED", "CANCELLED"],
      IN_DATA: ["ACCEPTED", "DEFERRED", "REJECTED", "UNCERTAIN"],
      DEFERRED: ["CLAIMED", "SUPPRESSED", "EXPIRED", "CANCELLED"],
      UNCERTAIN: ["ACCEPTED", "BOUNCED", "PLANNED", "CANCELLED"],
      ACCEPTED: ["BOUNCED"],
      BOUNCED: [],
      REJECTED: [],
      SUPPRESSED: [],
      EXPIRED: [],
      CANCELLED: []
    };
    OPEN_STATES = ["PLANNED", "CLAIMED", "IN_DATA", "DEFERRED"];
  }
});

// src/store/ledger/campaign.ts
import { sql as sql10 } from "kysely";
async function campaigns(tx, { edition: edition2, list } = {}) {
  const rows = await rowsOf(
    tx,
    sql10`select ${CAMPAIGN} from campaign c
      where ${edition2 === void 0 ? sql10`1 = 1` : sql10`c.edition = ${edition2}`}
        and ${list === void 0 ? sql10`1 = 1` : sql10`c.list = ${list}`} order by c.id desc`
  );
  return rows.map(toCampaign);
}
async function counts(tx, campaign2) {
  const rows = await rowsOf(
    tx,
    sql10`select state, count(*) as rows from delivery
      where campaign_id = ${campaign2} group by state`
  );
  const found = { ...NONE2 };
  for (const { state: state2, rows: number } of rows) found[state2] = number;
  return found;
}
async function finish(tx, id3, now) {
  const campaign2 = await campaignById(tx, id3);
  if (campaign2.state === "finished") return true;
  if (campaign2.state === "cancelled") return false;
  if (await nextDue(tx, id3) !== void 0) return false;
  const found = await counts(tx, id3);
  const sum = DELIVERY_STATES.reduce((all, state2) => all + found[state2], 0);
  if (sum !== campaign2.planned || OPEN_STATES.some((state2) => found[state2] > 0)) return false;
  await sql10`update campaign set state = 'finished', reason = '', finished_at = ${now}
    where id = ${id3} and state in ('open', 'paused')`.execute(tx.db);
  return true;
}
async function campaignById(tx, id3) {
  const [row] = await rowsOf(
    tx,
    sql10`select ${CAMPAIGN} from campaign c where c.id = ${id3} ${tx.dialect.forUpdate}`
  );
  if (row) return toCampaign(row);
  throw new AssayError("usage", {
    code: "E_CAMPAIGN",
    where: "",
    message: `no campaign ${quoted(String(id3))} in this ledger. "assay deliveries list" shows them.`
  });
}
async function nextDue(tx, campaign2) {
  const [row] = await rowsOf(
    tx,
    sql10`select min(due) as due from (
        select min(c.created_at) as due from campaign c where c.id = ${campaign2} and exists
          (select 1 from delivery where campaign_id = ${campaign2} and state = 'PLANNED')
        union all
        select min(next_at) from delivery where campaign_id = ${campaign2} and state = 'DEFERRED'
        union all
        select min(lease_until) from delivery where campaign_id = ${campaign2} and state = 'CLAIMED'
        union all
        select min(lease_until) from delivery where campaign_id = ${campaign2} and state = 'IN_DATA') as moments`
  );
  return row?.due ?? void 0;
}
async function setCampaign(tx, id3, state2, reason2, now) {
  const campaign2 = await campaignById(tx, id3);
  if (campaign2.state === "finished" || campaign2.state === "cancelled" && state2 !== "cancelled")
    throw new AssayError("data", {
      code: "E_CAMPAIGN_STATE",
      where: `${campaign2.edition} to ${campaign2.list}`,
      message: `it is ${campaign2.state} and cannot become ${state2}. Only an open or a paused campaign changes. Nothing was changed.`
    });
  if (campaign2.state === "cancelled") return campaign2;
  await sql10`update campaign set state = ${state2}, reason = ${storable(reason2)} where id = ${id3}`.execute(
    tx.db
  );
  if (state2 === "cancelled") await cancelLeft(tx, id3, reason2, now);
  return campaignById(tx, id3);
}
async function cancelLeft(tx, campaign2, reason2, now) {
  await sql10`update delivery set state = 'CANCELLED', owner = '', lease_until = '', next_at = '',
      reason = ${storable(reason2)}, changed_at = ${now}
    where campaign_id = ${campaign2} and state in ('PLANNED', 'DEFERRED', 'CLAIMED')`.execute(tx.db);
}
async function expire(tx, now) {
  const late = await rowsOf(
    tx,
    sql10`select id from campaign where state in ('open', 'paused') and deadline <= ${now} order by deadline
      ${tx.dialect.forShare("campaign")}`
  );
  let expired = 0;
  for (const { id: id3 } of late) {
    const { numAffectedRows } = await sql10`update delivery set state = 'EXPIRED', owner = '', lease_until = '',
        next_at = '', reason = 'its campaign''s deadline has passed', changed_at = ${now}
      where campaign_id = ${id3} and state in ('PLANNED', 'DEFERRED')`.execute(tx.db);
    expired += Number(numAffectedRows ?? 0);
  }
  return expired;
}
var NONE2;
var init_campaign = __esm({
  "src/store/ledger/campaign.ts"() {
    "use strict";
    init_errors();
    init_delivery();
    init_dialect();
    init_rows();
    NONE2 = {
      PLANNED: 0,
      CLAIMED: 0,
      IN_DATA: 0,
      ACCEPTED: 0,
      BOUNCED: 0,
      DEFERRED: 0,
      REJECTED: 0,
      UNCERTAIN: 0,
      SUPPRESSED: 0,
      EXPIRED: 0,
      CANCELLED: 0
    };
  }
});

// src/store/ledger/claim.ts
import { sql as sql11 } from "kysely";
async function claim(tx, request) {
  let suppressed = 0;
  if (!await mayClaim(tx, request)) return { claimed: [], suppressed };
  for (; ; ) {
    const due = await pick(tx, request);
    await hold(tx, request, due);
    const claimed = due.filter(({ state: state2 }) => state2 === "active").map(toClaimed);
    suppressed += due.length - claimed.length;
    if (claimed.length > 0 || due.length < request.limit) return { claimed, suppressed };
  }
}
async function mayClaim(tx, { campaign: campaign2, now, limit }) {
  const [row] = await rowsOf(
    tx,
    sql11`select state, deadline from campaign
      where id = ${campaign2} ${tx.dialect.forShare("campaign")}`
  );
  return row?.state === "open" && row.deadline > now && limit > 0;
}
async function pick(tx, { campaign: campaign2, now, limit }) {
  const columns = sql11`id, delivery_id, fence, attempts, corrected, subscriber_id, next_at`;
  const { skipLocked, forShare } = tx.dialect;
  return rowsOf(
    tx,
    sql11`with picked as materialized (
        select * from (select ${columns} from delivery where campaign_id = ${campaign2} and state = 'DEFERRED'
          and next_at <= ${now} order by next_at, id limit ${limit} ${skipLocked}) as again
        union all
        select * from (select ${columns} from delivery where campaign_id = ${campaign2} and state = 'PLANNED'
          order by next_at, id limit ${limit} ${skipLocked}) as new
        limit ${limit})
      select picked.id as number, picked.delivery_id, picked.fence, picked.attempts, picked.corrected,
        picked.subscriber_id, s.address, s.name, s.language, s.time_zone, s.metals, s.format, s.state, s.turn
      from picked join subscriber s on s.id = picked.subscriber_id
      order by picked.next_at = '', picked.next_at, picked.id ${forShare("s")}`
  );
}
async function hold(tx, { owner, leaseUntil, now }, due) {
  if (due.length === 0) return;
  const rows = due.map(
    ({ number, state: state2, turn: turn2 }) => state2 === "active" ? [number, "CLAIMED", owner, leaseUntil, 1, turn2, null] : [number, "SUPPRESSED", "", "", 0, turn2, `the subscriber is ${state2}`]
  );
  await sql11`update delivery set state = batch.value ->> 1, owner = batch.value ->> 2,
      lease_until = batch.value ->> 3, fence = fence + cast(batch.value ->> 4 as integer),
      turn = cast(batch.value ->> 5 as integer), reason = coalesce(batch.value ->> 6, reason), changed_at = ${now}
    from ${tx.dialect.batch(JSON.stringify(rows))}
    where delivery.id = cast(batch.value ->> 0 as integer) and delivery.state in ('PLANNED', 'DEFERRED')`.execute(
    tx.db
  );
}
function toClaimed(due) {
  return {
    delivery: due.delivery_id,
    subscriber: due.subscriber_id,
    address: due.address,
    name: due.name,
    language: due.language,
    timeZone: due.time_zone,
    metals: words(due.metals),
    format: due.format,
    corrected: due.corrected === 1,
    attempt: due.attempts + 1,
    fence: due.fence + 1
  };
}
var init_claim = __esm({
  "src/store/ledger/claim.ts"() {
    "use strict";
    init_rows();
  }
});

// src/store/ledger/deliveries.ts
import { sql as sql12 } from "kysely";
async function delivery(tx, name) {
  if (!BEGINNING.test(name)) return void 0;
  const rows = await rowsOf(
    tx,
    // `g` comes after every digit.
    sql12`select ${DELIVERY} from delivery d join campaign c on c.id = d.campaign_id
      join subscriber s on s.id = d.subscriber_id
      where d.delivery_id >= ${name} and d.delivery_id < ${`${name}g`} order by d.delivery_id limit 2`
  );
  const [row] = rows;
  return row && rows.length === 1 ? toDelivery(row) : void 0;
}
async function* deliveries(session, { campaign: campaign2, edition: edition2, states, key }) {
  const ids = await session.read(
    (tx) => rowsOf(
      tx,
      sql12`select id from campaign where ${campaign2 === void 0 ? sql12`1 = 1` : sql12`id = ${campaign2}`}
        and ${edition2 === void 0 ? sql12`1 = 1` : sql12`edition = ${edition2}`} order by id`
    )
  );
  const wanted = sql12`${states === void 0 ? sql12`1 = 1` : sql12`d.state in (${sql12.join(states.length > 0 ? states : [""])})`}
    and ${key === void 0 ? sql12`1 = 1` : sql12`d.key = ${key}`}`;
  for (const { id: id3 } of ids) {
    let after = "";
    for (; ; ) {
      const rows = await session.read(
        (tx) => rowsOf(
          tx,
          sql12`select ${DELIVERY} from delivery d join campaign c on c.id = d.campaign_id
            join subscriber s on s.id = d.subscriber_id
            where d.campaign_id = ${id3} and d.key > ${after} and ${wanted} order by d.key limit ${sql12.lit(BATCH)}`
        )
      );
      if (rows.length > 0) yield rows.map(toDelivery);
      const last = rows.at(-1);
      if (last === void 0 || rows.length < BATCH) break;
      after = last.key;
    }
  }
}
async function attempts(tx, name) {
  return rowsOf(
    tx,
    sql12`select d.delivery_id as delivery, a.n as attempt, a.kind, a.at, a.state, a.phase, a.code,
        a.enhanced, a.reply as text, a.queue_id as "queueId", a.fence, a.owner
      from delivery d join attempt a on a.number = d.id where d.delivery_id = ${name}
      order by a.fence, case a.kind when 'intent' then 0 when 'outcome' then 1 else 2 end, a.at, a.n`
  );
}
var BATCH, BEGINNING;
var init_deliveries = __esm({
  "src/store/ledger/deliveries.ts"() {
    "use strict";
    init_rows();
    BATCH = 1e3;
    BEGINNING = /^[0-9a-f]{16,64}$/;
  }
});

// src/store/ledger/instance.ts
import { sql as sql13 } from "kysely";
async function instance(tx) {
  const [row] = await rowsOf(tx, sql13`select id, epoch, seen_at as "seenAt" from instance`);
  if (row === void 0) throw new Error("the ledger has no name");
  return row;
}
async function advance(tx, now) {
  await sql13`update instance set epoch = epoch + 1, seen_at = ${now}`.execute(tx.db);
  return instance(tx);
}
async function rememberKey(tx, fingerprint) {
  await sql13`update instance set key_fingerprint = ${fingerprint} where key_fingerprint = ''`.execute(tx.db);
  const [row] = await rowsOf(tx, sql13`select key_fingerprint as known from instance`);
  return row?.known ?? "";
}
async function recordEdition(tx, { edition: edition2, manifest, publishedAt: publishedAt2, recordedAt }) {
  await sql13`insert into edition (edition, manifest, published_at, recorded_at)
    values (${edition2}, ${manifest}, ${publishedAt2}, ${recordedAt}) on conflict do nothing`.execute(tx.db);
  const [row] = await rowsOf(
    tx,
    sql13`select manifest from edition where edition = ${edition2}`
  );
  return row?.manifest ?? manifest;
}
async function editions(tx) {
  return rowsOf(
    tx,
    sql13`select edition, manifest, published_at as "publishedAt", recorded_at as "recordedAt"
      from edition order by edition`
  );
}
var init_instance = __esm({
  "src/store/ledger/instance.ts"() {
    "use strict";
    init_rows();
  }
});

// src/store/ledger/delivery-id.ts
import { hash } from "node:crypto";
function deliveryIdOf(campaign2, key) {
  return hash("sha256", `${campaign2.week}|${campaign2.version}|letter|${key}`);
}
var init_delivery_id = __esm({
  "src/store/ledger/delivery-id.ts"() {
    "use strict";
  }
});

// src/store/ledger/recipients.ts
import { sql as sql14 } from "kysely";
async function* recipients(tx, sources) {
  if (tx.dialect.alongIndex) await tx.dialect.alongIndex.execute(tx.db);
  let after = "";
  for (; ; ) {
    const rows = await rowsOf(tx, batchOf(sources, after));
    const last = rows.at(-1);
    if (last === void 0) return;
    yield rows.filter(({ wanted }) => wanted === 1).map(({ key, subscriber_id: subscriber, corrected }) => ({
      key,
      subscriber,
      corrected: corrected === 1
    }));
    after = last.key;
  }
}
function batchOf({ list, elders, siblings }, after) {
  const limit = sql14.lit(BATCH2);
  const arms = [
    sql14`select * from (select key, subscriber_id, 0 as corrected, 1 as listed from subscriber_list
      where list = ${list} and key > ${after} order by key limit ${limit}) as of_list`,
    ...elders.map(
      (elder, at) => sql14`select * from (select key, subscriber_id,
          case when state in ('ACCEPTED', 'UNCERTAIN', 'IN_DATA') or (doubted = 1 and state <> 'BOUNCED')
            then 1 else 0 end as corrected, 0 as listed
        from delivery where campaign_id = ${elder} and key > ${after} order by key limit ${limit})
        as ${sql14.raw(`of_elder_${at}`)}`
    )
  ];
  const elsewhere = siblings.length === 0 ? sql14`` : sql14`and not exists (select 1 from delivery d where d.campaign_id in (${sql14.join(siblings)}) and d.key = f.key)`;
  return sql14`with found as materialized (
      select key, subscriber_id, max(corrected) as corrected, max(listed) as listed
      from (${sql14.join(arms, sql14` union all `)}) as arms group by key, subscriber_id order by key limit ${limit})
    select f.key, f.subscriber_id, f.corrected,
      case when s.state = 'active' and (f.listed = 1 or f.corrected = 1) ${elsewhere} then 1 else 0 end as wanted
    from found f cross join subscriber s where s.id = f.subscriber_id order by f.key`;
}
var BATCH2;
var init_recipients = __esm({
  "src/store/ledger/recipients.ts"() {
    "use strict";
    init_rows();
    BATCH2 = 4e3;
  }
});

// src/store/ledger/plan.ts
import { createHash as createHash7 } from "node:crypto";
import { sql as sql15 } from "kysely";
async function plan(tx, wanted, now) {
  await tx.dialect.lock(PLANNING)?.execute(tx.db);
  const known3 = await campaignsOf(tx, wanted, true);
  const same = known3.find(({ edition: edition2, list }) => edition2 === wanted.edition && list === wanted.list);
  if (same) return { campaign: same, isNew: false };
  refuseOlder(wanted, known3);
  for (const elder of known3)
    if (elder.version < wanted.version) await supersede(tx, elder, wanted.edition, now);
  const campaign2 = await addCampaign(tx, wanted, now);
  const keys = createHash7("sha256");
  let planned = 0;
  for await (const people of recipients(tx, sourcesOf(wanted, known3))) {
    for (const { key } of people) keys.update(`${key}
`);
    planned += people.length;
    await addDeliveries(tx, campaign2, people, now);
  }
  const listHash = keys.digest("hex");
  await sql15`update campaign set planned = ${planned}, list_hash = ${listHash} where id = ${campaign2.id}`.execute(
    tx.db
  );
  return { campaign: { ...campaign2, planned, listHash }, isNew: true };
}
async function count(tx, wanted) {
  const known3 = await campaignsOf(tx, wanted, false);
  refuseOlder(wanted, known3);
  const same = known3.find(({ edition: edition2, list }) => edition2 === wanted.edition && list === wanted.list);
  if (same) return same.planned;
  let people = 0;
  for await (const batch of recipients(tx, sourcesOf(wanted, known3))) people += batch.length;
  return people;
}
async function campaignsOf(tx, { week }, hold2) {
  const rows = await rowsOf(
    tx,
    sql15`select ${CAMPAIGN} from campaign c where c.week = ${week} order by c.id
      ${hold2 ? tx.dialect.forUpdate : sql15``}`
  );
  return rows.map(toCampaign);
}
function refuseOlder(wanted, known3) {
  const newer = known3.find(({ version }) => version > wanted.version);
  if (newer === void 0) return;
  throw new AssayError("data", {
    code: "E_SEND_OLDER",
    where: wanted.edition,
    message: `${newer.edition} corrects it and was planned on ${newer.createdAt.slice(0, 10)}. Nobody gets an older edition after a newer one. Send ${newer.edition}.`
  });
}
function sourcesOf({ list, version }, known3) {
  const ids = (which) => known3.filter(which).map(({ id: id3 }) => id3);
  return {
    list,
    elders: ids((one) => one.version < version),
    siblings: ids((one) => one.version === version)
  };
}
async function supersede(tx, elder, edition2, now) {
  const reason2 = `corrected by ${edition2}`;
  await sql15`update campaign set state = 'cancelled', reason = ${reason2}
    where id = ${elder.id} and state in ('open', 'paused')`.execute(tx.db);
  await cancelLeft(tx, elder.id, reason2, now);
}
async function addCampaign(tx, wanted, now) {
  const { edition: edition2, week, version, list, manifest, deadline } = wanted;
  const [row] = await rowsOf(
    tx,
    sql15`insert into campaign
        (edition, week, version, list, manifest, list_hash, planned, state, reason, created_at, deadline, finished_at)
      values (${edition2}, ${week}, ${version}, ${storable(list)}, ${manifest}, '', 0, 'open', '', ${now}, ${deadline}, '')
      returning id`
  );
  if (row === void 0) throw new Error("no row was made");
  const empty = { listHash: "", planned: 0, state: "open", reason: "", finishedAt: void 0 };
  return { ...wanted, ...empty, id: row.id, createdAt: now };
}
async function addDeliveries(tx, campaign2, people, now) {
  if (people.length === 0) return;
  const rows = people.map(({ key, subscriber, corrected }) => [
    deliveryIdOf(campaign2, key),
    subscriber,
    key,
    corrected ? 1 : 0
  ]);
  await sql15`insert into delivery (delivery_id, campaign_id, subscriber_id, key, state, owner, lease_until, fence,
      attempts, next_at, corrected, doubted, turn, reason, changed_at)
    select batch.value ->> 0, cast(${campaign2.id} as integer), cast(batch.value ->> 1 as integer), batch.value ->> 2,
      'PLANNED', '', '', 0, 0, '', cast(batch.value ->> 3 as integer), 0, 0, '', ${now}
    from ${tx.dialect.batch(JSON.stringify(rows))}`.execute(tx.db);
}
var PLANNING;
var init_plan = __esm({
  "src/store/ledger/plan.ts"() {
    "use strict";
    init_errors();
    init_campaign();
    init_delivery_id();
    init_dialect();
    init_recipients();
    init_rows();
    PLANNING = 2;
  }
});

// src/store/ledger/resolve.ts
import { sql as sql16 } from "kysely";
async function resolve2(tx, resolution, now, isRepeat) {
  const named = await delivery(tx, resolution.delivery);
  const standing = named && (await stand(tx, [named.delivery])).get(named.delivery);
  if (standing === void 0) throw unknownDelivery(resolution.delivery);
  const isDone = isRepeat && standing.state === resolution.to;
  if (!isDone) await carryOut(tx, standing, resolution, now);
  const after = await delivery(tx, standing.delivery_id);
  if (after === void 0) throw unknownDelivery(resolution.delivery);
  return after;
}
async function carryOut(tx, standing, { to, kind, by, reason: reason2, reply, strike: weight2 }, now) {
  const { number, state: from, attempts: attempts2, fence, subscriber_id: subscriber, edition: edition2 } = standing;
  if (!TRANSITIONS[from].includes(to))
    throw refused2(standing, `a delivery that is ${from} cannot become ${to}`);
  if (to === "PLANNED") await reopen(tx, standing, now);
  await take(tx, [{ number, from, to, attempts: attempts2, nextAt: "", reason: reason2 }], now);
  const { code = 0, enhanced = "", text: text2 = reason2 } = reply ?? {};
  const line2 = { number, attempt: attempts2, fence, kind, state: to, at: now, code, enhanced, text: text2 };
  await record(tx, [{ ...line2, phase: "", queueId: "", owner: by }]);
  if (weight2 !== void 0) await strike(tx, { subscriber, edition: edition2, weight: weight2, by, reason: reason2 }, now);
}
async function reopen(tx, standing, now) {
  if (standing.campaign_state === "cancelled")
    throw refused2(standing, "its campaign was cancelled, and a newer edition may have been sent instead");
  if (standing.deadline <= now)
    throw refused2(
      standing,
      `its campaign's deadline (${standing.deadline}) has passed, so that it would not be sent`
    );
  await sql16`update campaign set state = 'open', finished_at = '' where id = ${standing.campaign_id}
    and state = 'finished'`.execute(tx.db);
}
function refused2({ delivery_id: name, state: state2 }, why) {
  const may = TRANSITIONS[state2].join(", ");
  return new AssayError("data", {
    code: "E_DELIVERY_STATE",
    where: name.slice(0, 16),
    message: `${why}. ${may === "" ? `${state2} is final.` : `From ${state2} it may become ${may}.`} Nothing was changed.`
  });
}
async function resendUncertain(tx, before, now) {
  const rows = await rowsOf(
    tx,
    sql16`
      select d.id as number, d.attempts, d.fence from campaign c cross join delivery d
      where c.state = 'open' and c.deadline > ${now} and d.campaign_id = c.id and d.state = 'UNCERTAIN'
        and d.changed_at <= ${before} order by d.id
      ${tx.dialect.kind === "postgres" ? sql16`for share of c for update of d` : sql16``}`
  );
  const reason2 = "in doubt for longer than the desk waits; sent again as it wishes";
  await take(
    tx,
    rows.map(({ number, attempts: attempts2 }) => ({
      number,
      from: "UNCERTAIN",
      to: "PLANNED",
      attempts: attempts2,
      nextAt: "",
      reason: reason2
    })),
    now
  );
  const rest = { phase: "", code: 0, enhanced: "", text: reason2, queueId: "", owner: "desk" };
  await record(
    tx,
    rows.map(({ number, attempts: attempts2, fence }) => ({
      number,
      attempt: attempts2,
      fence,
      kind: "operator",
      state: "PLANNED",
      at: now,
      ...rest
    }))
  );
  return rows.length;
}
var init_resolve = __esm({
  "src/store/ledger/resolve.ts"() {
    "use strict";
    init_errors();
    init_delivery();
    init_deliveries();
    init_record();
    init_rows();
    init_stand();
    init_step();
    init_subscriber_state();
  }
});

// src/store/ledger/subscriber-writing.ts
import { sql as sql17 } from "kysely";
function subscriberWriting(tx) {
  return {
    byKeys: async (keys) => {
      const found = /* @__PURE__ */ new Map();
      for (const some of batches(keys)) for (const one of await byKeys(tx, some)) found.set(one.key, one);
      return found;
    },
    add: async (people, by, now) => {
      for (const some of batches(people)) await add(tx, some, by, now);
    },
    update: async (people, by, now) => {
      for (const some of batches(people)) await update(tx, some, by, now);
    },
    setState: (id3, state2, by, reason2, now) => setState(tx, { id: id3, state: state2, by, reason: reason2, now })
  };
}
function* batches(all) {
  for (let from = 0; from < all.length; from += BATCH3) yield all.slice(from, from + BATCH3);
}
async function byKeys(tx, keys) {
  const wanted = JSON.stringify(keys.map((key) => [storable(key)]));
  const rows = await rowsOf(
    tx,
    sql17`select ${SUBSCRIBER} from ${tx.dialect.batch(wanted)}
      cross join subscriber s where s.key = batch.value ->> 0`
  );
  return rows.map(toSubscriber);
}
function wishesOf(who, person) {
  const lists = [...new Set(person.lists)].sort();
  return [
    who,
    person.address,
    person.name,
    person.language,
    person.timeZone,
    JSON.stringify(person.metals),
    person.format,
    JSON.stringify(lists)
  ].map((cell) => typeof cell === "string" ? storable(cell) : cell);
}
async function add(tx, people, by, now) {
  const { db, dialect } = tx;
  const sorted = [...people].sort((a, b) => a.key < b.key ? -1 : 1);
  const batch = dialect.batch(JSON.stringify(sorted.map((one) => wishesOf(one.key, one))));
  await sql17`insert into subscriber
      (key, address, name, language, time_zone, metals, format, lists, state, reason, since, turn)
    select batch.value ->> 0, batch.value ->> 1, batch.value ->> 2, batch.value ->> 3, batch.value ->> 4,
      batch.value ->> 5, batch.value ->> 6, batch.value ->> 7, 'active', '', ${now}, 0
    from ${batch}`.execute(db);
  await intoLists(tx, people);
  const keys = dialect.batch(JSON.stringify(people.map((one) => [storable(one.key)])));
  await sql17`insert into subscriber_event (subscriber_id, at, what, actor, reason, edition, turn)
    select s.id, ${now}, 'added', ${storable(by)}, '', '', 0
    from ${keys} cross join subscriber s where s.key = batch.value ->> 0 order by s.id`.execute(db);
}
async function intoLists(tx, people) {
  const pairs = people.flatMap(
    (one) => [...new Set(one.lists)].map((list) => [storable(list), storable(one.key)])
  );
  if (pairs.length === 0) return;
  await sql17`insert into subscriber_list (list, key, subscriber_id)
    select batch.value ->> 0, s.key, s.id from ${tx.dialect.batch(JSON.stringify(pairs))}
    cross join subscriber s where s.key = batch.value ->> 1`.execute(tx.db);
}
async function update(tx, people, by, now) {
  const { db, dialect } = tx;
  const ids = dialect.batch(JSON.stringify(people.map(({ id: id3 }) => [id3])));
  const batch = dialect.batch(JSON.stringify(people.map((one) => wishesOf(one.id, one))));
  await sql17`update subscriber set address = batch.value ->> 1, name = batch.value ->> 2,
      language = batch.value ->> 3, time_zone = batch.value ->> 4, metals = batch.value ->> 5,
      format = batch.value ->> 6, lists = batch.value ->> 7
    from ${batch} where subscriber.id = cast(batch.value ->> 0 as integer)`.execute(db);
  await sql17`delete from subscriber_list where subscriber_id in
    (select cast(batch.value ->> 0 as integer) from ${ids})`.execute(db);
  await intoLists(tx, people);
  await sql17`insert into subscriber_event (subscriber_id, at, what, actor, reason, edition, turn)
    select s.id, ${now}, 'changed', ${storable(by)}, '', '', s.turn
    from ${ids} cross join subscriber s where s.id = cast(batch.value ->> 0 as integer) order by s.id`.execute(
    db
  );
}
var BATCH3;
var init_subscriber_writing = __esm({
  "src/store/ledger/subscriber-writing.ts"() {
    "use strict";
    init_dialect();
    init_rows();
    init_subscriber_state();
    BATCH3 = 2e3;
  }
});

// src/store/ledger/subscribers.ts
import { sql as sql18 } from "kysely";
function openSubscribers(session) {
  const one = async (where) => {
    const query = sql18`select ${SUBSCRIBER} from subscriber s where ${where}`;
    const [row] = await session.read((tx) => rowsOf(tx, query));
    return row && toSubscriber(row);
  };
  return {
    change: (work, keep = () => true) => session.once((tx) => work(subscriberWriting(tx)), keep),
    byKey: (key) => one(sql18`s.key = ${key}`),
    byId: (id3) => one(sql18`s.id = ${id3}`),
    all: (query = {}) => inBatches(session, query),
    count: async ({ list, state: state2 } = {}) => {
      const query = sql18`select count(*) as people from subscriber s where
        ${list === void 0 ? sql18`1 = 1` : sql18`exists (select 1 from subscriber_list l where l.list = ${list} and l.key = s.key)`}
        and ${state2 === void 0 ? sql18`1 = 1` : sql18`s.state = ${state2}`}`;
      const [row] = await session.read((tx) => rowsOf(tx, query));
      return row?.people ?? 0;
    },
    history: (id3) => session.read(
      (tx) => rowsOf(
        tx,
        sql18`select at, what, actor as "by", reason, edition from subscriber_event
            where subscriber_id = ${id3} order by id`
      )
    )
  };
}
async function* inBatches(session, { list, state: state2 }) {
  let after = "";
  for (; ; ) {
    const from = list === void 0 ? sql18`select id, key from subscriber where key > ${after} order by key limit ${sql18.lit(BATCH4)}` : sql18`select subscriber_id as id, key from subscriber_list where list = ${list} and key > ${after}
            order by key limit ${sql18.lit(BATCH4)}`;
    const rows = await session.read(
      (tx) => rowsOf(
        tx,
        sql18`with walked as materialized (${from})
          select ${SUBSCRIBER} from walked w join subscriber s on s.id = w.id order by w.key`
      )
    );
    const people = rows.map(toSubscriber).filter((one) => state2 === void 0 || one.state === state2);
    if (people.length > 0) yield people;
    const last = rows.at(-1);
    if (last === void 0 || rows.length < BATCH4) return;
    after = last.key;
  }
}
var BATCH4;
var init_subscribers = __esm({
  "src/store/ledger/subscribers.ts"() {
    "use strict";
    init_rows();
    init_subscriber_writing();
    BATCH4 = 1e3;
  }
});

// src/store/ledger/open.ts
var open_exports = {};
__export(open_exports, {
  ledgerOver: () => ledgerOver
});
function ledgerOver(session) {
  const { read: read2, change } = session;
  return {
    kind: session.dialect.kind,
    instance: () => read2(instance),
    advance: (now) => change((tx) => advance(tx, now)),
    rememberKey: (fingerprint) => change((tx) => rememberKey(tx, fingerprint)),
    recordEdition: (edition2, manifest, publishedAt2, now) => change((tx) => recordEdition(tx, { edition: edition2, manifest, publishedAt: publishedAt2, recordedAt: now })),
    editions: () => read2(editions),
    subscribers: openSubscribers(session),
    plan: (wanted, now) => change((tx) => plan(tx, wanted, now)),
    count: (wanted) => change((tx) => count(tx, wanted)),
    campaigns: (query) => read2((tx) => campaigns(tx, query)),
    setCampaign: (id3, state2, reason2, now) => change((tx) => setCampaign(tx, id3, state2, reason2, now)),
    counts: (campaign2) => read2((tx) => counts(tx, campaign2)),
    claim: (request) => change((tx) => claim(tx, request)),
    write: (batch, now) => change((tx) => write(tx, batch, now)),
    giveBack: (claims, now) => change((tx) => giveBack(tx, claims, now)),
    refuse: (held, refusal2, now) => change((tx) => refuse(tx, held, refusal2, now)),
    owners: () => read2(owners),
    recover: (dead, now) => change((tx) => recover(tx, dead, now)),
    expire: (now) => change((tx) => expire(tx, now)),
    resendUncertain: (before, now) => change((tx) => resendUncertain(tx, before, now)),
    nextDue: (campaign2) => read2((tx) => nextDue(tx, campaign2)),
    finish: (campaign2, now) => change((tx) => finish(tx, campaign2, now)),
    delivery: (id3) => read2((tx) => delivery(tx, id3)),
    deliveries: (query) => deliveries(session, query),
    attempts: (name) => read2((tx) => attempts(tx, name)),
    resolve: (resolution, now) => change((tx, isRepeat) => resolve2(tx, resolution, now, isRepeat)),
    audit: (now, campaign2) => read2((tx) => audit(tx, now, campaign2)),
    close: () => session.close()
  };
}
var init_open = __esm({
  "src/store/ledger/open.ts"() {
    "use strict";
    init_audit();
    init_campaign();
    init_claim();
    init_deliveries();
    init_instance();
    init_plan();
    init_recover();
    init_resolve();
    init_subscribers();
    init_write();
  }
});

// src/store/ledger/failure-postgres.ts
function postgresFailure(error, label) {
  if (!(error instanceof Error) || error instanceof AssayError) return error;
  const kind = kindOf3(error);
  if (!kind) return error;
  const reason2 = error.message || codeOf2(error);
  return new AssayError(
    kind.exit,
    { code: kind.code, where: label, message: kind.message(reason2) },
    { cause: error }
  );
}
function isPassing(error) {
  if (!(error instanceof Error)) return false;
  const code = codeOf2(error);
  return code === "40P01" || code === "40001" || kindOf3(error) === UNAVAILABLE && !HOPELESS.test(code);
}
function kindOf3(error) {
  const code = codeOf2(error);
  const found = KINDS.get(code) ?? KINDS.get(code.slice(0, 3)) ?? KINDS.get(code.slice(0, 2));
  if (found && /^[0-9A-Z]{5}$/.test(code)) return found;
  if (NETWORK.test(code) || DRIVER.test(error.message)) return UNAVAILABLE;
  return /password/i.test(error.message) ? PERMISSION : void 0;
}
function codeOf2(error) {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}
var UNAVAILABLE, PERMISSION, MISSING, BUSY, FULL, IO, OLD, KINDS, NETWORK, DRIVER, HOPELESS;
var init_failure_postgres = __esm({
  "src/store/ledger/failure-postgres.ts"() {
    "use strict";
    init_errors();
    UNAVAILABLE = {
      code: "E_DB_UNAVAILABLE",
      exit: "unavailable",
      message: (reason2) => `the database does not answer (${reason2}). What was acknowledged is kept. Check that it runs and can be reached, and try again.`
    };
    PERMISSION = {
      code: "E_DB_PERMISSION",
      exit: "permission",
      message: (reason2) => `the database refuses this user (${reason2}). Check user and password of DATABASE_URL, and that the user may create in the database or owns its schema "assay".`
    };
    MISSING = {
      code: "E_DB_URL",
      exit: "config",
      message: (reason2) => `no such database (${reason2}). Create it, or correct DATABASE_URL.`
    };
    BUSY = {
      code: "E_DB_BUSY",
      exit: "temporary",
      message: () => "another process is writing to it and did not finish in time, or wrote the same. Nothing was changed. Try again."
    };
    FULL = {
      code: "E_DB_FULL",
      exit: "io",
      message: () => "the database server's disk is full. Nothing was changed. Make room and try again."
    };
    IO = {
      code: "E_DB_IO",
      exit: "io",
      message: (reason2) => `the database server cannot read or write (${reason2}). Check its log and its disk.`
    };
    OLD = {
      code: "E_DB_VERSION",
      exit: "config",
      message: (reason2) => `the database server lacks something (${reason2}). Expected PostgreSQL 13 or newer.`
    };
    KINDS = /* @__PURE__ */ new Map([
      ["08", UNAVAILABLE],
      ["25006", PERMISSION],
      ["25P03", UNAVAILABLE],
      ["28", PERMISSION],
      ["3D000", MISSING],
      ["42501", PERMISSION],
      ["42883", OLD],
      ["23505", BUSY],
      ["40", BUSY],
      ["53", UNAVAILABLE],
      ["53100", FULL],
      ["55P03", BUSY],
      ["57P", UNAVAILABLE],
      ["58", IO]
    ]);
    NETWORK = /^(?:ECONN\w+|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL|ENOENT|EACCES)$/;
    DRIVER = /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|The server does not support SSL|Client was closed|Cannot use a pool after)/;
    HOPELESS = /^(?:ENOTFOUND|EACCES)$/;
  }
});

// src/store/ledger/triggers.ts
function refusals(kind) {
  return kind === "sqlite" ? sqlite() : postgres();
}
function wrongStep(find) {
  return `old.state <> new.state
    and ${find}('|${STEPS2}|', '|' || old.state || '>' || new.state || '|') = 0`;
}
function sqlite() {
  const refuse2 = (name, event, table, why, when) => `create trigger ${name} before ${event} on ${table} ${when === void 0 ? "" : `when ${when}`}
      begin select raise(abort, 'ledger: ${why}'); end`;
  return [
    ...ADDED_ONLY.flatMap((table) => [
      refuse2(`${table}_stays`, "update", table, `rows of ${table} are never changed`),
      refuse2(`${table}_remains`, "delete", table, `rows of ${table} are never removed`)
    ]),
    ...NEVER_REMOVED.map(
      (table) => refuse2(`${table}_remains`, "delete", table, `rows of ${table} are never removed`)
    ),
    refuse2("delivery_steps", "update of state", "delivery", "no such step of a delivery", wrongStep("instr")),
    refuse2(
      "delivery_named",
      "update of delivery_id, campaign_id, key, fence, attempts",
      "delivery",
      "a delivery keeps its name",
      RENAMED
    ),
    refuse2("delivery_begins", "insert", "delivery", "a delivery begins PLANNED", "new.state <> 'PLANNED'")
  ];
}
function postgres() {
  const refuse2 = (name, event, table, why, when) => `create trigger ${name} before ${event} on ${table} for each ${event === "truncate" ? "statement" : "row"}
      ${when === void 0 ? "" : `when (${when})`} execute function refuse('${why}')`;
  return [
    `create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'ledger: %', tg_argv[0]; end $$`,
    ...ADDED_ONLY.map(
      (table) => refuse2(`${table}_stays`, "update", table, `rows of ${table} are never changed`)
    ),
    ...[...ADDED_ONLY, ...NEVER_REMOVED].flatMap((table) => [
      refuse2(`${table}_remains`, "delete", table, `rows of ${table} are never removed`),
      refuse2(`${table}_is_kept`, "truncate", table, `rows of ${table} are never removed`)
    ]),
    refuse2(
      "delivery_steps",
      "update of state",
      "delivery",
      "no such step of a delivery",
      wrongStep("strpos")
    ),
    refuse2("delivery_named", "update", "delivery", "a delivery keeps its name", RENAMED),
    refuse2("delivery_begins", "insert", "delivery", "a delivery begins PLANNED", "new.state <> 'PLANNED'")
  ];
}
var ADDED_ONLY, NEVER_REMOVED, STEPS2, RENAMED;
var init_triggers = __esm({
  "src/store/ledger/triggers.ts"() {
    "use strict";
    init_delivery();
    ADDED_ONLY = ["edition", "attempt", "subscriber_event"];
    NEVER_REMOVED = ["campaign", "delivery", "subscriber"];
    STEPS2 = DELIVERY_STATES.flatMap((from) => TRANSITIONS[from].map((to) => `${from}>${to}`)).join("|");
    RENAMED = `old.delivery_id <> new.delivery_id or old.campaign_id <> new.campaign_id or old.key <> new.key
  or new.fence < old.fence or new.attempts < old.attempts`;
  }
});

// src/store/ledger/schema.ts
import { sql as sql19 } from "kysely";
async function createLedger({ db, dialect }) {
  for (const statement of [...tables(dialect.kind), ...refusals(dialect.kind)])
    await sql19.raw(statement).execute(db);
  await sql19`insert into schema_version (version) values (${sql19.lit(LEDGER_VERSION)})`.execute(db);
  const id3 = dialect.kind === "sqlite" ? sql19`lower(hex(randomblob(16)))` : sql19`replace(cast(gen_random_uuid() as text), '-', '')`;
  await sql19`insert into instance (one, id, epoch, seen_at, key_fingerprint) values (1, ${id3}, 0, '', '')`.execute(
    db
  );
}
function tables(kind) {
  const id3 = IDENTITY[kind];
  const text2 = `${TEXT[kind]} not null`;
  const number = "integer not null";
  const compact = kind === "sqlite" ? " without rowid" : "";
  return [
    `create table schema_version (version ${number})`,
    `create table instance (one integer primary key check (one = 1), id ${text2}, epoch ${number}, seen_at ${text2},
      key_fingerprint ${text2})`,
    `create table edition (edition ${text2} primary key, manifest ${text2}, published_at ${text2}, recorded_at ${text2})`,
    // turn: how many times the state changed. A claim notes it: what was known then is known for good.
    `create table subscriber (id ${id3}, key ${text2} unique, address ${text2}, name ${text2}, language ${text2},
      time_zone ${text2}, metals ${text2}, format ${text2}, lists ${text2}, state ${text2}
      check (state in ('active', 'unsubscribed', 'bounced')), reason ${text2}, since ${text2}, turn ${number})`,
    // The key again, so that a list is read in its order.
    `create table subscriber_list (list ${text2}, key ${text2}, subscriber_id ${number},
      primary key (list, key))${compact}`,
    "create index subscriber_list_by_subscriber on subscriber_list (subscriber_id)",
    `create table subscriber_event (id ${id3}, subscriber_id ${number}, at ${text2},
      what ${text2}, actor ${text2}, reason ${text2}, edition ${text2}, turn ${number})`,
    "create index subscriber_event_by_subscriber on subscriber_event (subscriber_id, id)",
    `create table campaign (id ${id3}, edition ${text2}, week ${text2}, version ${number}, list ${text2}, manifest ${text2},
      list_hash ${text2}, planned ${number}, state ${text2} check (state in ('open', 'paused', 'finished', 'cancelled')),
      reason ${text2}, created_at ${text2}, deadline ${text2}, finished_at ${text2}, unique (edition, list))`,
    "create index campaign_by_week on campaign (week, version)",
    `create index campaign_unfinished on campaign (deadline) where state in ('open', 'paused')`,
    // next_at: '' while it was never deferred; kept while claimed, so that what is given back is what it was.
    // doubted: was UNCERTAIN once, so that somebody may have got it whatever became of it later.
    `create table delivery (id ${id3}, delivery_id ${text2} unique, campaign_id ${number},
      subscriber_id ${number}, key ${text2},
      state ${text2}, owner ${text2}, lease_until ${text2}, fence ${number},
      attempts ${number}, next_at ${text2}, corrected ${number}, doubted ${number}, turn ${number}, reason ${text2},
      changed_at ${text2}, unique (campaign_id, key))`,
    "create index delivery_due on delivery (campaign_id, state, next_at, id)",
    `create index delivery_held on delivery (owner, lease_until) where state in ('CLAIMED', 'IN_DATA')`,
    // `number` is of the delivery's row: shorter than its name. turn: the subscriber's, at the claim. The same told
    // again, after a commit of unknown fate, is the same row.
    `create table attempt (number ${number}, n ${number}, fence ${number}, kind ${text2}
      check (kind in ('intent', 'outcome', 'evidence', 'operator')), state ${text2},
      at ${text2}, phase ${text2}, code ${number}, enhanced ${text2}, reply ${text2}, queue_id ${text2}, owner ${text2},
      turn ${number}, primary key (number, n, fence, kind, state))${compact}`
  ];
}
var LEDGER_VERSION, IDENTITY, TEXT;
var init_schema = __esm({
  "src/store/ledger/schema.ts"() {
    "use strict";
    init_triggers();
    LEDGER_VERSION = 1;
    IDENTITY = {
      sqlite: "integer primary key autoincrement",
      postgres: "integer generated always as identity primary key"
    };
    TEXT = { sqlite: "text", postgres: 'text collate "C"' };
  }
});

// src/store/ledger/session.ts
import { setTimeout as setTimeout2 } from "node:timers/promises";
import { CompiledQuery as CompiledQuery2 } from "kysely";
async function patiently(work, isBusy2, most = BUSY_MS) {
  let waited = 0;
  for (let pause2 = 1; ; pause2 = Math.min(pause2 * 2, MOST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy2(error) || waited >= most) throw error;
      await setTimeout2(pause2);
      waited += pause2;
    }
  }
}
function openSession2({ db, dialect, isPassing: isPassing2, isBusy: isBusy2, failure, close }) {
  const guarded = async (work) => {
    try {
      return await work;
    } catch (error) {
      throw failure(error);
    }
  };
  const transaction = (work, keep) => db.connection().execute(async (connection) => {
    await patiently(() => connection.executeQuery(dialect.begin), isBusy2);
    try {
      const result = await work({ db: connection, dialect });
      await connection.executeQuery(keep === void 0 || keep(result) ? COMMIT : ROLLBACK);
      return result;
    } catch (error) {
      await connection.executeQuery(ROLLBACK).catch(() => void 0);
      throw error;
    }
  });
  const repeated = async (work) => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await work(tries > 0);
      } catch (error) {
        const pause2 = PAUSES2[tries];
        if (pause2 === void 0 || !isPassing2(error)) throw error;
        await setTimeout2(pause2);
      }
    }
  };
  let closing;
  return {
    dialect,
    read: (work) => guarded(repeated(() => patiently(() => work({ db, dialect }), isBusy2))),
    change: (work) => guarded(repeated((isRepeat) => transaction((tx) => work(tx, isRepeat)))),
    once: (work, keep) => guarded(transaction(work, keep)),
    // A second time is no mistake: whoever clears away need not know who was first.
    close: () => {
      closing ??= guarded(close());
      return closing;
    }
  };
}
var COMMIT, ROLLBACK, PAUSES2, BUSY_MS, MOST_PAUSE_MS;
var init_session = __esm({
  "src/store/ledger/session.ts"() {
    "use strict";
    COMMIT = CompiledQuery2.raw("commit");
    ROLLBACK = CompiledQuery2.raw("rollback");
    PAUSES2 = [0, 100, 500, 2e3];
    BUSY_MS = 6e4;
    MOST_PAUSE_MS = 40;
  }
});

// src/store/ledger/version.ts
import { sql as sql20 } from "kysely";
async function knownLedger(tx, label) {
  const tables2 = await rowsOf(
    tx,
    tx.dialect.kind === "sqlite" ? sql20`select name from sqlite_master
          where type = 'table' and name not like 'sqlite|_%' escape '|' order by name` : sql20`select cast(tablename as text) as name from pg_catalog.pg_tables
          where schemaname = 'assay' order by tablename`
  );
  if (tables2.length === 0) return void 0;
  const has = (name) => tables2.some((table) => table.name === name);
  if (has("schema_version") && has("instance") && has("campaign") && has("delivery")) {
    const [found] = await rowsOf(tx, sql20`select version from schema_version`);
    if (typeof found?.version === "number") {
      refuseNewer(found.version, label);
      return found.version;
    }
  }
  throw new AssayError("config", {
    code: "E_DB_FOREIGN",
    where: label,
    message: `not a ledger of this program, or half of one (its tables: ${quoted(tables2.map(({ name }) => name).join(", "))}). Nothing was changed. Move it away, or restore the desk's own from a copy.`
  });
}
function refuseNewer(version, label) {
  if (version <= LEDGER_VERSION) return;
  throw new AssayError("config", {
    code: "E_DB_VERSION",
    where: label,
    message: `has schema ${version}; this program knows ${LEDGER_VERSION}. Nothing was changed. Update the program.`
  });
}
var init_version = __esm({
  "src/store/ledger/version.ts"() {
    "use strict";
    init_errors();
    init_rows();
    init_schema();
  }
});

// src/store/ledger/connect-postgres.ts
var connect_postgres_exports = {};
__export(connect_postgres_exports, {
  openPostgres: () => openPostgres
});
import { Kysely, PostgresDialect, sql as sql21 } from "kysely";
import pg from "pg";
async function openPostgres(place2) {
  const { connectionString, label } = addressOf4(place2);
  const failure = (error) => postgresFailure(error, label);
  try {
    const pool = new pg.Pool({
      connectionString,
      max: MOST3,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      application_name: "assay",
      types: { getTypeParser }
    });
    pool.on("error", () => void 0);
    pool.on("connect", (client) => client.on("error", () => void 0));
    const db = new Kysely({ dialect: new PostgresDialect({ pool }) });
    const session = openSession2({
      db,
      dialect: POSTGRES,
      isPassing,
      // It waits itself, by `lock_timeout`.
      isBusy: () => false,
      failure,
      close: () => db.destroy()
    });
    try {
      await makeTables(session, label);
      return session;
    } catch (error) {
      await db.destroy();
      throw error;
    }
  } catch (error) {
    throw failure(error);
  }
}
async function makeTables(session, label) {
  if (await session.read((tx) => knownLedger(tx, label)) !== void 0) return;
  await session.change(async (tx) => {
    await tx.dialect.lock(MAKING)?.execute(tx.db);
    if (await knownLedger(tx, label) !== void 0) return;
    const { rows } = await sql21`select 1 from pg_catalog.pg_namespace where nspname = 'assay'`.execute(tx.db);
    if (rows.length === 0) await sql21`create schema assay`.execute(tx.db);
    await createLedger(tx);
  });
}
function getTypeParser(oid, format) {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format ?? "text");
}
function addressOf4(place2) {
  try {
    const url = new URL(place2);
    const options = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}=${value}`);
    const given = url.searchParams.get("options");
    url.searchParams.set("options", [...given ? [given] : [], ...options].join(" "));
    const host = url.hostname || url.searchParams.get("host") || "";
    const label = `postgres://${host}${url.port && `:${url.port}`}${url.pathname}`;
    return { connectionString: url.href.replaceAll("+", "%20"), label };
  } catch (error) {
    throw new AssayError(
      "config",
      {
        code: "E_DB_URL",
        where: "DATABASE_URL",
        message: "not an address of a database. Expected postgres://user:password@host:5432/name, with signs such as @ : / # % in the password written as %40 %3A %2F %23 %25."
      },
      // The cause would hold the address, and with it the password.
      error instanceof AssayError ? { cause: error } : {}
    );
  }
}
var MAKING, SETTINGS, MOST3, CONNECT_MS, INT8;
var init_connect_postgres = __esm({
  "src/store/ledger/connect-postgres.ts"() {
    "use strict";
    init_errors();
    init_dialect();
    init_failure_postgres();
    init_schema();
    init_session();
    init_version();
    MAKING = 1;
    SETTINGS = {
      search_path: "assay",
      synchronous_commit: "on",
      lock_timeout: "60s",
      idle_in_transaction_session_timeout: "60s"
    };
    MOST3 = 5;
    CONNECT_MS = 1e4;
    INT8 = 20;
  }
});

// src/store/schema.ts
import { sql as sql22 } from "kysely";
var init_schema2 = __esm({
  "src/store/schema.ts"() {
    "use strict";
  }
});

// src/store/version.ts
import { sql as sql23 } from "kysely";
var init_version2 = __esm({
  "src/store/version.ts"() {
    "use strict";
    init_errors();
    init_schema2();
  }
});

// src/store/connect.ts
import { Kysely as Kysely2, SqliteDialect, sql as sql24 } from "kysely";
import Database from "libsql";
function remembering(driver, most = 50) {
  const prepared = /* @__PURE__ */ new Map();
  return {
    prepare: (text2) => {
      const known3 = prepared.get(text2);
      if (known3) return known3;
      const statement = driver.prepare(text2);
      if (prepared.size < most) prepared.set(text2, statement);
      return statement;
    },
    close: () => {
      prepared.clear();
      driver.close();
    }
  };
}
var init_connect = __esm({
  "src/store/connect.ts"() {
    "use strict";
    init_schema2();
    init_version2();
  }
});

// src/store/failure.ts
function storeFailure(error, label, remedy = REMEDY) {
  if (!(error instanceof Error)) return error;
  const kind = kindOf4(error);
  if (!kind) return error;
  const problem = { code: kind.code, where: label, message: kind.message(error.message, remedy) };
  return new AssayError(kind.exit, problem, { cause: error });
}
function kindOf4(error) {
  if (error.message.startsWith("ConnectionFailed")) return NOT_OPENED;
  const raw = "rawCode" in error ? error.rawCode : void 0;
  return typeof raw === "number" ? KINDS2.get(raw % 256) : void 0;
}
var BUSY2, CORRUPT, PERMISSION2, IO2, FULL2, NOT_OPENED, KINDS2, REMEDY;
var init_failure = __esm({
  "src/store/failure.ts"() {
    "use strict";
    init_errors();
    BUSY2 = {
      code: "E_DB_BUSY",
      exit: "temporary",
      message: () => "another process is writing to it and did not finish in time. Nothing was changed. Try again."
    };
    CORRUPT = {
      code: "E_DB_CORRUPT",
      exit: "io",
      message: (reason2, remedy) => `not a database, or a damaged one (${reason2}). ${remedy}`
    };
    PERMISSION2 = {
      code: "E_DB_PERMISSION",
      exit: "permission",
      message: (reason2) => `cannot be written (${reason2}). Give this user the right to write the file and its folder.`
    };
    IO2 = {
      code: "E_DB_IO",
      exit: "io",
      message: (reason2) => `cannot be read or written (${reason2}). Check the disk and try again.`
    };
    FULL2 = {
      code: "E_DB_FULL",
      exit: "io",
      message: () => "the disk is full. Nothing was changed. Make room and try again."
    };
    NOT_OPENED = {
      code: "E_DB_OPEN",
      exit: "cannotCreate",
      message: () => "cannot be opened or made. Expected a file, or none yet, in a folder that is there and that this user may write."
    };
    KINDS2 = /* @__PURE__ */ new Map([
      [3, PERMISSION2],
      [5, BUSY2],
      [6, BUSY2],
      [8, PERMISSION2],
      [10, IO2],
      [11, CORRUPT],
      [13, FULL2],
      [14, NOT_OPENED],
      [23, PERMISSION2],
      [26, CORRUPT]
    ]);
    REMEDY = "Restore it from a copy, or move it away: the inbox is then read anew, without earlier vintages.";
  }
});

// src/store/ledger/connect-sqlite.ts
var connect_sqlite_exports = {};
__export(connect_sqlite_exports, {
  openSqlite: () => openSqlite
});
import { Kysely as Kysely3, SqliteDialect as SqliteDialect2, sql as sql25 } from "kysely";
import Database2 from "libsql";
async function openSqlite(file, label) {
  const failure = (error) => storeFailure(error, label, REMEDY2);
  try {
    return await open4(file, label, failure);
  } catch (error) {
    throw failure(error);
  }
}
function isBusy(error) {
  const raw = error instanceof Error && "rawCode" in error ? error.rawCode : void 0;
  return typeof raw === "number" && BUSY_CODES.has(raw % 256);
}
async function open4(file, label, failure) {
  const driver = new Database2(file, { timeout: BUSY_MS2 });
  const db = new Kysely3({
    dialect: new SqliteDialect2({ database: remembering(driver, STATEMENTS) })
  });
  const close = async () => {
    await sql25`pragma busy_timeout = 0`.execute(db).catch(() => void 0);
    await sql25`pragma wal_checkpoint(truncate)`.execute(db).catch(() => void 0);
    await db.destroy();
  };
  const session = openSession2({ db, dialect: SQLITE, isPassing: () => false, isBusy, failure, close });
  try {
    await sql25`pragma busy_timeout = ${sql25.lit(BUSY_MS2)}`.execute(db);
    const version = await session.read((tx) => knownLedger(tx, label));
    await patiently(() => sql25`pragma journal_mode = wal`.execute(db), isBusy);
    await sql25`pragma synchronous = full`.execute(db);
    await sql25`pragma cache_size = -64000`.execute(db);
    if (version === void 0)
      await session.change(async (tx) => {
        if (await knownLedger(tx, label) === void 0) await createLedger(tx);
      });
    return session;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
var BUSY_MS2, BUSY_CODES, REMEDY2, STATEMENTS;
var init_connect_sqlite = __esm({
  "src/store/ledger/connect-sqlite.ts"() {
    "use strict";
    init_connect();
    init_failure();
    init_dialect();
    init_schema();
    init_session();
    init_version();
    BUSY_MS2 = 2;
    BUSY_CODES = /* @__PURE__ */ new Set([5, 6]);
    REMEDY2 = "Restore it from a copy: nothing is sent from it then before an operator has looked, and subscribers live nowhere else.";
    STATEMENTS = 200;
  }
});

// src/snapshot/sorted-json.ts
function sortedJson(value, layout, depth = 0) {
  if (Array.isArray(value)) {
    return wrapped(
      "[",
      value.map((one) => sortedJson(one, layout, depth + 1)),
      "]",
      layout,
      depth
    );
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== void 0).sort(([a], [b]) => a < b ? -1 : 1).map(([key, one]) => JSON.stringify(key) + layout.colon + sortedJson(one, layout, depth + 1));
    return wrapped("{", entries, "}", layout, depth);
  }
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`${value} is not JSON`);
  if (value === null || ["number", "string", "boolean"].includes(typeof value)) return JSON.stringify(value);
  throw new TypeError(`${typeof value} is not JSON`);
}
function wrapped(open5, items, close, layout, depth) {
  if (items.length === 0) return open5 + close;
  const before = layout.item(depth);
  return open5 + before + items.join(`,${before}`) + layout.close(depth) + close;
}

// src/archive/canonical.ts
var INDENTED = {
  item: (depth) => `
${"  ".repeat(depth + 1)}`,
  close: (depth) => `
${"  ".repeat(depth)}`,
  colon: ": "
};
function canonicalJson(value) {
  return `${sortedJson(value, INDENTED)}
`;
}

// src/calendar/week.ts
init_errors();
import { tz } from "@date-fns/tz";
import { getISOWeeksInYear } from "date-fns";

// src/calendar/day.ts
var DAY_MS = 864e5;
var EPOCH_DAY = 719468;
var SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
function dayNumber(date) {
  const digit = (index) => date.charCodeAt(index) - 48;
  const month = digit(5) * 10 + digit(6);
  const year = digit(0) * 1e3 + digit(1) * 100 + digit(2) * 10 + digit(3) - (month <= 2 ? 1 : 0);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + digit(8) * 10 + digit(9) - 1;
  return year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + dayOfYear - EPOCH_DAY;
}
function dayOfNumber(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
function realDate(text2) {
  const parts = SHAPE.exec(text2);
  if (!parts || parts[1] === "0000") return void 0;
  return dayOfNumber(dayNumber(text2)) === text2 ? text2 : void 0;
}
function weekdayOfNumber(day) {
  return ((day + 3) % 7 + 7) % 7 + 1;
}
function weekdayOf(date) {
  return weekdayOfNumber(dayNumber(date));
}

// src/calendar/zone.ts
init_errors();
import { TZDate, tzOffset } from "@date-fns/tz";
function isTimeZone(timeZone) {
  return timeZone !== "" && !Number.isNaN(tzOffset(timeZone, /* @__PURE__ */ new Date(0)));
}
function offsetMinutes(timeZone, moment2) {
  if (!isTimeZone(timeZone)) {
    throw new AssayError("config", {
      code: "E_CONFIG_ZONE",
      where: "timeZone",
      message: `${quoted(timeZone)} is not a time zone. Expected a name such as "Asia/Shanghai".`
    });
  }
  return tzOffset(timeZone, moment2);
}
function instantAt(date, hour, timeZone, minute = 0) {
  offsetMinutes(timeZone, /* @__PURE__ */ new Date(0));
  const [year, month, day] = [date.slice(0, 4), date.slice(5, 7), date.slice(8, 10)].map(Number);
  const local = new TZDate(year ?? 0, (month ?? 1) - 1, day ?? 1, hour, minute, 0, 0, timeZone);
  return new Date(local.getTime()).toISOString();
}

// src/calendar/week.ts
var SHAPE2 = /^(\d{4})-W(\d{2})$/;
var FIRST_YEAR = 1900;
var LAST_YEAR = 2199;
function parseWeek(text2) {
  const parts = SHAPE2.exec(text2);
  const year = Number(parts?.[1]);
  const week = Number(parts?.[2]);
  if (!parts) {
    throw badWeek(`${quoted(text2)} is not a week. Expected a year and an ISO week, such as 2025-W24.`);
  }
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    throw badWeek(
      `${quoted(text2)} is not a week of these times. Expected ${FIRST_YEAR}-W01 to ${LAST_YEAR}-W${weeksInYear(LAST_YEAR)}.`
    );
  }
  const weeks = weeksInYear(year);
  if (week < 1 || week > weeks) {
    throw badWeek(
      `${quoted(text2)} does not exist (${year} has ${weeks} weeks). Expected ${year}-W01 to ${year}-W${weeks}.`
    );
  }
  return text2;
}
function badWeek(message) {
  return new AssayError("usage", { code: "E_WEEK", where: "", message });
}
function weeksInYear(year) {
  return getISOWeeksInYear(instantAt(`${year}-07-01`, 12, "UTC"), { in: tz("UTC") });
}

// src/archive/edition-id.ts
init_errors();
var SHAPE3 = /^([1-9]\d{3})-W(\d{2})(?:\.([1-9]\d{0,2}))?$/;
function parseEditionId(text2) {
  const [, year, week, correction] = SHAPE3.exec(text2) ?? [];
  if (year === void 0 || week === void 0) {
    throw noSuch(`${quoted(text2)}. Expected a week like 2025-W24, or 2025-W24.1 for its first correction.`);
  }
  const weeks = weeksInYear(Number(year));
  if (Number(week) < 1 || Number(week) > weeks) throw noSuch(`${quoted(text2)} (${year} has ${weeks} weeks).`);
  return { edition: text2, week: `${year}-W${week}`, correction: Number(correction ?? 0) };
}
function noSuch(rest) {
  return new AssayError("usage", { code: "E_EDITION_ID", where: "", message: `No such edition: ${rest}` });
}
function byEdition(a, b) {
  if (a.week !== b.week) return a.week < b.week ? -1 : 1;
  return a.correction - b.correction;
}

// src/catalog/regular-file.ts
import { constants } from "node:fs";
import { open } from "node:fs/promises";
async function readRegularFile(path, maxBytes) {
  const opened = await openRegularFile(path, maxBytes);
  if (!("readFile" in opened)) return opened;
  try {
    return await opened.readFile();
  } finally {
    await opened.close();
  }
}
async function openRegularFile(path, maxBytes) {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error) => {
    if (error instanceof Error && "code" in error && error.code === "ENXIO") return void 0;
    throw error;
  });
  if (handle === void 0) return { kind: "a socket" };
  const stat4 = await handle.stat();
  if (stat4.isFile() && stat4.size <= maxBytes) return handle;
  await handle.close();
  return stat4.isFile() ? { size: stat4.size } : { kind: kindOf(stat4) };
}
function kindOf(stat4) {
  if (stat4.isDirectory()) return "a folder";
  if (stat4.isFIFO()) return "a pipe";
  return stat4.isSocket() ? "a socket" : "a device";
}
var SIZES = [
  { unit: "GB", bytes: 1024 ** 3, places: 1 },
  { unit: "MB", bytes: 1024 ** 2, places: 1 },
  { unit: "KB", bytes: 1024, places: 0 }
];
function sizeText(bytes) {
  const size = SIZES.find((one) => bytes >= one.bytes) ?? { unit: "bytes", bytes: 1, places: 0 };
  return `${Number((bytes / size.bytes).toFixed(size.places)).toLocaleString("en-US")} ${size.unit}`;
}
function refusalWords(error) {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return WORDS.get(code) ?? code;
}
var WORDS = /* @__PURE__ */ new Map([
  ["ENOENT", "a link that leads nowhere"],
  ["ELOOP", "a link that leads back to itself"],
  ["ENOTDIR", "not a folder"],
  ["EACCES", "no permission"],
  ["EPERM", "no permission"]
]);

// src/archive/failure.ts
init_errors();

// src/archive/folder.ts
function errorCode(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : void 0;
}

// src/archive/manifest.ts
init_errors();
import { createHash } from "node:crypto";

// src/model/edition.ts
import { z as z2 } from "zod";

// src/model/finding.ts
import { z } from "zod";
var findingSchema = z.strictObject({
  code: z.string().regex(/^[EWI]_[A-Z_]+$/),
  severity: z.enum(["error", "warning", "note"]),
  where: z.string(),
  message: z.string(),
  series: z.string().optional(),
  /** The day of the value meant. */
  date: z.string().optional(),
  /** The relation between series that does not hold. */
  relation: z.string().optional(),
  /** What likely happened, for programs: `x1000`, `x31.1`, `fx`, `vat`, `digits`. The message says it in words. */
  cause: z.string().optional()
});
function findingAt(code, where, message, about = {}) {
  const severity = code.startsWith("E_") ? "error" : code.startsWith("W_") ? "warning" : "note";
  return { code, severity, where, message, ...about };
}

// src/model/edition.ts
var manifestSchema = z2.strictObject({
  schema: z2.literal(1),
  edition: z2.string(),
  week: z2.string(),
  /** When it was published, UTC. The only time in an edition that is not a function of its snapshot. */
  publishedAt: z2.string(),
  languages: z2.array(z2.string()),
  snapshot: z2.string(),
  inputs: z2.array(z2.strictObject({ file: z2.string(), sha256: z2.string() })),
  versions: z2.strictObject({
    program: z2.string(),
    templates: z2.string(),
    browser: z2.string(),
    fonts: z2.record(z2.string(), z2.string())
  }),
  verdict: z2.enum(["pass", "notes", "hold"]),
  checks: z2.int(),
  findings: z2.array(findingSchema),
  /** Path inside the edition → its bytes. Every file but this one. */
  files: z2.record(z2.string(), z2.strictObject({ sha256: z2.string(), bytes: z2.int() })),
  /** sha256 of this manifest without this line, in canonical form. */
  manifest: z2.string()
});

// src/archive/manifest.ts
var MANIFEST = "edition.json";
function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
function selfHash(manifest) {
  const { manifest: _, ...rest } = { manifest: "", ...manifest };
  return sha256(canonicalJson(rest));
}
function openManifest(bytes) {
  const parsed = parse(bytes);
  if (parsed.problem !== void 0) return parsed;
  const { manifest, text: text2 } = parsed;
  if (canonicalJson(manifest) !== text2) {
    return { problem: "is not in the form it was published in (its bytes were edited)" };
  }
  const found = selfHash(manifest);
  if (found !== manifest.manifest) {
    return { problem: `says its own sha256 is ${short(manifest.manifest)}, but it is ${short(found)}` };
  }
  return { manifest };
}
function parse(bytes) {
  let text2;
  let value;
  try {
    text2 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text2);
  } catch {
    return { problem: "is not readable JSON" };
  }
  const checked = manifestSchema.safeParse(value);
  if (checked.success) return { manifest: checked.data, text: text2 };
  const [issue] = checked.error.issues;
  return { problem: `is not an edition's manifest (${issue === void 0 ? "" : fieldFault(value, issue)})` };
}
function fieldFault(value, issue) {
  if (issue.code === "unrecognized_keys") return `unknown field ${quoted(issue.keys[0] ?? "")}`;
  const path = issue.path.map(String).join(".");
  if (path === "") return `it is ${kindOf2(value)}; expected a map of fields`;
  const found = issue.path.reduce(
    (here, step) => typeof here === "object" && here !== null ? Reflect.get(here, step) : void 0,
    value
  );
  if (found === void 0) return `${quoted(path)} is missing`;
  return `${quoted(path)} is ${kindOf2(found)} where it cannot be`;
}
function kindOf2(value) {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return typeof value === "string" ? quoted(value) : String(value);
}
function short(hash2) {
  return `${hash2.slice(0, 12)}\u2026`;
}

// src/archive/publish.ts
init_errors();

// src/archive/read.ts
import { lstat, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
init_errors();
async function placeProblem(reports2, edition2) {
  const stat4 = await lstat(join(reports2, edition2)).catch((error) => {
    throw readFailure(labelOf(reports2, edition2), error);
  });
  if (stat4.isDirectory()) return void 0;
  return `now ${stat4.isSymbolicLink() ? "a symbolic link" : "no folder"}, not the folder that was published`;
}
async function foldersOf(reports2) {
  const entries = await readdir(reports2, { withFileTypes: true }).catch((error) => {
    if (errorCode(error) === "ENOENT") return [];
    throw readFailure(labelOf(reports2), error);
  });
  const editions2 = [];
  const misnamed = [];
  for (const { name } of entries.filter((entry) => /^\d{4}-/.test(entry.name))) {
    const parsed = parsedOrUndefined(name);
    if (parsed === void 0) misnamed.push(name);
    else editions2.push(parsed);
  }
  return { editions: editions2.sort(byEdition), misnamed: misnamed.sort() };
}
function parsedOrUndefined(name) {
  try {
    return parseEditionId(name);
  } catch (error) {
    if (error instanceof AssayError) return void 0;
    throw error;
  }
}
async function readManifest(reports2, edition2) {
  const { edition: name } = parseEditionId(edition2);
  await requireEdition(reports2, name);
  const misplaced2 = await placeProblem(reports2, name);
  if (misplaced2 !== void 0) {
    const message = `${misplaced2}. ${RESTORE}`;
    throw new AssayError("data", { code: "E_ARCHIVE_CHANGED", where: labelOf(reports2, name), message });
  }
  const where = labelOf(reports2, name, MANIFEST);
  const bytes = await readManifestBytes(reports2, name).catch((error) => {
    if (errorCode(error) !== "ENOENT") throw readFailure(where, error);
    throw new AssayError("data", {
      code: "E_ARCHIVE_MANIFEST",
      where,
      message: `the edition has lost it. ${RESTORE}`
    });
  });
  const opened = openManifest(bytes);
  if (opened.manifest === void 0) {
    throw new AssayError("data", {
      code: "E_ARCHIVE_MANIFEST",
      where,
      message: `${opened.problem}. ${RESTORE}`
    });
  }
  return opened.manifest;
}
var RESTORE = "Restore the folder from a copy of the archive.";
async function readEdition(reports2, edition2) {
  const manifest = await readManifest(reports2, edition2);
  const files = await Promise.all(
    Object.keys(manifest.files).sort().map(async (path) => {
      const bytes = await readBytes(join(reports2, edition2, path)).catch((error) => {
        throw readFailure(labelOf(reports2, edition2, path), error);
      });
      return { path, bytes };
    })
  );
  return { manifest, files };
}
async function requireEdition(reports2, edition2) {
  const { editions: editions2 } = await foldersOf(reports2);
  if (editions2.some((one) => one.edition === edition2)) return;
  const newest = editions2.slice(-5).map((one) => one.edition);
  const present = newest.length === 0 ? 'None is archived yet; make one with "assay build".' : `Archived: ${editions2.length > newest.length ? "\u2026, " : ""}${newest.join(", ")}.`;
  throw new AssayError("missing", {
    code: "E_EDITION_MISSING",
    where: labelOf(reports2, edition2),
    message: `no such edition. ${present}`
  });
}
function readManifestBytes(reports2, edition2) {
  return readBytes(join(reports2, edition2, MANIFEST));
}
var MAX_BYTES = 1024 ** 3;
var NotAFile = class extends Error {
  code;
  constructor(what) {
    super(what);
    this.code = what;
  }
};
async function readBytes(path) {
  const read2 = await readRegularFile(path, MAX_BYTES);
  if (read2 instanceof Uint8Array) return read2;
  throw new NotAFile(read2.kind === void 0 ? sizeText(read2.size ?? 0) : `${read2.kind}, not a file`);
}
function labelOf(reports2, ...parts) {
  return [basename(reports2), ...parts].join("/");
}
function readFailure(where, error) {
  const code = errorCode(error) ?? "unknown";
  if (code === "ENOENT") {
    return new AssayError("data", {
      code: "E_ARCHIVE_MISSING",
      where,
      message: `the file is gone. ${RESTORE}`
    });
  }
  if (error instanceof NotAFile) {
    const message = `now ${error.message}. ${RESTORE}`;
    return new AssayError("data", { code: "E_ARCHIVE_CHANGED", where, message });
  }
  if (code === "ENOTDIR") {
    const message = "is not a folder. Expected the folder that holds the editions. Move it away, or name another desk with --desk.";
    return new AssayError("io", { code: "E_ARCHIVE_PLACE", where, message }, { cause: error });
  }
  const denied = code === "EACCES" || code === "EPERM";
  return new AssayError(
    denied ? "permission" : "io",
    {
      code: denied ? "E_ARCHIVE_PERMISSION" : "E_ARCHIVE_READ",
      where,
      message: `cannot be read (${code}). ${denied ? "Give this user the right to read it." : "Check the disk."}`
    },
    { cause: error }
  );
}

// src/archive/served.ts
init_errors();
var MOST_KEPT = 64 * 1024 * 1024;

// src/archive/verify.ts
import { readdir as readdir2 } from "node:fs/promises";
import { join as join2 } from "node:path";
async function verifyEdition(reports2, edition2) {
  const name = parseEditionId(edition2);
  await requireEdition(reports2, name.edition);
  const misplaced2 = await placeProblem(reports2, name.edition);
  if (misplaced2 !== void 0) {
    return [findingAt("E_ARCHIVE_CHANGED", labelOf(reports2, name.edition), `${misplaced2}. ${RESTORE}`)];
  }
  const where = labelOf(reports2, name.edition, MANIFEST);
  const untold = "What it says of the other files cannot be trusted, so they were not checked.";
  let bytes;
  try {
    bytes = await readManifestBytes(reports2, name.edition);
  } catch (error) {
    const reason2 = errorCode(error) === "ENOENT" ? "is missing" : `cannot be read (${errorCode(error)})`;
    return [
      findingAt("E_ARCHIVE_MANIFEST", where, `${reason2}. The other files were not checked. ${RESTORE}`)
    ];
  }
  const { manifest, problem } = openManifest(bytes);
  if (manifest === void 0) {
    return [findingAt("E_ARCHIVE_MANIFEST", where, `${problem}. ${untold} ${RESTORE}`)];
  }
  return [
    ...identityFindings(manifest, name.edition, name.week, where),
    ...await fileFindings(reports2, name.edition, manifest)
  ];
}
function identityFindings(manifest, edition2, week, where) {
  const findings = [];
  if (manifest.edition !== edition2 || manifest.week !== week) {
    const message = `belongs to edition ${manifest.edition}, not ${edition2}. Give the folder its own name again.`;
    findings.push(findingAt("E_ARCHIVE_MANIFEST", where, message));
  }
  const listed = manifest.files["snapshot.json"]?.sha256;
  if (listed !== manifest.snapshot) {
    const message = `names snapshot ${short(manifest.snapshot)}, but lists ${listed === void 0 ? "none" : short(listed)}. ${RESTORE}`;
    findings.push(findingAt("E_ARCHIVE_MANIFEST", where, message));
  }
  return findings;
}
async function fileFindings(reports2, edition2, manifest) {
  const { files: found, folders } = await walk(join2(reports2, edition2));
  const listed = Object.entries(manifest.files).sort(([a], [b]) => a < b ? -1 : 1);
  const compared = await Promise.all(
    listed.map(async ([path, { sha256: hash2, bytes }]) => {
      const where = labelOf(reports2, edition2, path);
      const kind = found.get(path);
      if (kind === void 0) {
        return findingAt("E_ARCHIVE_MISSING", where, `published with ${bytes} bytes, now gone. ${RESTORE}`);
      }
      if (kind !== "file")
        return findingAt("E_ARCHIVE_CHANGED", where, `now ${kind}, not a file. ${RESTORE}`);
      return changedFinding(join2(reports2, edition2, path), where, hash2, bytes);
    })
  );
  const manifestKind = found.get(MANIFEST) ?? "gone";
  const parents = new Set(listed.flatMap(([path]) => parentsOf(path)));
  const added = [
    ...[...found].filter(([path]) => path !== MANIFEST && manifest.files[path] === void 0).map(([path, kind]) => ({ path, kind })),
    ...folders.filter((path) => !parents.has(path)).map((path) => ({ path, kind: "a folder" }))
  ].sort((a, b) => a.path < b.path ? -1 : 1);
  return [
    ...manifestKind === "file" ? [] : [
      findingAt(
        "E_ARCHIVE_CHANGED",
        labelOf(reports2, edition2, MANIFEST),
        `now ${manifestKind}, not a file. ${RESTORE}`
      )
    ],
    ...compared.filter((one) => one !== void 0),
    ...added.map(
      ({ path, kind }) => findingAt(
        "E_ARCHIVE_ADDED",
        labelOf(reports2, edition2, path),
        `${kind === "file" ? "a file" : kind} that was not published with the edition. Move it out of the archive.`
      )
    )
  ];
}
async function changedFinding(path, where, hash2, length) {
  let bytes;
  try {
    bytes = await readBytes(path);
  } catch (error) {
    return findingAt("E_ARCHIVE_READ", where, `cannot be read (${errorCode(error) ?? "unknown"}).`);
  }
  const now = sha256(bytes);
  if (now === hash2) return void 0;
  const size = bytes.byteLength === length ? `${length} bytes as before` : `${length} bytes then, ${bytes.byteLength} now`;
  return findingAt(
    "E_ARCHIVE_CHANGED",
    where,
    `published with sha256 ${short(hash2)}, now ${short(now)} (${size}). ${RESTORE}`
  );
}
async function walk(root) {
  const files = /* @__PURE__ */ new Map();
  const folders = [];
  const visit2 = async (folder2, prefix) => {
    const entries = await readdir2(folder2, { withFileTypes: true }).catch((error) => {
      throw readFailure(folder2, error);
    });
    for (const entry of entries) {
      const path = prefix + entry.name;
      if (entry.isDirectory()) {
        folders.push(path);
        await visit2(join2(folder2, entry.name), `${path}/`);
      } else {
        files.set(
          path,
          entry.isFile() ? "file" : entry.isSymbolicLink() ? "a symbolic link" : "a special file"
        );
      }
    }
  };
  await visit2(root, "");
  return { files, folders };
}
function parentsOf(path) {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}

// src/delivery/campaign.ts
init_errors();

// src/delivery/clock-watch.ts
var MOST_MS = 36e5;
function watchClock(effects2) {
  const wall = effects2.now().getTime();
  const ticks = effects2.ticks();
  return () => {
    const jump = effects2.now().getTime() - wall - (effects2.ticks() - ticks);
    if (Math.abs(jump) <= MOST_MS) return void 0;
    const hours = (Math.abs(jump) / MOST_MS).toFixed(1);
    const direction = jump > 0 ? "forward" : "back";
    return `the clock of this machine went ${direction} by ${hours} hours while letters were being sent. Set it right, then go on`;
  };
}

// src/delivery/journal.ts
init_errors();
import { createHash as createHash2 } from "node:crypto";
import { mkdir, open as open2, readdir as readdir3, readFile, rm, stat } from "node:fs/promises";
import { join as join3 } from "node:path";
import { z as z3 } from "zod";

// src/delivery/owner.ts
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
function ownerName() {
  return [plain(hostname()), bootOf(), process.pid, startOf(process.pid) ?? ""].join(":");
}
function isDead(owner) {
  const [host, boot, pid, start, ...rest] = owner.split(":");
  if (rest.length > 0 || !start || !boot || host !== plain(hostname()) || boot !== bootOf()) return false;
  const found = startOf(Number(pid));
  return found !== start;
}
function isOfEarlierBoot(owner) {
  const [host, boot] = owner.split(":");
  return host === plain(hostname()) && !!boot && bootOf() !== "" && boot !== bootOf();
}
function bootOf() {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const namespace = /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "";
    return `${boot}.${namespace}`;
  } catch {
    return "";
  }
}
function startOf(pid) {
  try {
    const stat4 = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat4.slice(stat4.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? void 0 : fields[19];
  } catch {
    return void 0;
  }
}
function plain(name) {
  return name.replaceAll(/[^\w.-]/g, "_");
}

// src/delivery/journal.ts
var RESERVED = 16 * 1024 * 1024;
var SUFFIX = ".journal";
var ABANDONED_MS = 24 * 36e5;
var inUse = /* @__PURE__ */ new Set();
async function openJournal(folder2, effects2) {
  const name = Buffer.from(effects2.random(8)).toString("hex");
  const path = join3(folder2, `${name}${SUFFIX}`);
  let file;
  try {
    await mkdir(folder2, { recursive: true });
    inUse.add(path);
    file = await open2(path, "wx+", 384);
    await reserve(file);
    const head2 = line({ owner: ownerName() });
    await file.write(head2, 0, head2.length, 0);
    await file.datasync();
    return journalIn(file, path, head2.length);
  } catch (error) {
    inUse.delete(path);
    await file?.close();
    if (file !== void 0) await rm(path, { force: true });
    throw noJournal(path, error);
  }
}
function journalIn(file, path, start) {
  let end2 = start;
  return {
    path,
    async append(outcomes) {
      const bytes = Buffer.concat(outcomes.map(line));
      await file.write(bytes, 0, bytes.length, end2);
      await file.datasync();
      end2 += bytes.length;
    },
    async close() {
      await file.close();
      inUse.delete(path);
      if (end2 === start) await rm(path, { force: true });
    }
  };
}
async function reserve(file) {
  const zeros = Buffer.alloc(1024 * 1024);
  for (let at = 0; at < RESERVED; at += zeros.length) await file.write(zeros, 0, zeros.length, at);
  await file.sync();
}
function noJournal(path, error) {
  const code = codeOf(error) ?? "unknown";
  return new AssayError(
    "io",
    {
      code: "E_SEND_JOURNAL",
      where: path,
      message: `16 MB could not be reserved (${code}); nothing was sent. Letters are only sent where what becomes of them can be written down. Make room or give this user the right to write there, then send again.`
    },
    { cause: error }
  );
}
async function mergeJournals(folder2, ledger2, effects2) {
  let merged = 0;
  for (const path of await journalsIn(folder2)) {
    const { owner, outcomes } = readJournal(path, await readFile(path));
    if (!await isLeft(path, owner, effects2)) continue;
    for (const outcome of outcomes) {
      if (await isTaken(ledger2, owner, outcome, effects2)) merged += 1;
    }
    await rm(path, { force: true });
  }
  return merged;
}
async function isTaken(ledger2, owner, outcome, effects2) {
  try {
    await ledger2.write({ outcomes: [outcome], intents: [], owner }, effects2.now().toISOString());
    return true;
  } catch (error) {
    const isUnknown = error instanceof AssayError && error.problems[0]?.code === "E_DELIVERY_UNKNOWN";
    if (!isUnknown) throw error;
    const { delivery: delivery2, state: state2, reason: reason2 } = outcome;
    effects2.log(
      `W_SEND_JOURNAL ${delivery2}: the ledger does not know this delivery; it was ${state2} (${oneLine(reason2)}).`
    );
    return false;
  }
}
async function journalsIn(folder2) {
  const names = await readdir3(folder2).catch((error) => {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  });
  return names.filter((name) => name.endsWith(SUFFIX)).sort().map((name) => join3(folder2, name));
}
async function isLeft(path, owner, effects2) {
  if (owner === ownerName()) return !inUse.has(path);
  if (isDead(owner) || isOfEarlierBoot(owner)) return true;
  const { mtimeMs } = await stat(path);
  return effects2.now().getTime() - mtimeMs > ABANDONED_MS;
}
var headSchema = z3.strictObject({ owner: z3.string() });
var outcomeSchema = z3.strictObject({
  delivery: z3.string(),
  attempt: z3.int(),
  fence: z3.int(),
  state: z3.enum(["ACCEPTED", "DEFERRED", "REJECTED", "UNCERTAIN"]),
  phase: z3.string(),
  reply: z3.strictObject({ code: z3.int(), enhanced: z3.string(), text: z3.string() }).exactOptional(),
  queueId: z3.string().exactOptional(),
  reason: z3.string(),
  nextAt: z3.string().exactOptional(),
  strike: z3.enum(["gone", "strike"]).exactOptional()
});
function readJournal(path, bytes) {
  const [head2, ...records] = recordsOf(bytes);
  const { data } = headSchema.safeParse(head2);
  const outcomes = z3.array(outcomeSchema).safeParse(records);
  if (outcomes.success) return { owner: data?.owner ?? "", outcomes: outcomes.data };
  const message = "this journal of a run that could not reach its ledger was written by another version of Assay. Nothing was sent. Send again with the version that wrote it.";
  throw new AssayError("data", { code: "E_SEND_JOURNAL", where: path, message });
}
function line(record2) {
  const text2 = JSON.stringify(record2);
  return Buffer.from(`${checksum(text2)} ${text2}
`);
}
function recordsOf(bytes) {
  const records = [];
  for (let at = 0; ; ) {
    const end2 = bytes.indexOf(10, at);
    if (end2 < 0) return records;
    const text2 = bytes.toString("utf8", at, end2);
    const json = text2.slice(17);
    if (text2[16] !== " " || checksum(json) !== text2.slice(0, 16)) return records;
    records.push(JSON.parse(json));
    at = end2 + 1;
  }
}
function checksum(text2) {
  return createHash2("sha256").update(text2).digest("hex").slice(0, 16);
}
function codeOf(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : void 0;
}

// src/delivery/progress.ts
init_errors();
var ALERT_HOURS = 4;
function openProgress({ campaign: { planned }, onProgress }) {
  let done = 0;
  let accepted2 = 0;
  let note = "";
  const tell = () => onProgress({ planned, done, accepted: accepted2, note });
  return {
    onCounts(counts3) {
      const { PLANNED, CLAIMED, IN_DATA, DEFERRED } = counts3;
      done = planned - PLANNED - CLAIMED - IN_DATA - DEFERRED;
      accepted2 = counts3.ACCEPTED + counts3.BOUNCED;
      tell();
    },
    onDone(state2) {
      if (state2 !== "DEFERRED") done += 1;
      if (state2 === "ACCEPTED") accepted2 += 1;
      note = "";
      tell();
    },
    onNote(text2) {
      note = text2;
      tell();
    }
  };
}
function lateAlert({ ledger: ledger2, campaign: campaign2, effects: effects2 }) {
  const lateAt = Date.parse(campaign2.createdAt) + ALERT_HOURS * 36e5;
  let told = false;
  return async () => {
    if (told || effects2.now().getTime() < lateAt) return;
    told = true;
    const { PLANNED, CLAIMED, IN_DATA, DEFERRED } = await ledger2.counts(campaign2.id);
    const open5 = PLANNED + CLAIMED + IN_DATA + DEFERRED;
    if (open5 === 0) return;
    effects2.log(
      `W_SEND_LATE ${campaign2.edition}: ${counted(open5, "letter")} not sent ${ALERT_HOURS} hours after the campaign began. What is not sent by ${campaign2.deadline} expires. See "assay deliveries list".`
    );
  };
}

// src/delivery/scribe.ts
var REPEATS = [100, 1e3, 4e3];
function openScribe(ledger2, journal, owner, effects2) {
  let outcomes = [];
  let intents = [];
  let failure;
  let closed = false;
  let writing;
  const write2 = async () => {
    while (outcomes.length + intents.length > 0) {
      await turn();
      const taken = { outcomes, intents };
      outcomes = [];
      intents = [];
      const granted = await commit(
        taken.outcomes,
        taken.intents.map(({ intent }) => intent)
      );
      for (const { intent, tell } of taken.intents) tell(granted.has(intent.delivery));
    }
  };
  const commit = async (done, begun) => {
    for (let tried = 0; failure === void 0; tried += 1) {
      try {
        const { granted } = await ledger2.write(
          { outcomes: done, intents: begun, owner },
          effects2.now().toISOString()
        );
        return granted;
      } catch (error) {
        const wait = REPEATS[tried];
        if (wait === void 0) fail(error);
        else await effects2.wait(wait);
      }
    }
    const notSent = begun.map((intent) => unsent(intent, effects2.now().toISOString()));
    const kept = [...done, ...notSent];
    if (kept.length > 0) await journal.append(kept).catch((error) => lost(kept, error));
    return /* @__PURE__ */ new Set();
  };
  const fail = (error) => {
    failure = error;
    effects2.log(
      `The ledger cannot be written. What became of letters is kept in ${journal.path}; the next run takes it over.`
    );
  };
  const lost = (kept, error) => {
    const why = error instanceof Error ? error.message : String(error);
    for (const { delivery: delivery2, state: state2, reply } of kept) {
      effects2.log(
        `E_SEND_JOURNAL ${journal.path}: ${why}. Not written down: ${delivery2} ${state2} ${reply?.text ?? ""}`
      );
    }
  };
  const start = () => {
    writing ??= write2().finally(() => {
      writing = void 0;
    });
  };
  const settled = async () => {
    while (writing !== void 0) await writing;
  };
  return {
    begin: (intent) => new Promise((tell) => {
      if (closed) return tell(false);
      intents.push({ intent, tell });
      start();
    }),
    record(outcome) {
      if (closed) return;
      outcomes.push(outcome);
      start();
    },
    settled,
    async close() {
      closed = true;
      await settled();
    },
    get failure() {
      return failure;
    }
  };
}
function unsent({ delivery: delivery2, attempt, fence }, now) {
  const reason2 = "the ledger could not be written; the letter was not sent";
  return { delivery: delivery2, attempt, fence, state: "DEFERRED", phase: "connect", reason: reason2, nextAt: now };
}
function turn() {
  return new Promise((resolve3) => {
    setImmediate(resolve3);
  });
}

// src/delivery/sending.ts
init_errors();

// src/delivery/backoff.ts
var MINUTES = [5, 30, 60, 120, 240];
function backoffMinutes(attempt, afterMinutes = 0) {
  const usual = MINUTES[Math.min(Math.max(attempt, 1), MINUTES.length) - 1] ?? 240;
  return Math.max(usual, afterMinutes);
}
function minutesAfter(now, minutes) {
  return new Date(now.getTime() + minutes * 6e4).toISOString();
}

// src/delivery/host-gate.ts
var PAUSES = [1, 5, 15, 60, 120, 300];
var APART = 24e4;
var SLICE = 5e3;
function openHostGate(effects2, tell) {
  let generation = 0;
  let row = 0;
  let openAt = Number.NEGATIVE_INFINITY;
  return {
    get generation() {
      return generation;
    },
    async pass(halted2) {
      for (; ; ) {
        const left = openAt - effects2.ticks();
        if (left <= 0 || halted2()) return;
        await effects2.wait(Math.min(left, SLICE));
      }
    },
    trouble({ reason: reason2, fatal }, seen) {
      if (fatal) return reason2;
      if (seen !== generation) return void 0;
      generation += 1;
      if (effects2.ticks() - openAt > APART) row = 0;
      const pause2 = PAUSES[row];
      if (pause2 === void 0) return `${reason2} (tried ${PAUSES.length + 1} times in a row)`;
      row += 1;
      openAt = effects2.ticks() + pause2 * 1e3;
      tell(`${reason2}; next try in ${pause2} s`);
      return void 0;
    },
    good() {
      row = 0;
    }
  };
}

// src/delivery/limits.ts
var SLACK = 50;
var MOST_DOMAINS = 1e4;
function openLimits({ perSecond, perDomain }) {
  const overall = bucket(perSecond);
  const domains = /* @__PURE__ */ new Map();
  return {
    wait: (domain, tick) => Math.max(overall.wait(tick), domains.get(domain)?.wait(tick) ?? 0),
    take(domain, tick) {
      let own = domains.get(domain);
      if (own === void 0) {
        if (domains.size >= MOST_DOMAINS) forgetQuiet(domains, tick);
        own = bucket(perDomain);
        domains.set(domain, own);
      }
      overall.take(tick);
      own.take(tick);
    }
  };
}
function bucket(rate) {
  const interval = 1e3 / rate;
  const slack = interval >= SLACK ? 0 : SLACK;
  let next = Number.NEGATIVE_INFINITY;
  return {
    wait: (tick) => Math.max(0, next - slack - tick),
    take(tick) {
      next = Math.max(next, tick) + interval;
    }
  };
}
function forgetQuiet(domains, tick) {
  for (const [domain, own] of domains) if (own.wait(tick) === 0) domains.delete(domain);
}

// src/delivery/pause-rules.ts
var MOST_OURS = 3;
var MOST_SILENT = 5;
function openPauseRules(lines) {
  let ours = 0;
  let silent = 0;
  return ({ state: state2, scope, reason: reason2 }) => {
    if (scope === "campaign") ours += 1;
    else if (scope === "recipient") ours = 0;
    if (state2 === "UNCERTAIN") silent += 1;
    else if (scope === "recipient") silent = 0;
    if (ours >= MOST_OURS)
      return `the mail server refused ${ours} letters in a row for a reason of ours: ${reason2}`;
    if (silent >= lines + MOST_SILENT)
      return `the mail server fell silent on ${silent} letters in a row: ${reason2}`;
    return void 0;
  };
}

// src/delivery/supply.ts
var SHARE = 0.8;
var SLICE2 = 1e3;
var MOST_HELD = 500;
var DRY = 1e3;
function openSupply(options) {
  const { ledger: ledger2, campaign: campaign2, owner, lines, limits, effects: effects2, leaseMs: leaseMs2, halted: halted2 } = options;
  const batch = lines * 4;
  const window = Math.max(
    batch,
    Math.min(MOST_HELD, Math.floor(options.perDomain * leaseMs2 * SHARE / 2e3))
  );
  const earliest = /* @__PURE__ */ new Map();
  let held = [];
  let dryUntil = Number.NEGATIVE_INFINITY;
  let turn2 = Promise.resolve();
  const claimMore = async () => {
    const tick = effects2.ticks();
    const now = effects2.now();
    const limit = Math.min(batch, window - held.length);
    const { claimed } = await ledger2.claim({
      campaign: campaign2.id,
      owner,
      limit,
      now: now.toISOString(),
      leaseUntil: new Date(now.getTime() + leaseMs2).toISOString()
    });
    for (const one of claimed) {
      held.push({ claim: one, domain: domainOf(one.address), staleAt: tick + leaseMs2 * SHARE });
    }
    if (claimed.length < limit) dryUntil = tick + DRY;
  };
  const waitOf = ({ claim: { delivery: delivery2 }, domain }, tick) => Math.max(limits.wait(domain, tick), (earliest.get(delivery2) ?? 0) - tick);
  const dropStale = async () => {
    const tick = effects2.ticks();
    const stale = held.filter((one) => one.staleAt <= tick);
    if (stale.length === 0) return;
    held = held.filter((one) => one.staleAt > tick);
    await ledger2.giveBack(
      stale.map((one) => one.claim),
      effects2.now().toISOString()
    );
  };
  const take2 = async () => {
    while (!halted2()) {
      await dropStale();
      const tick = effects2.ticks();
      const at = held.findIndex((one) => waitOf(one, tick) <= 0);
      const [found] = at < 0 ? [] : held.splice(at, 1);
      if (found !== void 0) {
        limits.take(found.domain, tick);
        earliest.delete(found.claim.delivery);
        return found;
      }
      const soonest = Math.min(...held.map((one) => Math.min(waitOf(one, tick), one.staleAt - tick)));
      if (tick >= dryUntil && held.length < window && soonest > limits.wait("", tick)) {
        await claimMore();
      } else if (held.length === 0) {
        return void 0;
      } else {
        await effects2.wait(Math.min(Math.max(soonest, 1), SLICE2));
      }
    }
    return void 0;
  };
  return {
    next() {
      const mine = turn2.then(take2, take2);
      turn2 = mine;
      return mine;
    },
    putBack(one) {
      held.unshift(one);
    },
    async letGo({ claim: claim2 }) {
      await ledger2.giveBack([claim2], effects2.now().toISOString());
    },
    notBefore(delivery2, tick) {
      earliest.set(delivery2, tick);
    },
    isStale: (one) => one.staleAt <= effects2.ticks(),
    async giveBack() {
      const left = held.map((one) => one.claim);
      held = [];
      if (left.length > 0) await ledger2.giveBack(left, effects2.now().toISOString());
    }
  };
}
function domainOf(address) {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

// src/delivery/verdict.ts
var AFTER_HOST_MINUTES = 1;
function waitMinutes(attempt, { scope, afterMinutes }) {
  if (scope === "host" && attempt <= 1 && afterMinutes === void 0) return AFTER_HOST_MINUTES;
  return backoffMinutes(attempt, afterMinutes);
}
function outcomeOf({ delivery: delivery2, attempt, fence }, handover, now) {
  const { scope, phase, reply, queueId, reason: reason2, strike: strike2 } = handover;
  const state2 = scope !== "recipient" && handover.state === "REJECTED" ? "DEFERRED" : handover.state;
  return {
    delivery: delivery2,
    attempt,
    fence,
    state: state2,
    phase,
    reason: reason2,
    ...reply === void 0 ? {} : { reply },
    ...queueId === void 0 ? {} : { queueId },
    ...state2 === "DEFERRED" ? { nextAt: minutesAfter(now, waitMinutes(attempt, handover)) } : {},
    ...strike2 !== void 0 && scope === "recipient" && state2 !== "ACCEPTED" ? { strike: strike2 } : {}
  };
}

// src/delivery/sending.ts
function openSending(options) {
  const { ledger: ledger2, campaign: campaign2, letters: letters2, carrier: carrier2, mail: mail2, scribe, owner, effects: effects2 } = options;
  let halt;
  const stop = (state2, reason2) => {
    halt ??= { state: state2, reason: reason2 };
  };
  const halted2 = () => {
    if (effects2.stop.aborted) stop("stopped", "it was asked to stop");
    const clock2 = options.clockFault();
    if (clock2 !== void 0) stop("paused", clock2);
    if (scribe.failure !== void 0) stop("stopped", "the ledger cannot be written");
    return halt !== void 0 || effects2.now().toISOString() >= campaign2.deadline;
  };
  const { perSecond, perDomain } = mail2.smtp;
  const supply = openSupply({
    ledger: ledger2,
    campaign: campaign2,
    owner,
    lines: carrier2.lines,
    limits: openLimits({ perSecond, perDomain }),
    perDomain,
    leaseMs: options.leaseMs,
    effects: effects2,
    halted: halted2
  });
  const gate = openHostGate(effects2, options.onNote);
  const mustPause = openPauseRules(carrier2.lines);
  const lane = async () => {
    for (; ; ) {
      await gate.pass(halted2);
      const { generation } = gate;
      const held = await supply.next();
      if (held === void 0) return;
      if (gate.generation === generation) await deliver(held, generation);
      else supply.putBack(held);
    }
  };
  const deliver = async (held, generation) => {
    const outgoing2 = await composed(held.claim);
    if (outgoing2 === void 0) return;
    const got = await carrier2.line();
    if ("trouble" in got) {
      supply.putBack(held);
      const reason2 = gate.trouble(got.trouble, generation);
      if (reason2 !== void 0) stop("paused", reason2);
      return;
    }
    try {
      await hand(held, outgoing2, got.line);
    } finally {
      got.line.release();
    }
  };
  const composed = async (claim2) => {
    try {
      return letters2.compose(claim2);
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      await refuse2(claim2, error.exit === "data" ? "recipient" : "campaign", error.problems[0]?.message ?? "");
      return void 0;
    }
  };
  const refuse2 = async (claim2, scope, reason2) => {
    const now = effects2.now();
    const state2 = scope === "recipient" ? "REJECTED" : "DEFERRED";
    const nextAt = minutesAfter(now, waitMinutes(claim2.attempt, { state: state2, scope, phase: "connect", reason: reason2 }));
    const refusal2 = { state: state2, reason: oneLine(reason2), ...state2 === "DEFERRED" ? { nextAt } : {} };
    await ledger2.refuse(claim2, refusal2, now.toISOString());
    judge({ state: state2, scope, phase: "connect", reason: reason2 });
  };
  const hand = async (held, outgoing2, line2) => {
    const { claim: claim2 } = held;
    const tooBig = sizeFault(outgoing2, line2, mail2);
    if (tooBig !== void 0) {
      supply.putBack(held);
      return stop("paused", tooBig);
    }
    if (outgoing2.international && !line2.offers.international) {
      const reason2 = `${outgoing2.to} needs SMTPUTF8, which the mail server does not offer`;
      return refuse2(claim2, "recipient", reason2);
    }
    if (halted2() || supply.isStale(held)) return supply.putBack(held);
    const { generation } = gate;
    const granted = await scribe.begin(claim2);
    if (!granted) return supply.letGo(held);
    if (supply.isStale(held)) return standstill(claim2);
    const handover = await line2.send(outgoing2);
    settle(claim2, handover, generation);
  };
  const standstill = (claim2) => {
    const reason2 = "not sent: this machine stood still for too long";
    const handover = { state: "DEFERRED", scope: "host", phase: "connect", reason: reason2 };
    scribe.record(outcomeOf(claim2, handover, effects2.now()));
  };
  const settle = (claim2, handover, generation) => {
    const outcome = outcomeOf(claim2, handover, effects2.now());
    if (outcome.state === "DEFERRED") {
      const minutes = waitMinutes(claim2.attempt, handover);
      supply.notBefore(claim2.delivery, effects2.ticks() + minutes * 6e4);
    }
    scribe.record(outcome);
    judge(handover);
    if (handover.scope === "host") {
      const reason2 = gate.trouble({ reason: handover.reason, fatal: false }, generation);
      if (reason2 !== void 0) stop("paused", reason2);
    } else if (handover.reply !== void 0) {
      gate.good();
    }
    options.onDone(outcome.state);
  };
  const judge = (handover) => {
    const reason2 = mustPause(handover);
    if (reason2 !== void 0) stop("paused", reason2);
  };
  return {
    get halt() {
      return halt;
    },
    async send() {
      const lanes = Array.from(
        { length: carrier2.lines },
        () => lane().catch((error) => {
          stop("stopped", "a line failed");
          throw error;
        })
      );
      const ended = await Promise.allSettled(lanes);
      await scribe.settled();
      const failed = ended.find((one) => one.status === "rejected");
      if (failed !== void 0) throw failed.reason;
    },
    giveBack: () => supply.giveBack()
  };
}
function sizeFault({ bytes }, { offers }, mail2) {
  const size = bytes.toLocaleString("en-US");
  if (bytes > mail2.maxBytes) {
    return `a letter of ${size} bytes is over mail.maxBytes (${mail2.maxBytes.toLocaleString("en-US")}). Raise it, or send a link instead of the PDF`;
  }
  if (offers.size > 0 && bytes > offers.size) {
    return `a letter of ${size} bytes is more than the mail server takes (${offers.size.toLocaleString("en-US")}). Raise its limit, or send a link instead of the PDF`;
  }
  return void 0;
}

// src/delivery/campaign.ts
var MINUTE = 6e4;
var PATIENCE = 15 * MINUTE;
var LEASE = 15 * MINUTE;
var GRACE = 3e4;
var OTHERS = 3e3;
async function runCampaign(run) {
  const merged = await mergeJournals(run.journalFolder, run.ledger, run.effects);
  if (merged > 0) run.effects.log(`${counted(merged, "outcome")} of an earlier run came from its journal.`);
  const journal = await openJournal(run.journalFolder, run.effects);
  try {
    return await conduct(run, journal);
  } finally {
    await journal.close();
  }
}
async function conduct(run, journal) {
  const { ledger: ledger2, campaign: campaign2, effects: effects2, patience = PATIENCE } = run;
  const clockFault = watchClock(effects2);
  const owner = run.owner ?? ownerName();
  const scribe = openScribe(ledger2, journal, owner, effects2);
  const progress = openProgress(run);
  const leaseMs2 = run.leaseMs ?? LEASE;
  const sending = openSending({ ...run, scribe, owner, leaseMs: leaseMs2, clockFault, ...progress });
  const alert = lateAlert(run);
  try {
    for (; ; ) {
      const fault = clockFault();
      if (fault !== void 0) return await halted(run, { state: "paused", reason: fault });
      await takeUp(run);
      progress.onCounts(await ledger2.counts(campaign2.id));
      await alert();
      await sendOrStop(sending, run);
      if (scribe.failure !== void 0) throw scribe.failure;
      await sending.giveBack();
      if (clockFault() === void 0) await expireLate(run);
      if (await ledger2.finish(campaign2.id, effects2.now().toISOString()))
        return await end(run, "finished", "");
      if (sending.halt !== void 0) return await halted(run, sending.halt);
      const { state: state2, reason: reason2 } = await current(run);
      if (state2 === "finished") return await end(run, "finished", "");
      if (state2 !== "open") return await end(run, state2 === "paused" ? "paused" : "stopped", reason2);
      const due = await dueAt(run);
      const wait = Date.parse(due) - effects2.now().getTime();
      if (wait > patience) return await end(run, "waiting", `the next letter is due at ${due}`);
      progress.onNote(`the next letter is due at ${due}`);
      const most = await isHeldByOthers(run) ? OTHERS : Number.POSITIVE_INFINITY;
      await pause(Math.max(Math.min(wait, most), 1e3), effects2, clockFault);
    }
  } catch (error) {
    await sending.giveBack().catch(() => void 0);
    throw scribe.failure ?? error;
  } finally {
    await scribe.close();
  }
}
async function expireLate({ ledger: ledger2, campaign: campaign2, effects: effects2 }) {
  const now = effects2.now().toISOString();
  if (now >= campaign2.deadline) await ledger2.expire(now);
}
async function takeUp({ ledger: ledger2, mail: mail2, effects: effects2, isGone = isDead }) {
  const now = effects2.now();
  const dead = (await ledger2.owners()).filter((owner) => isGone(owner));
  const { uncertain } = await ledger2.recover(dead, now.toISOString());
  if (uncertain > 0) effects2.log(`${counted(uncertain, "letter")} may have been sent by a run that ended.`);
  await ledger2.expire(now.toISOString());
  if (mail2.uncertain === "hold") return;
  const before = new Date(now.getTime() - mail2.uncertain.resendAfterHours * 60 * MINUTE);
  await ledger2.resendUncertain(before.toISOString(), now.toISOString());
}
async function sendOrStop(sending, { effects: effects2, graceMs = GRACE }) {
  const sent = sending.send();
  sent.catch(() => void 0);
  let timer;
  let begin = () => void 0;
  const grace = new Promise((resolve3) => {
    begin = () => {
      timer = setTimeout(resolve3, graceMs);
    };
    if (effects2.stop.aborted) begin();
    else effects2.stop.addEventListener("abort", begin);
  });
  try {
    await Promise.race([sent, grace]);
  } finally {
    clearTimeout(timer);
    effects2.stop.removeEventListener("abort", begin);
  }
}
async function halted(run, { state: state2, reason: reason2 }) {
  const { ledger: ledger2, campaign: campaign2, effects: effects2 } = run;
  if (state2 === "paused" && (await current(run)).state === "open") {
    await ledger2.setCampaign(campaign2.id, "paused", reason2, effects2.now().toISOString());
  }
  return end(run, state2, reason2);
}
async function current({ ledger: ledger2, campaign: campaign2 }) {
  const { edition: edition2, list } = campaign2;
  const found = await ledger2.campaigns({ edition: edition2, list });
  return found.find((one) => one.id === campaign2.id) ?? campaign2;
}
async function isHeldByOthers({ ledger: ledger2, campaign: campaign2 }) {
  const { CLAIMED, IN_DATA } = await ledger2.counts(campaign2.id);
  return CLAIMED + IN_DATA > 0;
}
async function dueAt({ ledger: ledger2, campaign: campaign2, effects: effects2 }) {
  const due = await ledger2.nextDue(campaign2.id) ?? effects2.now().toISOString();
  return due < campaign2.deadline ? due : campaign2.deadline;
}
async function end(run, state2, reason2) {
  const { ledger: ledger2, campaign: campaign2 } = run;
  const [counts3, nextDue2] = [await ledger2.counts(campaign2.id), await ledger2.nextDue(campaign2.id)];
  return { state: state2, reason: reason2, counts: counts3, nextDue: nextDue2 };
}
async function pause(ms, effects2, clockFault) {
  const until = effects2.ticks() + ms;
  while (!effects2.stop.aborted && clockFault() === void 0) {
    const left = until - effects2.ticks();
    if (left <= 0) return;
    await effects2.wait(Math.min(left, MINUTE));
  }
}

// src/delivery/letters.ts
init_errors();

// src/model/subscriber.ts
var LETTER_FORMATS = ["pdf", "link", "html"];

// src/delivery/compose.ts
init_errors();
import { createHash as createHash4 } from "node:crypto";
import { Readable } from "node:stream";

// src/model/address-grammar.ts
var LONGEST_LOCAL = 64;
var LONGEST = 254;
var LONGEST_LABEL = 63;
function parseAddress(text2) {
  const plain2 = text2.normalize("NFC");
  const fault = strayFault(plain2);
  if (fault !== void 0) return { fault };
  const at = plain2.indexOf("@");
  const local = plain2.slice(0, at);
  const inLocal = localFault(local);
  if (inLocal !== void 0) return { fault: inLocal };
  const domain = asciiDomain(plain2.slice(at + 1));
  if (typeof domain !== "string") return domain;
  const address = `${local}@${domain}`;
  const octets = octetsOf(address);
  if (octets > LONGEST) return { fault: `${octets} octets, at most ${LONGEST} are possible` };
  return { address, key: keyOf(local, domain), local, domain, international: !isAscii(local) };
}
function keyOf(local, domain) {
  return `${local.toLowerCase().replaceAll("\u03C2", "\u03C3").normalize("NFC")}@${domain}`;
}
var EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\ufe0f|\u20e3/u;
var INVISIBLE = /\p{Default_Ignorable_Code_Point}|\p{Cf}/u;
function strayFault(text2) {
  if (text2 === "") return "it is empty";
  if (/[\r\n\u0085\u2028\u2029]/.test(text2)) return "a line break";
  const control = /[\p{Cc}\p{Cs}]/u.exec(text2)?.[0];
  if (control !== void 0) return `a control character, ${codePoint(control)}`;
  if (EMOJI.test(text2)) return `an emoji${sideOf(text2.search(EMOJI), text2)}`;
  const invisible = INVISIBLE.exec(text2)?.[0];
  if (invisible !== void 0) return `an invisible character, ${codePoint(invisible)}`;
  const signs = [...text2].filter((character) => character === "@").length;
  if (signs > 1 && /[,;，；、\s]/.test(text2)) return "two addresses";
  if (/[<>]/.test(text2)) return "angle brackets; give the address alone";
  if (text2.includes('"')) return "a quoted local part";
  if (/[()]/.test(text2)) return "a comment in parentheses";
  if (/^mailto:/i.test(text2)) return 'a link; give the address without "mailto:"';
  if (/:.*;$/.test(text2)) return "a group of addresses";
  if (/\p{Z}/u.test(text2)) return "a space";
  if (signs === 0) return text2.includes("\uFF20") ? "a full-width \uFF20 for the @" : "no @";
  if (signs > 1) return signs === 2 ? "two @" : `${signs} @`;
  if (text2.startsWith("@")) return "nothing before the @";
  return text2.endsWith("@") ? "nothing after the @" : void 0;
}
function sideOf(place2, text2) {
  const at = text2.lastIndexOf("@");
  if (at < 0) return "";
  return place2 < at ? " before the @" : " after the @";
}
function localFault(local) {
  const octets = octetsOf(local);
  if (octets > LONGEST_LOCAL) return `${octets} octets before the @, at most ${LONGEST_LOCAL} are possible`;
  const dots = dotFault(local, "before the @");
  if (dots !== void 0) return dots;
  if (/^[=+-]/.test(local)) return `${JSON.stringify(local[0])} at the start`;
  if (/^\p{M}/u.test(local)) return "an accent without its letter";
  const odd = /[^\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~.]/u.exec(local)?.[0];
  if (odd !== void 0) return `${sign(odd)} before the @`;
  return widthFault(local);
}
function asciiDomain(text2) {
  if (text2.startsWith("[")) return { fault: "an IP address instead of a domain" };
  const odd = /[^\p{L}\p{M}\p{N}.-]/u.exec(text2)?.[0];
  if (odd !== void 0) return { fault: `${sign(odd)} in the domain` };
  const fault = dotFault(text2, "in the domain") ?? widthFault(text2);
  if (fault !== void 0) return { fault };
  const domain = encoded(text2.toLowerCase());
  if (domain === void 0) return { fault: "a domain that is no international name" };
  const labels = domain.split(".");
  const top = labels.at(-1) ?? "";
  if (labels.length === 1) return { fault: "no dot in the domain" };
  if (labels.some((label) => label.length > LONGEST_LABEL))
    return { fault: `a part of the domain longer than ${LONGEST_LABEL} characters` };
  if (labels.some((label) => label.startsWith("-") || label.endsWith("-")))
    return { fault: "a hyphen at the edge of a part of the domain" };
  if (labels.some((label) => /[^a-z0-9-]/.test(label)))
    return { fault: "a domain that is no international name" };
  if (/^(?:\d+|0x[\da-f]*)$/.test(top))
    return {
      fault: labels.length === 4 ? "an IP address instead of a domain" : `a domain that ends in a number`
    };
  return top.length < 2 ? { fault: "a domain that ends in one letter" } : domain;
}
function encoded(domain) {
  if (isAscii(domain) && !/(?:^|\.)xn--/.test(domain)) return domain;
  try {
    return new URL(`http://${domain}/`).hostname;
  } catch {
    return void 0;
  }
}
function dotFault(text2, where) {
  if (text2.startsWith(".")) return where === "before the @" ? "a dot at the start" : "a dot behind the @";
  if (text2.endsWith(".")) return where === "before the @" ? "a dot before the @" : "a dot at the end";
  return text2.includes("..") ? `two dots in a row ${where}` : void 0;
}
function widthFault(text2) {
  const plain2 = text2.normalize("NFKC");
  return plain2 === text2 ? void 0 : `letters of another width; is it ${JSON.stringify(plain2)}?`;
}
function sign(character) {
  if (character === "\u3002") return 'the full stop "\u3002"';
  return JSON.stringify(character);
}
function codePoint(character) {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
function isAscii(text2) {
  return /^[\u0020-\u007e]*$/.test(text2);
}
function octetsOf(text2) {
  return isAscii(text2) ? text2.length : new TextEncoder().encode(text2).length;
}

// src/delivery/dkim.ts
import { createHash as createHash3, createPrivateKey, sign as sign2 } from "node:crypto";
init_errors();

// src/delivery/headers.ts
var FOLD = 76;
var WORD = 64;
var CONTROL2 = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
function headerText(text2) {
  return Buffer.from(text2.replaceAll("\uFEFF", "").replace(CONTROL2, " ").trim()).toString();
}
function fileText(name) {
  return headerText(name).replace(/[<>:"/\\|?*\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "-");
}
function header(name, value) {
  const lines = [];
  let line2 = `${name}:`;
  for (const word of value.split(" ")) {
    if (line2.length + 1 + word.length > FOLD && line2 !== `${name}:`) {
      lines.push(line2);
      line2 = "";
    }
    line2 += ` ${word}`;
  }
  return `${[...lines, line2].join("\r\n")}\r
`;
}
function unstructured(text2) {
  const value = headerText(text2);
  return isPlain(value) ? value : encodedWords(value);
}
function phrase(text2) {
  const value = headerText(text2);
  if (value === "") return "";
  return isPlain(value) && value.length <= WORD ? quotedString(value) : encodedWords(value);
}
function mailbox(name, address) {
  const said = phrase(name);
  return said === "" ? `<${address}>` : `${said} <${address}>`;
}
function isPlain(value) {
  return /^[\x20-\x7e]*$/.test(value) && !value.includes("=?") && !/ {2}|\S{65}/.test(value);
}
function quotedString(value) {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}
function encodedWords(value) {
  const most = Math.floor((WORD - "=?UTF-8?B??=".length) / 4) * 3;
  return chunks([...value], most, (character) => Buffer.byteLength(character)).map((chunk) => `=?UTF-8?B?${Buffer.from(chunk).toString("base64")}?=`).join(" ");
}
function fileNameParameters(name) {
  const value = fileText(name);
  if (isPlain(value) && value.length <= 60) return [`filename=${quotedString(value)}`];
  const parts = chunks(percentEncoded(value), 57, (unit) => unit.length);
  return parts.length === 1 ? [`filename*=UTF-8''${parts[0]}`] : parts.map((part, at) => `filename*${at}*=${at === 0 ? "UTF-8''" : ""}${part}`);
}
function oldFileName(name) {
  const value = fileText(name);
  return isPlain(value) && value.length <= 60 ? quotedString(value) : `"${encodedWords(value)}"`;
}
function percentEncoded(value) {
  return [...value].map(
    (character) => /^[A-Za-z0-9._~-]$/.test(character) ? character : [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("")
  );
}
function chunks(units, most, sizeOf) {
  const done = [];
  let chunk = "";
  let size = 0;
  for (const unit of units) {
    if (size + sizeOf(unit) > most) {
      done.push(chunk);
      chunk = "";
      size = 0;
    }
    chunk += unit;
    size += sizeOf(unit);
  }
  return [...done, chunk];
}

// src/delivery/secret-file.ts
import { stat as stat2 } from "node:fs/promises";
init_errors();
var MAX_BYTES2 = 64 * 1024;
async function readSecretFile(path, setting, code) {
  const fail = (name, message, cause) => new AssayError("config", { code: name, where: `${setting} ${path}`, message }, { cause });
  try {
    const mode = (await stat2(path)).mode & 511;
    if (process.platform !== "win32" && (mode & 63) !== 0) {
      const octal = mode.toString(8).padStart(4, "0");
      const whose = (mode & 7) === 0 ? "others of its group" : "everyone";
      throw fail("E_CONFIG_SECRET", `is readable by ${whose} (mode ${octal}). Run: chmod 600 ${path}`);
    }
    const read2 = await readRegularFile(path, MAX_BYTES2);
    if (read2 instanceof Uint8Array) return read2;
    throw fail(
      code,
      `is ${read2.kind ?? sizeText(read2.size ?? 0)}. Expected a file of at most ${sizeText(MAX_BYTES2)}.`
    );
  } catch (error) {
    if (error instanceof AssayError) throw error;
    const reason2 = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    if (reason2 === "ENOENT") throw fail(code, `no such file. Put it there, or set ${setting}.`, error);
    throw fail(code, `cannot be read (${reason2}). Give this user the right to read it.`, error);
  }
}

// src/delivery/dkim.ts
var SIGNED = [
  ...[
    "From",
    "From",
    "To",
    "To",
    "Reply-To",
    "Subject",
    "Subject",
    "Date",
    "Date",
    "Message-ID",
    "MIME-Version"
  ],
  ...[
    "Content-Type",
    "Content-Language",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted"
  ]
];
function signature(signer, headers, bodyHash) {
  const left = headers.map(relaxedHeader);
  const names = [];
  let data = "";
  for (const name of SIGNED) {
    const prefix = `${name.toLowerCase()}:`;
    const at = left.findIndex((line2) => line2.startsWith(prefix));
    if (at === -1 && !names.includes(name)) continue;
    names.push(name);
    if (at !== -1) data += `${left.splice(at, 1)[0]}\r
`;
  }
  const unsigned = header(
    "DKIM-Signature",
    `v=1; a=${signer.algorithm}; c=relaxed/relaxed; d=${signer.domain}; s=${signer.selector}; h=${names.join(": ")}; bh=${bodyHash}; b=`
  ).replace(/\r\n$/, "");
  const signed = signatureOf(signer, `${data}${relaxedHeader(unsigned)}`).toString("base64");
  return `${unsigned}\r
 ${signed.replace(/.{72}(?=.)/g, "$&\r\n ")}\r
`;
}
function signatureOf({ key, algorithm }, text2) {
  const data = Buffer.from(text2);
  return algorithm === "rsa-sha256" ? sign2("sha256", data, key) : sign2(null, createHash3("sha256").update(data).digest(), key);
}
function relaxedHeader(line2) {
  const colon = line2.indexOf(":");
  const value = line2.slice(colon + 1).replace(/\r\n/g, "").replace(/[ \t]+/g, " ").trim();
  return `${line2.slice(0, colon).toLowerCase()}:${value}`;
}

// src/delivery/mime.ts
function partHead(boundary, headers) {
  return Buffer.from(`--${boundary}\r
${headers.join("")}\r
`, "latin1");
}
function multipartEnd(boundary) {
  return Buffer.from(`--${boundary}--\r
`, "latin1");
}
function multipart(kind, boundary, ...parameters) {
  return header("Content-Type", [`multipart/${kind}`, ...parameters, `boundary="${boundary}"`].join("; "));
}
function textHeaders(kind) {
  return [
    header("Content-Type", `text/${kind}; charset=utf-8`),
    header("Content-Transfer-Encoding", "quoted-printable")
  ];
}
function pictureHeaders(id3, name) {
  return [
    header("Content-Type", `image/png; name="${name}"`),
    header("Content-Transfer-Encoding", "base64"),
    header("Content-ID", `<${id3}>`),
    header("Content-Disposition", `inline; filename="${name}"`)
  ];
}
function attachmentHeaders(type, name) {
  return [
    header("Content-Type", `${type}; name=${oldFileName(name)}`),
    header("Content-Transfer-Encoding", "base64"),
    header("Content-Disposition", ["attachment", ...fileNameParameters(name)].join("; "))
  ];
}
function base64Lines(bytes) {
  const text2 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  const lines = [];
  for (let at = 0; at < text2.length; at += 76) lines.push(text2.slice(at, at + 76));
  return Buffer.from(`${lines.join("\r\n")}\r
`, "latin1");
}

// src/delivery/quoted-printable.ts
var MOST = 76;
function quotedPrintable(text2) {
  const lines = text2.split(/\r\n|\r|\n/);
  const last = lines.pop() ?? "";
  const whole = lines.map((line2) => `${folded(escaped(line2))}\r
`).join("");
  return Buffer.from(last === "" ? whole : `${whole}${folded(escaped(last), true)}=\r
`, "latin1");
}
function escaped(line2) {
  const bytes = Buffer.from(line2);
  const units = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const plain2 = byte === BLANK ? isLoneBlank(bytes, at) : byte > BLANK && byte < 127 && byte !== EQUALS;
    units.push(plain2 ? String.fromCharCode(byte) : hexed(byte));
  }
  return units;
}
var BLANK = 32;
var EQUALS = 61;
function isLoneBlank(bytes, at) {
  return at > 0 && at < bytes.length - 1 && bytes[at - 1] !== BLANK;
}
function hexed(byte) {
  return `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
function folded(units, open5 = false) {
  const lines = [];
  let line2 = "";
  units.forEach((unit, at) => {
    const ends = at === units.length - 1 && !open5;
    if (line2.length + unit.length > (ends ? MOST : MOST - 1)) {
      lines.push(line2);
      line2 = "";
    }
    line2 += line2 === "" && isTrap(units, at) ? hexed(unit.charCodeAt(0)) : unit;
  });
  return [...lines, line2].join("=\r\n");
}
function isTrap(units, at) {
  return units[at] === "." || units[at] === "F" && units.slice(at, at + 5).join("") === "From ";
}

// src/model/letter.ts
import { z as z5 } from "zod";

// src/model/language.ts
import { z as z4 } from "zod";
var LANGUAGES = ["en", "zh"];
var bilingualSchema = z4.strictObject({ en: z4.string().min(1), zh: z4.string().min(1) });

// src/model/letter.ts
var pieceSchema = z5.strictObject({
  text: z5.string(),
  /** `metal.copper`, or one of the conditions. */
  when: z5.string().optional()
});
var LETTER_CONDITIONS = ["online", "pdf", "correction", "unsubscribe"];
var LETTER_SLOTS = ["online", "unsubscribe", "manifest"];
var letterSchema = z5.strictObject({
  schema: z5.literal(1),
  edition: z5.string(),
  week: z5.string(),
  language: z5.enum(LANGUAGES),
  /** The newsletter's name, for From: and List-Id:. */
  title: z5.string(),
  /** The desk's name. */
  sender: z5.string(),
  subject: z5.string().min(1),
  /** The same for those who got an earlier edition of the week. */
  correctionSubject: z5.string().min(1),
  preheader: z5.string(),
  /** Files beside it, shown at `width` × `height` CSS pixels and drawn at twice that. */
  pictures: z5.array(
    z5.strictObject({ file: z5.string(), alt: z5.string(), width: z5.int(), height: z5.int() })
  ),
  /** Name of the attached PDF, without folders: `金属周报 2025-W24.pdf`. */
  attachment: z5.string(),
  /** Metals by group, for readers who chose a group. */
  groups: z5.record(z5.string(), z5.array(z5.string())),
  text: z5.array(pieceSchema)
});

// src/delivery/pieces.ts
var MARK = /<!--\s*(?:when\s+(\S+?)|(end))\s*-->/g;
var SLOT = new RegExp(`@@(${LETTER_SLOTS.join("|")})@@`);
function htmlPieces(html) {
  const pieces = [];
  let when;
  let from = 0;
  for (const mark of html.matchAll(MARK)) {
    const [whole, name, end2] = mark;
    if (end2 === void 0 && when !== void 0) return { fault: `${whole} stands inside ${opening(when)}` };
    if (end2 !== void 0 && when === void 0) return { fault: `${whole} ends nothing` };
    pieces.push(pieceOf(html.slice(from, mark.index), when));
    when = name;
    from = mark.index + whole.length;
  }
  if (when !== void 0) return { fault: `${opening(when)} is not ended` };
  return [...pieces, pieceOf(html.slice(from), when)].filter(({ text: text2 }) => text2 !== "");
}
function opening(when) {
  return `<!--when ${when}-->`;
}
function pieceOf(text2, when) {
  return when === void 0 ? { text: text2 } : { text: text2, when };
}
function unknownCondition(pieces) {
  const known3 = LETTER_CONDITIONS;
  return pieces.map(({ when }) => when).find((when) => when !== void 0 && !known3.includes(when) && metalOf(when) === void 0);
}
function metalOf(when) {
  return /^metal\.(.+)$/.exec(when ?? "")?.[1];
}
function stretches(pieces) {
  return pieces.flatMap(
    ({ text: text2, when }) => text2.split(SLOT).flatMap((part, at) => {
      const slot = at % 2 === 1 ? LETTER_SLOTS.find((one) => one === part) : void 0;
      if (slot !== void 0) return [{ when, slot }];
      return part === "" ? [] : [{ when, text: part }];
    })
  );
}
function metalsFor(wishes, groups, present) {
  const wished = new Set(
    wishes.flatMap((wish) => [wish, ...Object.hasOwn(groups, wish) ? groups[wish] ?? [] : []])
  );
  const left = [...present].filter((metal) => wished.has(metal));
  return left.length === 0 ? present : new Set(left);
}

// src/delivery/stock.ts
function encodeLetter(files, manifest, constants2) {
  const { language, letter, html, pdf } = files;
  const mark = manifest.manifest.slice(0, 24);
  const boundaries = {
    mixed: `=_assay-mixed-${mark}`,
    related: `=_assay-related-${mark}`,
    alternative: `=_assay-alternative-${mark}`
  };
  const ids = letter.pictures.map((_, at) => `${at + 1}.${language}.${mark}@${constants2.domain}`);
  const fill = (slot) => slot === "manifest" ? manifest.manifest : slot === "online" ? constants2.online ?? "" : void 0;
  const shown2 = html.map((piece) => withPictures(piece, letter, ids));
  return {
    language,
    letter,
    text: encodePieces(letter.text, fill, []),
    html: encodePieces(shown2, (slot) => escapeOf(fill(slot)), ids),
    metals: new Set([...html, ...letter.text].flatMap(({ when }) => metalOf(when) ?? [])),
    pictures: files.pictures.map(({ bytes }, at) => {
      const head2 = partHead(
        boundaries.related,
        pictureHeaders(ids[at] ?? "", letter.pictures[at]?.file ?? "")
      );
      return Buffer.concat([head2, base64Lines(bytes)]);
    }),
    pdf: Buffer.concat([
      partHead(boundaries.mixed, attachmentHeaders("application/pdf", letter.attachment)),
      base64Lines(pdf.bytes),
      multipartEnd(boundaries.mixed)
    ]),
    boundaries
  };
}
function withPictures(piece, letter, ids) {
  const text2 = letter.pictures.reduce(
    (html, { file }, at) => html.replaceAll(`src="${file}"`, `src="cid:${ids[at]}"`),
    piece.text
  );
  return { ...piece, text: text2 };
}
function encodePieces(pieces, fill, ids) {
  const stocks = [];
  let text2 = "";
  let when;
  const flush = () => {
    if (text2 !== "") {
      const pictures = ids.flatMap((id3, at) => text2.includes(`cid:${id3}`) ? [at] : []);
      stocks.push({ when, bytes: quotedPrintable(text2), pictures });
    }
    text2 = "";
  };
  for (const stretch of stretches(pieces)) {
    if (stretch.when !== when) flush();
    when = stretch.when;
    const said = stretch.slot === void 0 ? stretch.text : fill(stretch.slot);
    if (said !== void 0) {
      text2 += said;
      continue;
    }
    flush();
    stocks.push({ when, bytes: void 0, pictures: [] });
  }
  flush();
  return stocks;
}
function escapeHtml(text2) {
  return text2.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
function escapeOf(text2) {
  return text2 === void 0 ? void 0 : escapeHtml(text2);
}

// src/delivery/message.ts
function bodyOf(stocks, choice) {
  const { boundaries } = stocks;
  const html = stocks.html.filter(({ when }) => choice.holds(when));
  const shown2 = new Set(html.flatMap(({ pictures: pictures2 }) => pictures2));
  const pictures = stocks.pictures.filter((_, at) => shown2.has(at));
  const alternative = multipart("alternative", boundaries.alternative);
  const related = multipart("related", boundaries.related, 'type="multipart/alternative"');
  const inner = pictures.length > 0 ? related : alternative;
  const words2 = [
    ...choice.attached ? [partHead(boundaries.mixed, [inner])] : [],
    ...pictures.length > 0 ? [partHead(boundaries.related, [alternative])] : [],
    partHead(boundaries.alternative, textHeaders("plain")),
    ...filled(
      stocks.text.filter(({ when }) => choice.holds(when)),
      choice.link
    ),
    partHead(boundaries.alternative, textHeaders("html")),
    ...filled(html, escapeHtml(choice.link)),
    multipartEnd(boundaries.alternative)
  ];
  const chunks2 = [
    Buffer.concat(words2),
    ...pictures,
    ...pictures.length > 0 ? [multipartEnd(boundaries.related)] : [],
    ...choice.attached ? [stocks.pdf] : []
  ];
  return { type: choice.attached ? multipart("mixed", boundaries.mixed) : inner, chunks: chunks2 };
}
var END = Buffer.from("\r\n");
function filled(stocks, link2) {
  const own = quotedPrintable(link2);
  return [...stocks.map(({ bytes }) => bytes ?? own), END];
}

// src/delivery/sender.ts
init_errors();

// src/delivery/mail-key.ts
init_errors();
import { createHmac, createSecretKey } from "node:crypto";
import { link, mkdir as mkdir2, open as open3, rm as rm2 } from "node:fs/promises";
import { basename as basename2, dirname, join as join4 } from "node:path";
var KEY_BYTES = 32;
var SETTING = "mail.keyFile";
function keyOf2(secret) {
  const key = createSecretKey(secret);
  return { secret: key, fingerprint: proof(key, "fingerprint", "").toString("hex").slice(0, 16) };
}
function proof(secret, purpose, text2) {
  return createHmac("sha256", secret).update(`assay ${purpose}\0${text2}`).digest();
}
async function openKey(file, effects2) {
  const kept = await readKey(file);
  if (kept !== void 0) return kept;
  try {
    await makeKey(file, effects2.random(KEY_BYTES));
  } catch (error) {
    const reason2 = errorCode2(error) ?? "unknown";
    throw unusable(
      file,
      `cannot be made (${reason2}). Set ${SETTING} to a place this user may write to.`,
      error
    );
  }
  const written = await readKey(file);
  if (written === void 0) throw unusable(file, "is gone again. See who else writes to this folder.");
  return written;
}
async function readKey(file) {
  const bytes = await readSecretFile(file, SETTING, "E_MAIL_KEY").catch((error) => {
    if (error instanceof AssayError && errorCode2(error.cause) === "ENOENT") return void 0;
    throw error;
  });
  if (bytes === void 0) return void 0;
  const text2 = bytes.toString("latin1").trim();
  const digits = KEY_BYTES * 2;
  if (/^(?:[0-9a-f]{2})+$/i.test(text2) && text2.length >= digits) return keyOf2(Buffer.from(text2, "hex"));
  const found = text2 === "" ? "is empty" : `holds no key (${text2.length} characters)`;
  throw unusable(
    file,
    `${found}. Expected at least ${digits} hex digits. Restore it from a copy: links and bounces of letters sent so far are proven by it.`
  );
}
var made = 0;
async function makeKey(file, secret) {
  const folder2 = dirname(file);
  await mkdir2(folder2, { recursive: true });
  made += 1;
  const temporary = join4(folder2, `.tmp-${process.pid}-${made}-${basename2(file)}`);
  await rm2(temporary, { force: true });
  const handle = await open3(temporary, "wx", 384);
  try {
    await handle.writeFile(`${Buffer.from(secret).toString("hex")}
`);
    await handle.sync();
    await handle.close();
    await link(temporary, file).catch((error) => {
      if (errorCode2(error) !== "EEXIST") throw error;
    });
  } finally {
    await handle.close().catch(() => void 0);
    await rm2(temporary, { force: true });
  }
  await syncFolder(folder2);
}
async function syncFolder(folder2) {
  if (process.platform === "win32") return;
  const handle = await open3(folder2, "r");
  try {
    await handle.sync();
  } catch (error) {
    if (!["EINVAL", "ENOTSUP"].includes(errorCode2(error) ?? "")) throw error;
  } finally {
    await handle.close();
  }
}
function unusable(file, message, cause) {
  return new AssayError("config", { code: "E_MAIL_KEY", where: `${SETTING} ${file}`, message }, { cause });
}
function errorCode2(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : void 0;
}

// src/delivery/tokens.ts
var ID_BYTES = 8;
var PROOF_BYTES = 16;
function unsubscribeToken(key, subscriber) {
  const id3 = Buffer.alloc(ID_BYTES);
  id3.writeBigUInt64BE(BigInt(subscriber));
  const proven = proof(key.secret, "unsubscribe", id3.toString("hex"));
  return Buffer.concat([id3, proven.subarray(0, PROOF_BYTES)]).toString("base64url");
}
var PREFIX_DIGITS = 20;
var BOUNCE_PROOF_BYTES = 10;
var BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
function bounceToken(key, delivery2) {
  const prefix = delivery2.slice(0, PREFIX_DIGITS);
  const proven = proof(key.secret, "bounce", prefix).subarray(0, BOUNCE_PROOF_BYTES);
  return base32(Buffer.concat([Buffer.from(prefix, "hex"), proven]));
}
function base32(bytes) {
  let text2 = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8 | byte) & 4095;
    bits += 8;
    for (; bits >= 5; bits -= 5) text2 += BASE32[held >>> bits - 5 & 31];
  }
  return text2;
}

// src/delivery/sender.ts
function senderOf(mail2, manifest, key) {
  const from = addressOf("from", mail2.from);
  return {
    from,
    replyTo: mail2.replyTo === void 0 ? void 0 : addressOf("replyTo", mail2.replyTo),
    bounces: mail2.bounces === void 0 ? from : addressOf("bounces", mail2.bounces),
    site: mail2.site?.replace(/\/+$/, ""),
    listId: mail2.listId ?? `weekly.${from.domain}`,
    date: new Date(manifest.publishedAt).toUTCString().replace("GMT", "+0000"),
    edition: manifest.edition,
    key
  };
}
function addressOf(field, text2) {
  const address = parseAddress(text2);
  if (!("fault" in address)) return address;
  const message = `${quoted(text2)} is no e-mail address (${address.fault}). Expected one like weekly@example.cn.`;
  throw new AssayError("config", { code: "E_CONFIG_FIELD", where: `mail.${field}`, message });
}
function envelopeOf({ bounces, key }, delivery2) {
  const token = bounceToken(key, delivery2);
  return { from: `${bounces.local}+${token}@${bounces.domain}`, token };
}
function leavingOf({ site, key, bounces }, subscriber) {
  const token = unsubscribeToken(key, subscriber);
  return {
    page: site === void 0 ? void 0 : `${site}/u/${token}`,
    mail: `mailto:${encodeURIComponent(bounces.local)}@${bounces.domain}?subject=unsubscribe%20${token}`
  };
}
function letterHeaders(sender, letter, recipient, to, content) {
  const { from, replyTo, listId, date, edition: edition2 } = sender;
  const { page, mail: mail2 } = leavingOf(sender, recipient.subscriber);
  const id3 = `${recipient.delivery.slice(0, 32)}.${edition2}@${from.domain}`;
  return [
    header("From", mailbox(letter.sender, from.address)),
    header("To", mailbox(recipient.name, to.address)),
    ...replyTo === void 0 ? [] : [header("Reply-To", `<${replyTo.address}>`)],
    header("Subject", unstructured(recipient.corrected ? letter.correctionSubject : letter.subject)),
    header("Date", date),
    header("Message-ID", `<${id3}>`),
    header("Content-Language", letter.language),
    header("List-Id", mailbox(letter.title, listId)),
    header("List-Unsubscribe", page === void 0 ? `<${mail2}>` : `<${page}>, <${mail2}>`),
    ...page === void 0 ? [] : [header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")],
    // The three by which programs that answer for people who are away know to keep silent: RFC 3834, old ones, Exchange.
    header("Auto-Submitted", "auto-generated"),
    header("Precedence", "bulk"),
    header("X-Auto-Response-Suppress", "OOF, AutoReply"),
    header("X-Assay-Delivery", bounceToken(sender.key, recipient.delivery)),
    header("MIME-Version", "1.0"),
    content
  ];
}

// src/delivery/compose.ts
function outgoing(stocks, recipient, sender, signer) {
  const to = addressOf2(recipient);
  const { type, chunks: chunks2 } = bodyOf(stocks, choiceOf(stocks, recipient, sender));
  const headers = letterHeaders(sender, stocks.letter, recipient, to, type);
  const signed = signer === void 0 ? headers : [signature(signer, headers, hashOf(chunks2)), ...headers];
  const [words2 = Buffer.alloc(0), ...shared] = chunks2;
  const message = [Buffer.concat([Buffer.from(`${signed.join("")}\r
`), words2]), ...shared];
  const { from, token } = envelopeOf(sender, recipient.delivery);
  return {
    from,
    to: to.address,
    international: to.international,
    bytes: message.reduce((sum, { length }) => sum + length, 0),
    envelopeId: token,
    open: () => Readable.from(message, { objectMode: false })
  };
}
function addressOf2({ address, delivery: delivery2 }) {
  const parsed = parseAddress(address);
  if (!("fault" in parsed)) return parsed;
  const message = `${quoted(address)} is no e-mail address (${parsed.fault}). Correct the subscriber.`;
  throw new AssayError("data", { code: "E_SEND_ADDRESS", where: delivery2.slice(0, 16), message });
}
function choiceOf({ metals, letter }, recipient, sender) {
  const wished = metalsFor(recipient.metals, letter.groups, metals);
  const { page, mail: mail2 } = leavingOf(sender, recipient.subscriber);
  const conditions = /* @__PURE__ */ new Map([
    ["online", sender.site !== void 0],
    ["unsubscribe", sender.site !== void 0],
    ["pdf", recipient.format === "pdf"],
    ["correction", recipient.corrected]
  ]);
  return {
    holds(when) {
      if (when === void 0) return true;
      const metal = metalOf(when);
      return metal === void 0 ? conditions.get(when) === true : wished.has(metal);
    },
    attached: recipient.format === "pdf",
    link: page ?? mail2
  };
}
function hashOf(chunks2) {
  const hash2 = createHash4("sha256");
  for (const chunk of chunks2) hash2.update(chunk);
  return hash2.digest("base64");
}

// src/delivery/letter-files.ts
init_errors();
async function readLetters(reports2, manifest) {
  const { edition: edition2 } = manifest;
  const label = (...path) => labelOf(reports2, edition2, ...path);
  const findings = await verifyEdition(reports2, edition2);
  if (findings.length > 0) {
    const message = `${counted(findings.length, "fault")} found where the edition was proven. What is not as it was published is never mailed; nothing was sent.`;
    throw new AssayError("data", [{ code: "E_SEND_EDITION", where: label(), message }, ...findings]);
  }
  const { manifest: found, files } = await readEdition(reports2, edition2);
  if (found.manifest !== manifest.manifest) throw changed(label());
  const bytes = new Map(files.map((file) => [file.path, file]));
  const take2 = (path) => {
    const file = bytes.get(path);
    const listed = found.files[path];
    if (file === void 0 || listed === void 0)
      throw noLetter(label(path), "the edition has no such file");
    if (sha256(file.bytes) !== listed.sha256) throw changed(label(path));
    return file;
  };
  const languages = found.languages.flatMap((name) => LANGUAGES.filter((one) => one === name));
  if (languages.length === 0) throw noLetter(label(), "the edition has no language that mail knows");
  return languages.map((language) => {
    const letter = parseLetter(
      text(take2(`${language}/email.json`)),
      label(`${language}/email.json`),
      found,
      language
    );
    const html = htmlPieces(text(take2(`${language}/email.html`)));
    if ("fault" in html) throw noLetter(label(`${language}/email.html`), html.fault);
    requireConditions(html, label(`${language}/email.html`));
    requireConditions(letter.text, label(`${language}/email.json`));
    return {
      language,
      letter,
      html,
      pictures: letter.pictures.map(({ file }) => take2(`${language}/${file}`)),
      pdf: take2(`${language}/brief.pdf`)
    };
  });
}
function text({ bytes }) {
  return new TextDecoder().decode(bytes);
}
function parseLetter(json, where, { edition: edition2 }, language) {
  let value;
  try {
    value = JSON.parse(json);
  } catch {
    throw noLetter(where, "it is no readable JSON");
  }
  const parsed = letterSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue === void 0 || issue.path.length === 0 ? "it" : quoted(issue.path.join("."));
    throw noLetter(where, `${field} is not as a letter has it (${issue?.message ?? ""})`);
  }
  const letter = parsed.data;
  if (letter.edition !== edition2 || letter.language !== language) {
    throw noLetter(where, `it belongs to ${letter.edition} in ${letter.language}`);
  }
  return letter;
}
function requireConditions(pieces, where) {
  const unknown = unknownCondition(pieces);
  if (unknown !== void 0) throw noLetter(where, `nothing fulfils the condition ${quoted(unknown)}`);
}
function changed(where) {
  const message = 'changed while it was being read. What is not as it was published is never mailed; nothing was sent. See "assay archive verify".';
  return new AssayError("data", { code: "E_SEND_EDITION", where, message });
}
function noLetter(where, what) {
  const message = `${what}, so the edition cannot be mailed; nothing was sent. Expected a letter made with the edition, as this program makes them. Send an edition that has one; "assay build" makes the next.`;
  return new AssayError("data", { code: "E_SEND_LETTER", where, message });
}

// src/delivery/letters.ts
async function openLetters({
  reports: reports2,
  manifest,
  mail: mail2,
  key,
  signer
}) {
  const files = await readLetters(reports2, manifest);
  const sender = senderOf(mail2, manifest, key);
  const stocks = new Map(
    files.map((one) => {
      const { language } = one;
      const online = sender.site && `${sender.site}/e/${manifest.edition}/${language}/brief.html`;
      return [language, encodeLetter(one, manifest, { online, domain: sender.from.domain })];
    })
  );
  const [first] = stocks.values();
  if (first === void 0) throw new Error("an edition without a language passed its proof");
  const write2 = (recipient) => outgoing(stocks.get(recipient.language) ?? first, recipient, sender, signer);
  const sizes = {};
  for (const language of stocks.keys()) {
    for (const format of LETTER_FORMATS) {
      if (format !== "link" || sender.site !== void 0)
        sizes[`${language} ${format}`] = largest(language, format, write2);
    }
  }
  const refuse2 = (stock, format, bytes) => {
    if (format === "link" && sender.site === void 0) throw noSite();
    if (bytes <= mail2.maxBytes) return;
    const { where, ...problem } = tooLarge(stock, format, bytes, mail2.maxBytes);
    throw new AssayError("config", { ...problem, where: labelOf(reports2, manifest.edition, where) });
  };
  return {
    edition: manifest.edition,
    languages: [...stocks.keys()],
    sizes,
    require(formats) {
      for (const format of formats) {
        for (const [language, stock] of stocks) refuse2(stock, format, sizes[`${language} ${format}`] ?? 0);
      }
    },
    compose(recipient) {
      const stock = stocks.get(recipient.language) ?? first;
      refuse2(stock, recipient.format, 0);
      const message = write2(recipient);
      refuse2(stock, recipient.format, message.bytes);
      return message;
    }
  };
}
function largest(language, format, write2) {
  const address = `${"a".repeat(64)}@${`${"b".repeat(62)}.`.repeat(2)}${"c".repeat(58)}.cn`;
  const reader = { ...MADE_UP, address, name: "\u540D".repeat(100), language, format };
  return Math.max(...[false, true].map((corrected) => write2({ ...reader, corrected }).bytes));
}
var MADE_UP = {
  delivery: "0".repeat(64),
  subscriber: 0,
  address: "reader@example.org",
  name: "A. Reader",
  language: "en",
  timeZone: "",
  metals: [],
  format: "html",
  corrected: false,
  attempt: 1,
  fence: 1
};
function noSite() {
  const message = 'not set, so letters of the format "link" have nowhere to lead; nothing was sent. Set it to where "assay serve" is reached, or give those subscribers another format: pdf, html.';
  return new AssayError("config", { code: "E_SEND_SITE", where: "mail.site", message });
}
function tooLarge(stock, format, bytes, most) {
  const pictures = stock.pictures.map(
    ({ length }, at) => [stock.letter.pictures[at]?.file ?? "", length]
  );
  const parts = format === "pdf" ? [...pictures, ["brief.pdf", stock.pdf.length]] : pictures;
  const [file, part] = parts.reduce((a, b) => b[1] > a[1] ? b : a, ["email.html", 0]);
  const share = part === 0 ? "" : ` (${sizeText(part)} of it)`;
  const other = format === "pdf" ? ", or give these subscribers another format: link, html" : "";
  return {
    code: "E_SEND_SIZE",
    where: `${stock.language}/${file}`,
    message: `with it${share} a letter of the format "${format}" has ${sizeText(bytes)}; the limit is ${sizeText(most)} (mail.maxBytes). Nothing was sent. Raise the limit if the server takes more${other}.`
  };
}

// src/delivery/mailer.ts
init_errors();

// src/delivery/reply.ts
init_errors();
var LINE = /^([2-5]\d\d)(?:[ -](?:([245]\.\d{1,3}\.\d{1,3})(?:\s+|$))?(.*))?$/s;
var MOST_SHOWN = 500;
function parseReply(raw, redact = (text2) => text2) {
  const lines = raw.trimEnd().split(/\r?\n/);
  const found = lines.map((line2) => LINE.exec(line2));
  const last = found.at(-1);
  if (!last || found.some((line2) => line2?.[1] !== last[1])) return void 0;
  const code = Number(last[1]);
  const enhanced = found.map((line2) => line2?.[2] ?? "").find((text3) => text3.startsWith(raw.slice(0, 1))) ?? "";
  const said = found.map((line2) => (line2?.[3] ?? "").trim()).join(" ");
  const text2 = oneLine(redact(said).trim());
  return { code, enhanced, text: text2.length > MOST_SHOWN ? `${text2.slice(0, MOST_SHOWN)}\u2026` : text2 };
}
function replyText({ code, enhanced, text: text2 }) {
  return [String(code), enhanced, text2].filter((part) => part !== "").join(" ");
}
var QUEUE_IDS = [
  // Postfix, 163: Ok: queued as 4F2D91C0B2
  /\bqueued as ([\w.,+/=-]*\w)/i,
  // Exim: OK id=1rXyZa-0003Cd-2B
  /\bid=([\w-]+)/,
  // Exchange: <…> [InternalId=123, Hostname=…] Queued mail for delivery
  /\bInternalId=(\d+)/i,
  // Sendmail, OpenSMTPD: 4AMB2 Message accepted for delivery
  /^(\w{6,}) Message accepted/i,
  // Haraka: Message Queued (5A1B…)
  /\bQueued \(([\w.-]+)\)/i,
  // qmail: ok 1700000000 qp 12345
  /\bqp (\d+)/,
  // Gmail: OK  1700000000 d9443c01a7336-… - gsmtp
  /\bOK\s+\d{9,} ([\w.-]+) - gsmtp/i,
  // SES: Ok 0102018c…-000000
  /^Ok ([\da-f]{10,}[\da-f-]*)$/i
];
function queueIdOf(text2) {
  for (const pattern of QUEUE_IDS) {
    const id3 = pattern.exec(text2)?.[1];
    if (id3) return id3;
  }
  return void 0;
}

// src/delivery/outcome.ts
function classify(ending) {
  const { phase, reply, cause } = ending;
  if (reply && phase === "end" && reply.code < 300) return accepted(reply);
  if (reply && reply.code >= 400) return refused(phase, reply);
  const without = { scope: "host", phase, ...reply ? { reply } : {} };
  if (phase === "body" || phase === "end")
    return {
      ...without,
      state: "UNCERTAIN",
      reason: `${cause}; whether the server has the letter is not known`
    };
  return { ...without, state: "DEFERRED", reason: `${cause}; the server has not got the letter` };
}
function accepted(reply) {
  const queueId = queueIdOf(reply.text);
  return {
    state: "ACCEPTED",
    scope: "recipient",
    phase: "end",
    reply,
    ...queueId === void 0 ? {} : { queueId },
    reason: replyText(reply)
  };
}
function refused(phase, reply) {
  const said = { phase, reply, reason: replyText(reply) };
  if (reply.code < 500) return { ...said, state: "DEFERRED", ...later(phase, reply) };
  if (phase === "connect" || phase === "mail") return { ...said, state: "DEFERRED", scope: "campaign" };
  return { ...said, state: "REJECTED", ...never(phase, reply) };
}
var GREYLISTED = /gr[ea]y-?\s?list|postgrey/i;
function later(phase, { code, enhanced, text: text2 }) {
  if (code === 421) return { scope: "host" };
  if (GREYLISTED.test(text2)) return { scope: "recipient", afterMinutes: 5 };
  const subject = enhanced.slice(0, 3);
  if (subject === "4.1" || subject === "4.2") return { scope: "recipient" };
  if (subject === "4.3" || enhanced === "4.7.28" || phase !== "rcpt") return { scope: "host" };
  return { scope: code === 452 && enhanced === "" ? "host" : "recipient" };
}
function never(phase, { code, enhanced }) {
  const fault = enhanced === "" ? withoutEnhanced(phase, code) : byEnhanced(phase, enhanced);
  if (fault === "ours") return { scope: "campaign" };
  return fault === "plain" ? { scope: "recipient" } : { scope: "recipient", strike: fault };
}
function byEnhanced(phase, enhanced) {
  if (enhanced === "5.1.1" || enhanced === "5.1.10") return "gone";
  if (OURS.has(enhanced)) return "ours";
  const subject = enhanced.split(".")[1];
  if (subject === "5" || subject === "7") return "ours";
  if (enhanced === "5.2.3") return "plain";
  if (subject === "1" || subject === "2") return "strike";
  return subject === "4" && phase === "rcpt" ? "strike" : "plain";
}
var OURS = /* @__PURE__ */ new Set(["5.1.7", "5.1.8", "5.3.2", "5.3.4", "5.3.5"]);
function withoutEnhanced(phase, code) {
  if (code < 550) return "ours";
  if (code === 554) return "plain";
  return phase === "rcpt" || code === 552 ? "strike" : "plain";
}

// src/delivery/smtp-session.ts
import SMTPConnection from "nodemailer/lib/smtp-connection";

// src/delivery/smtp-dialogue.ts
init_errors();
var STEPS = ["mail", "rcpt", "data", "end"];
function openDialogue(connection, redact) {
  let offers = { size: 0, international: false, dsn: false };
  let transfer;
  let finish2;
  let patience;
  const waitOn = (under) => {
    const phase = phaseOf(under);
    const { command, body, end: end2 } = under.timeouts;
    patience?.(phase === "body" ? body : phase === "end" ? end2 : command, phase);
  };
  const abort = (cause) => {
    finish2?.(new Error(cause));
    connection.close();
  };
  connection.on("error", (error) => finish2?.(error));
  connection.on("end", () => finish2?.(new Error("the connection is gone")));
  const ask = (what, ms, start) => new Promise((resolve3) => {
    let timer;
    patience = (wait, step) => {
      clearTimeout(timer);
      timer = setTimeout(() => abort(`no answer from the server within ${wait / 1e3} s (${step})`), wait);
    };
    finish2 = (error) => {
      clearTimeout(timer);
      finish2 = void 0;
      patience = void 0;
      resolve3(error ?? void 0);
    };
    patience(ms, what);
    const mine = finish2;
    start((error) => {
      if (finish2 === mine) mine(error);
    });
  });
  return {
    get offers() {
      return offers;
    },
    greeted(ehlo) {
      offers = {
        size: Number(/^250[ -]SIZE[ \t]+(\d+)/im.exec(ehlo)?.[1] ?? 0),
        international: /^250[ -]SMTPUTF8\b/im.test(ehlo),
        dsn: /^250[ -]DSN\b/im.test(ehlo)
      };
    },
    ask,
    heard(raw) {
      const reply = parseReply(raw, redact);
      if (!reply) return abort(`the server sent ${quoted(redact(raw))}, which is no SMTP reply`);
      const step = transfer && STEPS[transfer.replies];
      if (!transfer || !step) return;
      if (misplaced(step, reply.code, transfer))
        return abort(`the server answered ${quoted(redact(raw))} where that means nothing (${step})`);
      const phase = step === "end" ? phaseOf(transfer) : step;
      transfer.replies += 1;
      if (reply.code >= 400 || step === "end") transfer.decided ??= { phase, reply };
      if (phase === "body") return abort("refused");
      waitOn(transfer);
    },
    dotted() {
      if (!transfer) return;
      transfer.dotted = true;
      waitOn(transfer);
    },
    async send(message, content, timeouts) {
      const under = { replies: 0, dotted: false, decided: void 0, timeouts };
      transfer = under;
      const error = await ask(
        "mail",
        timeouts.command,
        (done) => connection.send(envelopeOf2(message), content, (failure) => done(failure))
      );
      transfer = void 0;
      const cause = oneLine(redact(error?.message ?? "the server said nothing"));
      return under.decided ? { ...under.decided, cause: "" } : { phase: phaseOf(under), cause };
    }
  };
}
function envelopeOf2({ from, to, bytes, envelopeId, international }) {
  return {
    from,
    to: [to],
    size: bytes,
    use8BitMime: international,
    dsn: { ret: "HDRS", envid: envelopeId, notify: "SUCCESS,FAILURE" }
  };
}
function misplaced(step, code, { dotted }) {
  if (step === "data") return code !== 354 && code < 400;
  return code >= 300 && code < 400 || step === "end" && !dotted && code < 400;
}
function phaseOf({ replies, dotted }) {
  if (dotted) return "end";
  return replies < 3 ? STEPS[replies] ?? "end" : "body";
}

// src/delivery/smtp-trouble.ts
init_errors();

// src/delivery/smtp-settings.ts
init_errors();
import { isIP } from "node:net";

// src/delivery/redact.ts
var HIDDEN = "(hidden)";
function redactor(password, user = "") {
  if (!password) return (text2) => text2;
  const forms = [
    password,
    base64(password),
    base64(`\0${user}\0${password}`),
    base64(`${user}\0${user}\0${password}`)
  ];
  const found = [...new Set(forms)].filter((form) => form !== "").sort((a, b) => b.length - a.length);
  return (text2) => found.reduce((rest, form) => rest.replaceAll(form, HIDDEN), text2);
}
function base64(text2) {
  return Buffer.from(text2, "utf8").toString("base64").replace(/=+$/, "");
}

// src/delivery/smtp-settings.ts
var MINUTE2 = 6e4;
var SMTP_TIMEOUTS = {
  connect: 2 * MINUTE2,
  command: 5 * MINUTE2,
  reset: MINUTE2 / 4,
  body: 30 * MINUTE2,
  end: 10 * MINUTE2,
  idle: MINUTE2 / 2
};
function isLoopback(host) {
  const bare2 = host.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  if (isIP(bare2) === 4) return bare2.startsWith("127.");
  return bare2 === "::1" || bare2 === "localhost" || bare2.endsWith(".localhost");
}
function smtpSettings({ smtp, password, timeouts, ca }) {
  if (smtp.tls === "off" && !isLoopback(smtp.host))
    throw new AssayError("config", {
      code: "E_CONFIG_TLS",
      where: `smtp.host ${smtp.host}`,
      message: "TLS is off and the host is not local. Set smtp.tls: required."
    });
  if (smtp.user !== void 0 && !password)
    throw new AssayError("config", {
      code: "E_CONFIG_SECRET",
      where: "smtp.user",
      message: "there is a user but no password. Set smtp.passwordFile or ASSAY_SMTP_PASSWORD."
    });
  return {
    smtp,
    password,
    timeouts: { ...SMTP_TIMEOUTS, ...timeouts },
    ca,
    redact: redactor(password, smtp.user)
  };
}

// src/delivery/smtp-trouble.ts
var UNTRUSTED = /self.signed|unable to (?:verify|get)|certificate|altname|ERR_TLS_CERT|CERT_|UNABLE_TO_|SELF_SIGNED/i;
function troubleOf(error, { smtp, redact }) {
  const place2 = `${smtp.host}:${smtp.port}`;
  const { code, command, system, response } = partsOf(error);
  const said = oneLine(redact(error.message));
  const reply = response === void 0 ? void 0 : parseReply(response, redact);
  const told = (reason2, fatal) => ({
    reason: `${place2} ${reason2}`,
    fatal,
    ...reply ? { reply } : {}
  });
  const words2 = reply ? replyText(reply) : said;
  const refused3 = reply !== void 0 && reply.code >= 500;
  if (code === "EAUTH") {
    if (!reply)
      return told(`${said}. Expected one for smtp.user; remove it, or check smtp.host and port.`, true);
    const fix = refused3 ? " Check smtp.user and its password." : "";
    return told(`did not let "${smtp.user}" in: ${words2}.${fix}`, refused3);
  }
  if (command === "STARTTLS" && reply)
    return told(
      refused3 ? `offers no TLS (${words2}). Use a server that does; smtp.tls: off is for this machine only.` : `cannot do TLS now: ${words2}.`,
      refused3
    );
  if (UNTRUSTED.test(`${system} ${error.message}`)) {
    const or = isLoopback(smtp.host) ? ", or smtp.tls: off, as it is this machine" : "";
    return told(
      `shows a certificate that is not trusted: ${said}. Check smtp.host, or set NODE_EXTRA_CA_CERTS${or}.`,
      true
    );
  }
  if (/wrong.version.number|packet length too long|http request/i.test(said))
    return told("does not speak TLS from the first byte. Set smtp.tls: required, or port 465.", true);
  if (refused3) return told(`turns us away: ${words2}.`, true);
  if (reply) return told(`is not ready: ${words2}.`, false);
  return told(`cannot be reached: ${said}.`, false);
}
function partsOf(error) {
  const part = (name) => {
    const value = Object.entries(error).find(([key]) => key === name)?.[1];
    return typeof value === "string" ? value : "";
  };
  const response = part("response");
  return {
    code: part("code"),
    command: part("command"),
    system: part("originalCode"),
    response: response === "" ? void 0 : response
  };
}

// src/delivery/smtp-session.ts
var GOODBYE = 1e3;
async function openSession(settings) {
  const { smtp, timeouts, redact } = settings;
  const watcher = { told: () => void 0 };
  const tell = (entry, text2) => watcher.told(entry, String(text2));
  const connection = new SMTPConnection({
    host: smtp.host.replace(/^\[(.*)\]$/, "$1"),
    port: smtp.port,
    secure: smtp.tls === "implicit",
    requireTLS: smtp.tls === "required",
    ignoreTLS: smtp.tls === "off",
    ...smtp.name === void 0 ? {} : { name: smtp.name },
    ...settings.ca === void 0 ? {} : { tls: { ca: settings.ca } },
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.connect,
    // Ours run out first: a server that drips one byte a minute is never idle.
    socketTimeout: Math.max(...Object.values(timeouts)) + 6e4,
    socketCloseTimeout: GOODBYE,
    transactionLog: true,
    logger: { debug: tell, info: tell, warn: () => void 0, error: () => void 0 }
  });
  const dialogue = openDialogue(connection, redact);
  watcher.told = (entry, text2) => {
    if (entry.tnx === "server" && !isRest(connection)) dialogue.heard(text2);
    if (entry.tnx === "message") dialogue.dotted();
  };
  const failure = await connect(connection, dialogue, settings);
  if (failure) {
    connection.close();
    return troubleOf(failure, settings);
  }
  return sessionOn(connection, dialogue, settings);
}
function isRest(connection) {
  const { _remainder: rest } = connection;
  return rest !== void 0 && rest.trim() !== "" && (!connection._socket || connection._socket.destroyed);
}
async function connect(connection, dialogue, { smtp, password, timeouts }) {
  const greeted = await dialogue.ask("connect", timeouts.connect, (done) => connection.connect(done));
  if (greeted) return greeted;
  dialogue.greeted(connection.lastServerResponse || "");
  if (smtp.tls !== "off" && !connection.secure) return new Error("the connection is not encrypted");
  if (smtp.user === void 0) return void 0;
  if (!connection.allowsAuth) return Object.assign(new Error("offers no login"), { code: "EAUTH" });
  const credentials = { user: smtp.user, pass: password ?? "" };
  return dialogue.ask(
    "login",
    timeouts.connect,
    (done) => connection.login({ ...credentials, credentials }, done)
  );
}
function sessionOn(connection, dialogue, settings) {
  const { timeouts } = settings;
  const socket = connection._socket;
  const cipher = socket && "getProtocol" in socket ? String(socket.getProtocol()) : "";
  let used = false;
  let refused3 = false;
  let good = true;
  const alive = () => good && !connection.destroyed;
  return {
    offers: dialogue.offers,
    cipher,
    get used() {
      return used;
    },
    get refused() {
      return refused3;
    },
    get alive() {
      return alive();
    },
    async send(message, content) {
      used = true;
      const ending = await dialogue.send(message, content, timeouts);
      good = ending.reply !== void 0 && ending.reply.code !== 421 && ending.phase !== "body";
      refused3 = (ending.reply?.code ?? 0) >= 400;
      if (!good) connection.close();
      return ending;
    },
    async ready() {
      if (!alive()) return false;
      const failed = await dialogue.ask("reset", timeouts.reset, (done) => connection.reset(done));
      refused3 = false;
      if (failed) connection.close();
      return alive();
    },
    async quit() {
      if (!alive()) return connection.close();
      good = false;
      await new Promise((resolve3) => {
        const timer = setTimeout(() => connection.close(), GOODBYE);
        connection.once("end", () => {
          clearTimeout(timer);
          resolve3();
        });
        connection.quit();
      });
    }
  };
}

// src/delivery/unsendable.ts
function unsendable({ to, from, bytes, international }, offers) {
  const no = (scope, reason2) => ({
    state: "REJECTED",
    scope,
    phase: "connect",
    reason: reason2
  });
  const odd = /[\u0000-\u0020\u007f<>]/;
  if (to === "" || odd.test(to)) return no("recipient", "the address cannot stand in an envelope; not sent");
  if (odd.test(from)) return no("campaign", "the sender's address cannot stand in an envelope; not sent");
  if (international && !offers.international)
    return no("recipient", "the server takes no address that is not ASCII (no SMTPUTF8); not sent");
  if (offers.size > 0 && bytes > offers.size)
    return no("campaign", `the letter has ${bytes} bytes, the server takes ${offers.size}; not sent`);
  return void 0;
}

// src/delivery/mailer.ts
var FRESH = 1e3;
function openMailer(options) {
  const { smtp, effects: effects2 } = options;
  const settings = smtpSettings(options);
  const { timeouts } = settings;
  const idle = [];
  const waiting = [];
  let out = 0;
  let closed = false;
  const leave = () => {
    out -= 1;
    waiting.shift()?.();
  };
  const park = (session) => {
    const parked = {
      session,
      since: effects2.ticks(),
      timer: setTimeout(() => {
        idle.splice(idle.indexOf(parked), 1);
        void session.quit();
      }, timeouts.idle)
    };
    parked.timer.unref();
    idle.push(parked);
  };
  const reuse = async () => {
    for (let parked = idle.pop(); parked; parked = idle.pop()) {
      const { session, since, timer } = parked;
      clearTimeout(timer);
      const stale = session.refused || effects2.ticks() - since > FRESH;
      if (session.alive && (!stale || await session.ready())) return session;
    }
    return void 0;
  };
  const lineOn = (first) => {
    let session = first;
    let released = false;
    const handOver = async (message) => {
      const refused3 = unsendable(message, session.offers);
      if (refused3) return refused3;
      const again = session.used;
      const ending = await session.send(message, message.open());
      const unheard = ending.phase === "mail" && (!ending.reply || ending.reply.code === 421);
      if (!again || !unheard || session.alive) return classify(ending);
      const opened = await openSession(settings);
      if ("fatal" in opened) return classify({ phase: "connect", cause: opened.reason, ...replyOf(opened) });
      session = opened;
      return handOver(message);
    };
    return {
      get offers() {
        return session.offers;
      },
      async send(message) {
        try {
          return await handOver(message);
        } catch (error) {
          return {
            ...UNREADABLE,
            reason: `the letter cannot be read: ${oneLine(error instanceof Error ? error.message : String(error))}`
          };
        }
      },
      release() {
        if (released) return;
        released = true;
        if (session.alive && !closed) park(session);
        else void session.quit();
        leave();
      }
    };
  };
  return {
    lines: smtp.connections,
    async line() {
      while (out >= smtp.connections && !closed) await new Promise((resolve3) => waiting.push(resolve3));
      if (closed) throw new Error("the mailer is closed");
      out += 1;
      const session = await reuse() ?? await openSession(settings);
      if (!("fatal" in session)) return { line: lineOn(session) };
      leave();
      return { trouble: session };
    },
    async close() {
      closed = true;
      for (const wake of waiting.splice(0)) wake();
      await Promise.all(
        idle.splice(0).map(({ session, timer }) => {
          clearTimeout(timer);
          return session.quit();
        })
      );
    }
  };
}
function replyOf({ reply }) {
  return reply ? { reply } : {};
}
var UNREADABLE = { state: "DEFERRED", scope: "campaign", phase: "connect" };

// src/desk.ts
import { lstatSync } from "node:fs";
import { stat as stat3 } from "node:fs/promises";
import { join as join8, resolve } from "node:path";

// src/catalog/read-catalog.ts
init_errors();

// src/model/catalog.ts
import { z as z7 } from "zod";

// src/model/mail.ts
import { z as z6 } from "zod";
var mailSchema = z6.strictObject({
  /** The sender's address; the name beside it is the desk's. */
  from: z6.string(),
  replyTo: z6.string().optional(),
  /** Where bounces come back: `bounces@example.cn` is used as `bounces+<token>@example.cn`. The sender when absent. */
  bounces: z6.string().optional(),
  /** `https://brief.example.cn`: where `assay serve` is reached. Without it there is no link and no one-click. */
  site: z6.string().optional(),
  /** `weekly.example.cn`; made from the sender's domain when absent. */
  listId: z6.string().optional(),
  smtp: z6.strictObject({
    host: z6.string().min(1),
    port: z6.int().min(1).max(65535).default(587),
    /** `required`: STARTTLS or nothing. `implicit`: TLS from the first byte (465). `off` only to this machine. */
    tls: z6.enum(["required", "implicit", "off"]).default("required"),
    user: z6.string().optional(),
    /** Or `ASSAY_SMTP_PASSWORD`. */
    passwordFile: z6.string().optional(),
    connections: z6.int().min(1).max(50).default(5),
    /** Letters a second, in all and to one domain. */
    perSecond: z6.number().positive().default(10),
    perDomain: z6.number().positive().default(5),
    /** What we call ourselves; the machine's name when absent. */
    name: z6.string().optional()
  }),
  dkim: z6.strictObject({ domain: z6.string(), selector: z6.string(), keyFile: z6.string() }).optional(),
  /** Makes and proves the tokens in links and bounces. Written on first use, 0600; keep a copy. */
  keyFile: z6.string().default("data/mail.key"),
  /** `hold`: at most one copy, whatever happens. Else those in doubt are sent again, with the same Message-ID. */
  uncertain: z6.union([z6.literal("hold"), z6.strictObject({ resendAfterHours: z6.number().positive() })], {
    error: "hold, or { resendAfterHours: 6 }"
  }).default("hold"),
  expireAfterHours: z6.number().positive().max(240).default(48),
  /** Of one whole message. */
  maxBytes: z6.int().positive().default(20971520),
  /** A list that grew or shrank by more than this many per cent since its last campaign needs `--expect`. */
  jumpPercent: z6.number().positive().default(20),
  /** Where this machine remembers how far the ledger was; `~/.local/state/assay` when absent. */
  stateFolder: z6.string().optional()
});

// src/model/catalog.ts
var id = z7.string().regex(/^[a-z][a-z0-9_]*$/, "ids are lower case letters, digits and _");
var isoDate = z7.string().regex(/^\d{4}-\d{2}-\d{2}$/);
var SERIES_KINDS = [
  "price",
  "premium",
  "spread",
  "fee",
  "stock",
  "oprate",
  "etf",
  "position",
  "rate",
  "fx",
  "trade",
  "tender",
  "output",
  "index"
];
var CHANGE_KINDS = ["pct", "abs", "pp", "bp"];
var WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
var clock = {
  /** What clocks in `zone` show, `17:50`. */
  at: z7.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day like "17:50"'),
  zone: z7.string()
};
var publicationSchema = z7.discriminatedUnion(
  "by",
  [
    z7.strictObject({ by: z7.literal("day"), after: z7.int().min(0).max(31), ...clock }),
    z7.strictObject({ by: z7.literal("session"), after: z7.int().min(0).max(20), ...clock }),
    z7.strictObject({ by: z7.literal("weekday"), on: z7.enum(WEEKDAYS), ...clock }),
    z7.strictObject({
      by: z7.literal("month"),
      day: z7.int().min(1).max(28),
      /** Months without a release: what would come then comes with the next. */
      skip: z7.array(z7.int().min(1).max(12)).max(3).optional(),
      ...clock
    }),
    z7.strictObject({ by: z7.literal("month-session"), nth: z7.int().min(1).max(15), ...clock })
  ],
  { error: "one of day, session, weekday, month, month-session" }
);
var seriesSchema = z7.strictObject({
  id,
  kind: z7.enum(SERIES_KINDS),
  name: bilingualSchema,
  /** Shorter name for tables and chart labels; the full name when absent. */
  short: bilingualSchema.optional(),
  /** Canonical unit values are stored in, as `units/` spells it: `USD/t`, `CNY/t`, `t`, `%`. */
  unit: z7.string(),
  /** Unit printed where it differs from the stored one: `{ zh: 万元/吨 }`. */
  printUnit: z7.partialRecord(z7.enum(LANGUAGES), z7.string()).optional(),
  /** Digits after the point, per language, in the printed unit. */
  decimals: z7.strictObject({ en: z7.int().min(0).max(6), zh: z7.int().min(0).max(6) }),
  vat: z7.enum(["incl", "excl", "exempt", "na"]),
  quote: z7.enum(["close", "settle", "official", "mid", "low", "high", "avg", "count"]),
  /** Grade, place, incoterm: what a reader must know to compare. */
  basis: bilingualSchema.optional(),
  /** Trading calendar (`data/calendars/<venue>.yaml`) whose last session of the week is compared. */
  venue: id,
  frequency: z7.enum(["daily", "weekly", "twice-weekly", "monthly"]),
  change: z7.enum(CHANGE_KINDS),
  source: z7.strictObject({
    name: bilingualSchema,
    licence: z7.enum(["open", "published", "restricted"]),
    /** When it is known, in words: "Fridays after the close". */
    lag: bilingualSchema,
    /** The same as data. Absent: a value is known on its day. */
    publication: publicationSchema.optional()
  }),
  staleAfterDays: z7.int().positive(),
  /** Widest plausible band in the canonical unit; outside it a value is refused. */
  range: z7.tuple([z7.number(), z7.number()]),
  /** Weekly move above which the reader is warned, in the unit of `change`. */
  warnMove: z7.number().positive(),
  /** 1 when a rise is good for the metal's price, -1 when bad (stocks), 0 when neither. */
  polarity: z7.union([z7.literal(1), z7.literal(0), z7.literal(-1)]),
  /** Left out of the dashboard and inventory tables; used by charts and sentences only. */
  background: z7.boolean().optional()
});
var derivedSchema = z7.strictObject({
  id,
  formula: z7.enum(["ratio", "difference", "parity", "sum"]),
  of: z7.array(id).min(2),
  scale: z7.number().positive().optional(),
  /** FX series of `parity`. */
  fx: id.optional(),
  name: bilingualSchema,
  short: bilingualSchema.optional(),
  unit: z7.string(),
  printUnit: z7.partialRecord(z7.enum(LANGUAGES), z7.string()).optional(),
  decimals: z7.strictObject({ en: z7.int(), zh: z7.int() }),
  change: z7.enum(CHANGE_KINDS),
  /** Band outside which the relation is doubtful. */
  band: z7.tuple([z7.number(), z7.number()]).optional(),
  /** Left out of the tables; used by charts only. */
  background: z7.boolean().optional()
});
var RELATION_KINDS = ["ratio", "difference", "same", "atMost", "identity"];
var relationSchema = z7.strictObject({
  id,
  kind: z7.enum(RELATION_KINDS),
  name: bilingualSchema,
  of: z7.array(id).min(2),
  total: id.optional(),
  band: z7.tuple([z7.number(), z7.number()]).optional(),
  within: z7.number().positive().optional(),
  tolerance: z7.number().nonnegative().optional(),
  unit: z7.string().optional(),
  scale: z7.number().positive().optional(),
  /** CNY for one USD, where currencies differ. */
  fx: id.optional(),
  /** What it costs to break it; absent: identities and `atMost` hold an edition, the others warn. */
  severity: z7.enum(["error", "warning"]).optional(),
  /** What is usually wrong where it does not hold, as a question: "COMEX in short tons?". */
  likely: z7.string().optional()
});
var CHART_KINDS = [
  "line",
  "seasonal",
  "stacked",
  "movers",
  "compare",
  "spread",
  "ratio",
  "scatter"
];
var chartLineSchema = z7.strictObject({
  id,
  kind: z7.enum(CHART_KINDS),
  /** Series or derived ids, on the left axis. */
  series: z7.array(id).min(1),
  /** Second axis, `line` only. */
  right: z7.array(id).optional(),
  /** Open real series charted instead where the first rest on illustrative history. */
  instead: z7.array(id).optional(),
  years: z7.number().positive().max(12).optional(),
  /** Where it is printed; the metal's own section when absent. */
  place: z7.enum(["metal", "inventories", "macro", "overview"]).optional()
});
var METAL_GROUPS = ["bulk", "minor", "energy", "macro"];
var metalSchema = z7.strictObject({
  metal: id,
  name: bilingualSchema,
  symbol: z7.string().optional(),
  group: z7.enum(METAL_GROUPS),
  /** Place within its group. */
  order: z7.int(),
  /** One of the seven a brief always reports; a neighbor appears only when it has data. */
  core: z7.boolean(),
  /** Series ids in the order the paragraph speaks of them. */
  paragraph: z7.array(id),
  series: z7.array(seriesSchema),
  derived: z7.array(derivedSchema).default([]),
  relations: z7.array(relationSchema).optional(),
  charts: z7.array(chartLineSchema).default([])
});
var calendarSchema = z7.strictObject({
  venue: id,
  name: bilingualSchema,
  timeZone: z7.string(),
  coveredFrom: isoDate,
  coveredThrough: isoDate,
  /** Weekdays without a session; `date: why`. */
  closed: z7.record(isoDate, z7.string()),
  /** Saturdays and Sundays that were worked; `date: why`. Price agencies quote then, exchanges never do. */
  worked: z7.record(isoDate, z7.string()).optional()
});
var SECTIONS = [
  "dashboard",
  "inventories",
  "macro",
  "bulk",
  "minor",
  "energy",
  "method",
  "data-notes",
  "disclaimer"
];
var deskSchema = z7.strictObject({
  version: z7.literal(1).default(1),
  name: bilingualSchema,
  title: bilingualSchema,
  languages: z7.array(z7.enum(LANGUAGES)).min(1),
  timeZone: z7.string(),
  paper: z7.enum(["A4", "Letter"]).default("A4"),
  sections: z7.array(z7.enum(SECTIONS)).min(1),
  /** Number of the issue whose week is `firstIssue.week`; later weeks count on from it. */
  firstIssue: z7.strictObject({ week: z7.string(), number: z7.int() }).optional(),
  schedule: z7.strictObject({ cron: z7.string(), timeZone: z7.string().optional() }).optional(),
  data: z7.strictObject({
    allowNegative: z7.array(id).default([]),
    maxBytes: z7.int().positive().default(67108864)
  }).prefault({}),
  /** What holds an edition: any held value, or only one of a series that a core metal's paragraph rests on. */
  gate: z7.strictObject({ hold: z7.enum(["any", "core"]).default("any") }).prefault({})
});
var deskFileSchema = deskSchema.extend({ mail: mailSchema.optional() });

// src/catalog/calendar-problems.ts
init_errors();

// src/catalog/time-zone.ts
var known = /* @__PURE__ */ new Map();
function isTimeZone2(name) {
  const before = known.get(name);
  if (before !== void 0) return before;
  const answer = platformKnows(name);
  known.set(name, answer);
  return answer;
}
function platformKnows(name) {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

// src/catalog/calendar-problems.ts
function calendarProblems({ spec, source }) {
  const problems = [];
  const wrong = (path, message) => {
    const where = path.length > 1 ? source.whereKey(path) : source.where(path);
    problems.push({ code: "E_CATALOG_CALENDAR", where, message });
  };
  if (!isTimeZone2(spec.timeZone)) {
    wrong(["timeZone"], `${quoted(spec.timeZone)} is not a time zone. Expected a name like Europe/London.`);
  }
  for (const bound2 of ["coveredFrom", "coveredThrough"]) {
    if (realDate(spec[bound2]) === void 0)
      wrong([bound2], `${spec[bound2]} does not exist. Expected a real date.`);
  }
  if (spec.coveredFrom > spec.coveredThrough) {
    wrong(["coveredThrough"], `${spec.coveredThrough} is before coveredFrom ${spec.coveredFrom}. Swap them.`);
  }
  for (const list of ["closed", "worked"]) {
    for (const date of Object.keys(spec[list] ?? {})) {
      const problem = dayProblem(list, date, spec);
      if (problem !== void 0) wrong([list, date], problem);
    }
  }
  return problems;
}
function dayProblem(list, date, spec) {
  if (realDate(date) === void 0) return `${date} does not exist. Expected a real date.`;
  const weekend = weekdayOf(date) > 5;
  if (list === "closed" && weekend) {
    return `${date} is a ${weekdayOf(date) === 6 ? "Saturday" : "Sunday"}, never a session. Expected weekdays only; remove it.`;
  }
  if (list === "worked" && !weekend) {
    return `${date} is a weekday, a session unless it is closed. Expected make-up Saturdays and Sundays only; remove it.`;
  }
  if (date < spec.coveredFrom || date > spec.coveredThrough) {
    return `${date} is outside ${spec.coveredFrom} to ${spec.coveredThrough}. Move coveredFrom or coveredThrough, or remove it.`;
  }
  return void 0;
}

// src/catalog/field-problems.ts
init_errors();
import { z as z8 } from "zod";

// src/nearest.ts
function nearest(word, candidates) {
  let best;
  const allowed = Math.max(1, Math.floor(word.length / 3));
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > allowed) continue;
    const edits = editsBetween(word.toLowerCase(), candidate.toLowerCase());
    if (edits <= allowed && (best === void 0 || edits < best.edits)) best = { candidate, edits };
  }
  return best?.candidate;
}
function editsBetween(a, b) {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current2 = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      current2.push(
        Math.min((above[column] ?? 0) + 1, (current2[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + same)
      );
    }
    above = current2;
  }
  return above[b.length] ?? 0;
}

// src/catalog/field-problems.ts
function fieldProblems(schema, error, file) {
  return error.issues.flatMap((issue) => problemsOf(schema, issue, file));
}
function problemsOf(schema, issue, file) {
  const problem = (where, message) => ({ code: "E_CONFIG_FIELD", where, message });
  if (issue.code === "unrecognized_keys") {
    const known3 = fieldsAt(schema, issue.path);
    return issue.keys.map(
      (key) => problem(
        file.whereKey([...issue.path, key]),
        `unknown field ${quoted(key)}.${meant(key, known3)} Expected only ${known3.join(", ")}.`
      )
    );
  }
  const field = fieldName(file.value, issue.path);
  const found = valueAt(file.value, issue.path);
  if (issue.code === "invalid_key") {
    const key = String(issue.path.at(-1));
    return [
      problem(file.whereKey(issue.path), `${quoted(key)} is not a date. Expected one like 2025-06-13.`)
    ];
  }
  const expected = expectation(issue);
  if (found === void 0) {
    return [problem(file.where(issue.path), `${quoted(field)} is missing. Expected ${expected}.`)];
  }
  const hint = typeof found === "string" && issue.code === "invalid_value" ? meantValue(found, issue.values) : "";
  return [problem(file.where(issue.path), `${field} is ${shown(found)}. Expected ${expected}.${hint}`)];
}
function meantValue(word, values2) {
  const quotedOnly = values2.some((value) => typeof value !== "string" && String(value) === word);
  return quotedOnly ? " Write it without quotation marks." : meant(word, values2.map(String));
}
function meant(word, known3) {
  const candidate = nearest(word, known3);
  return candidate === void 0 ? "" : ` Did you mean ${quoted(candidate)}?`;
}
function shown(value) {
  if (value === null) return "empty";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object") return "a map";
  return typeof value === "string" ? quoted(value) : String(value);
}
var TYPES = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list of two numbers, low and high",
  object: "a map of fields",
  record: "a map"
};
function expectation(issue) {
  switch (issue.code) {
    case "invalid_type":
      return TYPES[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return bound(issue.origin, issue.inclusive === false ? "more than" : "at least", Number(issue.minimum));
    case "too_big":
      return bound(issue.origin, issue.inclusive === false ? "less than" : "at most", Number(issue.maximum));
    case "invalid_format":
      if (issue.message.startsWith("a time ")) return issue.message;
      return issue.message.startsWith("ids are ") ? issue.message.slice("ids are ".length) : "a date like 2025-06-13";
    case "invalid_union":
      return issue.message === "Invalid input" ? "one of 1, 0, -1" : issue.message;
    default:
      return issue.message;
  }
}
function bound(origin, relation, limit) {
  if (origin === "string") return `a text of ${relation} ${limit} character${limit === 1 ? "" : "s"}`;
  if (origin === "array") return `a list of ${relation} ${limit} item${limit === 1 ? "" : "s"}`;
  return `${relation} ${limit}`;
}
function fieldName(value, path) {
  let name = "";
  path.forEach((step, depth) => {
    const here = valueAt(value, path.slice(0, depth + 1));
    const id3 = typeof step === "number" ? idOf(here) : void 0;
    if (id3 !== void 0) name = id3;
    else if (typeof step === "number") name += `[${step}]`;
    else name += name === "" ? String(step) : `.${String(step)}`;
  });
  return name === "" ? "the file" : name;
}
function idOf(value) {
  if (typeof value !== "object" || value === null || !("id" in value)) return void 0;
  return typeof value.id === "string" ? value.id : void 0;
}
function valueAt(value, path) {
  let here = value;
  for (const step of path) {
    if (typeof here !== "object" || here === null) return void 0;
    here = Object.getOwnPropertyDescriptor(here, step)?.value;
  }
  return here;
}
function fieldsAt(schema, path) {
  let here = schema;
  const unwrap = () => {
    while (here instanceof z8.ZodOptional || here instanceof z8.ZodDefault || here instanceof z8.ZodPrefault) {
      here = here.unwrap();
    }
  };
  unwrap();
  for (const step of path) {
    if (here instanceof z8.ZodObject) here = here.shape[String(step)];
    else if (here instanceof z8.ZodArray) here = here.element;
    else if (here instanceof z8.ZodRecord) here = here.valueType;
    unwrap();
  }
  return here instanceof z8.ZodObject ? Object.keys(here.shape) : [];
}

// src/catalog/metal-problems.ts
init_errors();

// src/units/decimal.ts
import { Decimal as Base } from "decimal.js";
var Decimal = Base.clone({
  precision: 34,
  rounding: Base.ROUND_HALF_UP,
  toExpNeg: -60,
  toExpPos: 60
});

// src/units/spellings.ts
var KG_PER_T = "1000";
var KG_PER_LB = "0.45359237";
var MASSES = [
  {
    canonical: "t",
    kind: "mass",
    size: KG_PER_T,
    zh: "\u5428",
    // 基吨 is a tonne at the grade the price is quoted for: the tonne of that series. 实物吨 is gross weight.
    spellings: [
      "t",
      "mt",
      "tonne",
      "tonnes",
      "metricton",
      "metrictons",
      "metrictonne",
      "metrictonnes",
      "\u5428",
      "\u516C\u5428",
      "\u57FA\u5428",
      "\u5B9E\u7269\u5428"
    ]
  },
  {
    canonical: "kg",
    kind: "mass",
    size: "1",
    zh: "\u5343\u514B",
    spellings: ["kg", "kgs", "kilogram", "kilograms", "kilo", "\u5343\u514B", "\u516C\u65A4"]
  },
  {
    canonical: "g",
    kind: "mass",
    size: "0.001",
    zh: "\u514B",
    spellings: ["g", "gram", "grams", "gramme", "grammes", "\u514B"]
  },
  {
    canonical: "lb",
    kind: "mass",
    size: KG_PER_LB,
    zh: "\u78C5",
    spellings: ["lb", "lbs", "pound", "pounds", "\u78C5"]
  },
  {
    canonical: "ozt",
    kind: "mass",
    size: "0.0311034768",
    zh: "\u76CE\u53F8",
    // In metals an ounce is a troy ounce, in either language.
    spellings: [
      "ozt",
      "oz",
      "toz",
      "troyoz",
      "ounce",
      "ounces",
      "troyounce",
      "troyounces",
      "\u76CE\u53F8",
      "\u91D1\u8861\u76CE\u53F8"
    ]
  },
  {
    canonical: "short ton",
    kind: "mass",
    size: "907.18474",
    zh: "\u77ED\u5428",
    spellings: ["shortton", "shorttons", "st", "\u77ED\u5428"]
  },
  {
    canonical: "long ton",
    kind: "mass",
    size: "1016.0469088",
    zh: "\u957F\u5428",
    spellings: ["longton", "longtons", "\u957F\u5428"]
  },
  {
    canonical: "dmt",
    kind: "dry mass",
    size: KG_PER_T,
    zh: "\u5E72\u5428",
    spellings: [
      "dmt",
      "drymetricton",
      "drymetrictons",
      "drymetrictonne",
      "drymetrictonnes",
      "drytonne",
      "drytonnes",
      "\u5E72\u5428",
      "\u5E72\u516C\u5428"
    ]
  },
  {
    canonical: "wmt",
    kind: "wet mass",
    size: KG_PER_T,
    zh: "\u6E7F\u5428",
    spellings: [
      "wmt",
      "wetmetricton",
      "wetmetrictons",
      "wetmetrictonne",
      "wetmetrictonnes",
      "wettonne",
      "wettonnes",
      "\u6E7F\u5428"
    ]
  },
  {
    canonical: "t contained",
    kind: "contained mass",
    size: KG_PER_T,
    zh: "\u91D1\u5C5E\u5428",
    spellings: [
      "tcontained",
      "tonnecontained",
      "tonnescontained",
      "metaltonne",
      "metaltonnes",
      "\u91D1\u5C5E\u5428",
      "\u5428\u91D1\u5C5E",
      "\u5428\u91D1\u5C5E\u91CF"
    ]
  },
  {
    canonical: "kg contained",
    kind: "contained mass",
    size: "1",
    zh: "\u5343\u514B\u91D1\u5C5E",
    spellings: ["kgcontained", "\u5343\u514B\u91D1\u5C5E", "\u516C\u65A4\u91D1\u5C5E", "\u91D1\u5C5E\u5343\u514B", "\u91D1\u5C5E\u516C\u65A4"]
  },
  {
    canonical: "lb contained",
    kind: "contained mass",
    size: KG_PER_LB,
    zh: "\u78C5\u91D1\u5C5E",
    spellings: ["lbcontained", "\u78C5\u91D1\u5C5E", "\u91D1\u5C5E\u78C5"]
  },
  // 1 % of a metric or short ton of what it is counted in (Mo, WO3): ten kilograms of it, whatever the grade.
  {
    canonical: "mtu",
    kind: "ton units",
    size: "1",
    zh: "\u5428\u5EA6",
    spellings: ["mtu", "metrictonunit", "metrictonunits", "\u5428\u5EA6", "\u5428\u5EA6(mtu)", "mtu(\u5428\u5EA6)"]
  },
  {
    canonical: "stu",
    kind: "ton units",
    size: "0.90718474",
    zh: "\u77ED\u5428\u5EA6",
    spellings: ["stu", "shorttonunit", "shorttonunits", "\u77ED\u5428\u5EA6"]
  }
];
var CURRENCIES = [
  {
    canonical: "CNY",
    currency: "CNY",
    size: "1",
    zh: "\u5143",
    spellings: ["cny", "rmb", "yuan", "yn", "\u5143", "\u4EBA\u6C11\u5E01", "\u4EBA\u6C11\u5E01\u5143", "\u5143\u4EBA\u6C11\u5E01"]
  },
  {
    canonical: "USD",
    currency: "USD",
    size: "1",
    zh: "\u7F8E\u5143",
    spellings: ["usd", "us$", "$", "dollar", "dollars", "usdollar", "usdollars", "\u7F8E\u5143", "\u7F8E\u91D1"]
  },
  {
    canonical: "US\xA2",
    currency: "USD",
    size: "0.01",
    zh: "\u7F8E\u5206",
    spellings: ["usc", "us\xA2", "\xA2", "cent", "cents", "uscent", "uscents", "\u7F8E\u5206"]
  },
  {
    canonical: "EUR",
    currency: "EUR",
    size: "1",
    zh: "\u6B27\u5143",
    spellings: ["eur", "\u20AC", "euro", "euros", "\u6B27\u5143"]
  },
  { canonical: "GBP", currency: "GBP", size: "1", zh: "\u82F1\u9551", spellings: ["gbp", "\xA3", "\u82F1\u9551"] }
];
var MULTIPLIERS = [
  { canonical: "100 million", factor: "100000000", zh: "\u4EBF", spellings: ["100million", "\u4EBF"] },
  { canonical: "million", factor: "1000000", zh: "\u767E\u4E07", spellings: ["million", "mln", "\u767E\u4E07"] },
  { canonical: "10k", factor: "10000", zh: "\u4E07", spellings: ["10k", "10,000", "10000", "tenthousand", "\u4E07"] },
  {
    canonical: "k",
    factor: "1000",
    zh: "\u5343",
    spellings: ["k", "1,000", "1000", "'000", "\u2019000", "thousand", "\u5343"]
  }
];
var OTHERS2 = [
  { canonical: "%", zh: "%", spellings: ["%", "pct", "percent", "\u767E\u5206\u6BD4"] },
  {
    canonical: "pp",
    zh: "\u4E2A\u767E\u5206\u70B9",
    spellings: ["pp", "percentagepoint", "percentagepoints", "\u767E\u5206\u70B9", "\u4E2A\u767E\u5206\u70B9"]
  },
  { canonical: "bp", zh: "BP", spellings: ["bp", "bps", "basispoint", "basispoints", "\u57FA\u70B9", "\u4E2A\u57FA\u70B9"] },
  {
    canonical: "contracts",
    countable: true,
    zh: "\u624B",
    spellings: ["contracts", "contract", "lots", "lot", "\u624B", "\u5F20"]
  },
  { canonical: "index", zh: "\u70B9", spellings: ["index", "idx", "points", "point", "pts", "\u6307\u6570", "\u70B9"] },
  { canonical: "1", zh: "", spellings: ["1", "ratio", "\u500D", "\xD7"] },
  { canonical: "weeks", zh: "\u5468", spellings: ["weeks", "week", "\u5468"] },
  {
    canonical: "CNY/USD",
    zh: "\u5143/\u7F8E\u5143",
    spellings: [
      "cny/usd",
      "rmb/usd",
      "yuan/usd",
      "yuan/dollar",
      "cnyperusd",
      "yuanperdollar",
      "\u5143/\u7F8E\u5143",
      "\u4EBA\u6C11\u5E01/\u7F8E\u5143"
    ]
  }
];

// src/units/multiplied.ts
function multiplied(spelled, single) {
  for (const { canonical, factor, zh, spellings } of MULTIPLIERS) {
    const prefix = spellings.find((spelling) => spelled.startsWith(spelling));
    const unit = prefix && single(spelled.slice(prefix.length));
    if (!unit) continue;
    const blank = /^[A-Z]|^t\b/.test(unit.canonical) && canonical.endsWith("k") ? "" : " ";
    return {
      ...unit,
      canonical: `${canonical}${blank}${unit.canonical}`,
      over: unit.over.times(factor),
      zh: `${zh}${unit.zh}`
    };
  }
  return void 0;
}

// src/units/substances.ts
function element(symbol, ...spellings) {
  return made2(symbol, symbol, "1", true, spellings);
}
function compound(symbol, family, amount, ...spellings) {
  return made2(symbol, family, amount, false, spellings);
}
function made2(symbol, family, amount, isElement, spellings) {
  return {
    symbol,
    family,
    amount: new Decimal(amount),
    element: isElement,
    spellings: [symbol.toLowerCase(), ...spellings]
  };
}
var SUBSTANCES = [
  compound("LCE", "Li", "1", "li2co3", "\u78B3\u9178\u9502\u5F53\u91CF"),
  made2("Li", "Li", "5.323", true, ["lithium", "\u9502"]),
  compound("Li2O", "Li", "2.473", "\u6C27\u5316\u9502"),
  compound("LiOH\xB7H2O", "Li", "0.880", "lioh.h2o", "lioh\u2022h2o", "liohh2o", "\u5355\u6C34\u6C22\u6C27\u5316\u9502"),
  element("Sb", "antimony", "\u9511"),
  compound("Sb2O3", "Sb", "0.835", "\u4E09\u6C27\u5316\u4E8C\u9511"),
  element("Mo", "molybdenum", "\u94BC"),
  element("W", "tungsten", "\u94A8"),
  compound("WO3", "W", "0.793", "\u4E09\u6C27\u5316\u94A8"),
  element("Nd", "neodymium", "\u9495"),
  compound("Nd2O3", "Nd", "0.857"),
  element("Dy", "dysprosium", "\u955D"),
  compound("Dy2O3", "Dy", "0.871"),
  element("Tb", "terbium", "\u94FD"),
  compound("Tb4O7", "Tb", "0.850"),
  element("Pr", "praseodymium", "\u9568"),
  element("Cu", "copper", "\u94DC"),
  element("Al", "aluminum", "aluminium", "\u94DD"),
  element("Au", "gold", "\u91D1"),
  element("Ag", "silver", "\u94F6"),
  element("Sn", "\u9521"),
  element("Co", "cobalt", "\u94B4"),
  element("Ni", "nickel", "\u954D"),
  element("Zn", "zinc", "\u950C"),
  element("Pb", "\u94C5")
];
var BY_SYMBOL = new Map(SUBSTANCES.map((one) => [one.symbol, one]));

// src/units/weights.ts
var ONE = new Decimal(1);
var MASS_UNITS = new Map(
  MASSES.flatMap(
    ({ canonical, kind, size, zh, spellings }) => spellings.map((spelling) => [
      spelling,
      { canonical, quantity: kind, over: new Decimal(size), under: ONE, zh, mass: { kind } }
    ])
  )
);
var SUBSTANCE_SPELLINGS = SUBSTANCES.flatMap(
  ({ symbol, spellings }) => spellings.map((spelling) => ({ symbol, spelling }))
);
var WEIGHED_IN = /* @__PURE__ */ new Set(["t", "kg", "lb", "short ton", "mtu", "stu"]);
function weight(spelled) {
  return singleWeight(spelled) ?? multiplied(spelled, singleWeight);
}
function singleWeight(spelled) {
  const found = MASS_UNITS.get(spelled);
  if (found) return found;
  const words2 = spelled.replace(/[()[\]-]/g, "");
  return MASS_UNITS.get(words2) ?? weightOf(words2.replace(/ofcontained|contained|content/, ""));
}
function weightOf(words2) {
  for (const { symbol, spelling } of SUBSTANCE_SPELLINGS) {
    const mass = words2.endsWith(spelling) && MASS_UNITS.get(words2.slice(0, -spelling.length));
    if (!mass) continue;
    const kind = mass.mass.kind === "mass" ? "contained mass" : mass.mass.kind;
    const canonical = mass.canonical.replace(/ contained$/, "");
    if (!WEIGHED_IN.has(canonical)) return void 0;
    return {
      ...mass,
      canonical: `${canonical} ${symbol}`,
      quantity: `${kind} of ${symbol}`,
      zh: `${mass.zh.replace(/^金属(?=吨)|金属$/, "")}${symbol}`,
      mass: { kind, of: symbol }
    };
  }
  return void 0;
}

// src/units/prices.ts
var ONE2 = new Decimal(1);
var CURRENCY_UNITS = new Map(
  CURRENCIES.flatMap(
    ({ canonical, currency: currency2, size, zh, spellings }) => spellings.map((spelling) => [
      spelling,
      { canonical, quantity: currency2, over: new Decimal(size), under: ONE2, zh }
    ])
  )
);
function price(spelled) {
  const parts = /^(.+?)(?:\/|per|每)(.+)$/.exec(spelled);
  if (!parts?.[1] || !parts[2]) return void 0;
  const money = currency(parts[1]);
  const weight2 = singleWeight(parts[2]);
  if (!money || !weight2) return void 0;
  return {
    canonical: `${money.canonical}/${weight2.canonical}`,
    quantity: `${money.quantity} per ${weight2.quantity}`,
    over: money.over.times(weight2.under),
    under: money.under.times(weight2.over),
    zh: `${money.zh}/${weight2.zh}`,
    currency: money.quantity,
    mass: weight2.mass
  };
}
function currency(spelled) {
  const single = (text2) => CURRENCY_UNITS.get(text2);
  return single(spelled) ?? multiplied(spelled, single) ?? multiplierLast(spelled);
}
function multiplierLast(spelled) {
  const parts = /^(.+?)(10k|10,?000|k|1,?000)$/.exec(spelled);
  if (!parts?.[1] || !parts[2]) return void 0;
  return multiplied(parts[2] + parts[1], (text2) => CURRENCY_UNITS.get(text2));
}

// src/units/tax-words.ts
var EXCLUDED = [
  "\u4E0D\u542B(?:\u589E\u503C)?\u7A0E\u4EF7?",
  "\u672A\u542B?\u7A0E\u4EF7?",
  "\u9664\u7A0E\u4EF7?",
  "(?:ex|excl\\.?|excludes?|excluding|exclusiveof|without|netof)[.-]?(?:vat|tax)",
  "(?:vat|tax)-?(?:ex|excl\\.?|excluded|exclusive|notincluded)"
];
var INCLUDED = [
  "\u542B(?:\u589E\u503C)?\u7A0E\u4EF7?",
  "(?:incl\\.?|inc\\.?|includes?|including|inclusiveof|with)[.-]?(?:vat|tax)",
  "(?:vat|tax)-?(?:incl\\.?|inc\\.?|included|inclusive)"
];
var PATTERNS = [["excl", EXCLUDED], ["incl", INCLUDED]].map(
  ([vat, words2]) => ({
    vat,
    last: new RegExp(`[([,;\u3001,-]?(?:${words2.join("|")})[)\\]]?$`),
    first: new RegExp(`^[([]?(?:${words2.join("|")})[)\\],:;\u3001,-]?`)
  })
);
function taxWords(spelled) {
  for (const { vat, last, first } of PATTERNS) {
    const rest = spelled.replace(last, "");
    if (rest !== spelled) return { rest, vat };
    const behind = spelled.replace(first, "");
    if (behind !== spelled) return { rest: behind, vat };
  }
  return void 0;
}
var VAT_LABEL = {
  incl: { en: " incl. VAT", zh: "\uFF08\u542B\u7A0E\uFF09" },
  excl: { en: " excl. VAT", zh: "\uFF08\u4E0D\u542B\u7A0E\uFF09" }
};

// src/units/unit.ts
var ONE3 = new Decimal(1);
var known2 = /* @__PURE__ */ new Map();
function parseUnit(text2) {
  if (text2.length > 60) return void 0;
  if (!known2.has(text2)) {
    if (known2.size > 200) known2.clear();
    known2.set(text2, read(text2));
  }
  return known2.get(text2);
}
function read(text2) {
  const compact = bare(text2.normalize("NFKC").replace(/\s+/g, ""));
  if (/(?:^|\/)(?:Mt|TW$)/.test(compact)) return void 0;
  const spelled = compact.toLowerCase();
  return untaxed(spelled) ?? taxed(spelled);
}
function bare(compact) {
  const named = compact.replace(/^(?:单位|[Uu]nits?):/, "");
  const inside = /^(?:\(([^()]+)\)|\[([^[\]]+)\])$/.exec(named);
  return inside?.[1] ?? inside?.[2] ?? named;
}
function untaxed(spelled) {
  return OTHER_UNITS.get(spelled) ?? weight(spelled) ?? price(spelled) ?? counted2(spelled);
}
function taxed(spelled) {
  const found = taxWords(spelled);
  const unit = found && price(bare(found.rest));
  if (!found || !unit) return void 0;
  const { en, zh } = VAT_LABEL[found.vat];
  return {
    ...unit,
    canonical: `${unit.canonical}${en}`,
    // Another quantity: nothing that only knows factors may take it for a price that says nothing of tax.
    quantity: `${unit.quantity}${en}`,
    zh: `${unit.zh}${zh}`,
    vat: found.vat
  };
}
var OTHER_UNITS = new Map(
  OTHERS2.flatMap(
    ({ canonical, zh, spellings }) => spellings.map((spelling) => [spelling, { canonical, quantity: canonical, over: ONE3, under: ONE3, zh }])
  )
);
function counted2(spelled) {
  return multiplied(spelled, (text2) => {
    const other = OTHERS2.find((one) => one.countable && one.spellings.includes(text2));
    return other && OTHER_UNITS.get(other.canonical);
  });
}

// src/catalog/relation-problems.ts
init_errors();
var FIELDS = {
  ratio: { needs: ["band"], may: ["scale", "fx"] },
  difference: { needs: ["band", "unit"], may: ["fx"] },
  same: { needs: ["within"], may: ["fx"] },
  atMost: { needs: [], may: [] },
  identity: { needs: ["total", "tolerance", "unit"], may: [] }
};
var ALL = ["total", "band", "within", "tolerance", "unit", "scale", "fx"];
function relationProblems(one, path, names, wrong) {
  const { needs, may } = FIELDS[one.kind];
  for (const field of ALL) {
    const has = one[field] !== void 0;
    if (has === needs.includes(field) || has && may.includes(field)) continue;
    wrong(
      "E_CATALOG_RELATION",
      has ? [...path, field] : path,
      has ? `${one.id} is of kind ${one.kind} and has "${field}". Expected ${[...needs, ...may].join(", ") || "none of these fields"}.` : `${one.id} is of kind ${one.kind} without "${field}". Expected it beside "of".`
    );
  }
  if (one.kind !== "identity" && one.of.length !== 2) {
    const count2 = one.of.length;
    wrong(
      "E_CATALOG_RELATION",
      [...path, "of"],
      `${one.id} is of kind ${one.kind} and names ${count2} series. Expected two.`
    );
  }
  if (one.band && one.band[0] >= one.band[1]) {
    const [low, high] = one.band;
    wrong(
      "E_CATALOG_RANGE",
      [...path, "band"],
      `${one.id}.band runs from ${low} to ${high}. Expected the lower bound first.`
    );
  }
  checkUnits(one, path, names, wrong);
}
function checkUnits(one, path, { units }, wrong) {
  const own = one.unit === void 0 ? void 0 : dimensionOf(one.unit);
  if (one.unit !== void 0 && own === void 0) {
    wrong(
      "E_CATALOG_UNIT",
      [...path, "unit"],
      `${one.id}.unit is ${quoted(one.unit)}. Expected one like USD/t, CNY/t, kt or "%".`
    );
  }
  const ids = one.total === void 0 ? one.of : [one.total, ...one.of];
  const parts = ids.flatMap((id3) => {
    const unit = units?.get(id3);
    const dimension = unit === void 0 ? void 0 : dimensionOf(unit);
    return unit === void 0 || dimension === void 0 ? [] : [{ id: id3, unit, ...dimension }];
  });
  const [first] = parts;
  const foreign = parts.find(({ currency: currency2 }) => currency2 !== first?.currency);
  if (first && foreign && one.fx === void 0) {
    wrong(
      "E_CATALOG_RELATION",
      path,
      `${one.id} compares ${first.id} in ${quoted(first.unit)} with ${foreign.id} in ${quoted(foreign.unit)}. Expected "fx", the exchange rate's series, like usdcny.`
    );
  }
  if (one.kind === "ratio") return;
  const odd = parts.find(({ measures }) => measures !== first?.measures);
  const unfit = own && parts.find(({ measures }) => measures !== own.measures);
  if (first && odd) {
    wrong(
      "E_CATALOG_RELATION",
      [...path, "of"],
      `${one.id} compares ${first.id} in ${quoted(first.unit)} with ${odd.id} in ${quoted(odd.unit)}. Expected units of one quantity.`
    );
  } else if (unfit) {
    wrong(
      "E_CATALOG_RELATION",
      [...path, "unit"],
      `${one.id}.unit is ${quoted(one.unit ?? "")} but ${unfit.id} is in ${quoted(unfit.unit)}. Expected a unit of the same quantity.`
    );
  }
}
function dimensionOf(text2) {
  const quantity = parseUnit(text2)?.quantity;
  if (quantity === void 0) return void 0;
  const priced = /^([A-Z]{3}) per (.+)$/.exec(quantity);
  return priced ? { currency: priced[1], measures: `price per ${priced[2]}` } : { measures: quantity };
}

// src/catalog/metal-problems.ts
function metalProblems({ spec, source }, names) {
  const problems = [];
  const wrong = (code, path, message) => {
    problems.push({ code, where: source.where(path), message });
  };
  const chartable = names.series && names.derived && [...names.series, ...names.derived];
  spec.series.forEach((one, at) => {
    checkSeries(one, ["series", at], names.venues, wrong);
  });
  spec.derived.forEach((one, at) => {
    checkDerived(one, ["derived", at], names.series, wrong);
  });
  spec.relations?.forEach((one, at) => {
    checkRelation(one, ["relations", at], names, wrong);
  });
  checkIds(spec.paragraph, ["paragraph"], "paragraph", chartable, wrong);
  spec.charts.forEach((one, at) => {
    checkChart(one, ["charts", at], chartable, wrong);
  });
  return problems;
}
function checkSeries(one, path, venues, wrong) {
  checkUnits2(one, path, wrong);
  const [low, high] = one.range;
  if (low >= high) {
    wrong(
      "E_CATALOG_RANGE",
      [...path, "range"],
      `${one.id}.range runs from ${low} to ${high}. Expected the lower bound first.`
    );
  }
  const zone = one.source.publication?.zone;
  if (zone !== void 0 && !isTimeZone2(zone)) {
    wrong(
      "E_CATALOG_ZONE",
      [...path, "source", "publication", "zone"],
      `${quoted(zone)} is not a time zone. Expected a name like Europe/London.`
    );
  }
  if (venues && !venues.includes(one.venue)) {
    wrong(
      "E_CATALOG_VENUE",
      [...path, "venue"],
      `${one.id} names the unknown venue ${quoted(one.venue)}.${meant2(one.venue, venues)} Expected one of ${venues.toSorted().join(", ")}, or a new file in calendars/.`
    );
  }
}
function checkUnits2(one, path, wrong) {
  const unit = parseUnit(one.unit);
  if (unit?.canonical !== one.unit || unit.vat) {
    const advice = unit?.vat ? `Leave the tax out of the unit and write vat: ${unit.vat}.` : unit ? `Write ${quoted(unit.canonical)}, the spelling the program uses.` : 'Expected one like USD/t, CNY/t, kt or "%".';
    wrong("E_CATALOG_UNIT", [...path, "unit"], `${one.id}.unit is ${quoted(one.unit)}. ${advice}`);
  }
  for (const language of LANGUAGES) {
    const text2 = one.printUnit?.[language];
    if (text2 === void 0) continue;
    const printed = parseUnit(text2);
    if (printed && (!unit || printed.quantity === unit.quantity)) continue;
    wrong(
      "E_CATALOG_UNIT",
      [...path, "printUnit", language],
      `${one.id} is stored in ${quoted(one.unit)} and cannot be printed in ${quoted(text2)}. Expected another unit of the same quantity.`
    );
  }
}
function checkDerived(one, path, series, wrong) {
  checkUnits2(one, path, wrong);
  checkIds(one.of, [...path, "of"], one.id, series, wrong);
  if (one.fx !== void 0) checkIds([one.fx], [...path, "fx"], one.id, series, wrong);
  if (one.formula !== "sum" && one.of.length !== 2) {
    wrong(
      "E_CATALOG_FORMULA",
      [...path, "of"],
      `${one.id} is a ${one.formula} of ${one.of.length} series. Expected two.`
    );
  }
  if (one.formula === "parity" && one.fx === void 0) {
    wrong(
      "E_CATALOG_FORMULA",
      path,
      `${one.id} is a parity without "fx". Expected the exchange rate's series, like usdcny.`
    );
  }
  if (one.scale !== void 0 && one.formula !== "ratio") {
    wrong(
      "E_CATALOG_FORMULA",
      [...path, "scale"],
      `${one.id} is a ${one.formula} with a scale. Expected "scale" on a ratio only.`
    );
  }
  if (one.band && one.band[0] >= one.band[1]) {
    wrong(
      "E_CATALOG_RANGE",
      [...path, "band"],
      `${one.id}.band runs from ${one.band[0]} to ${one.band[1]}. Expected the lower bound first.`
    );
  }
}
function checkRelation(one, path, names, wrong) {
  checkIds(one.of, [...path, "of"], one.id, names.series, wrong);
  for (const field of ["total", "fx"]) {
    const id3 = one[field];
    if (id3 !== void 0) checkIds([id3], [...path, field], one.id, names.series, wrong);
  }
  relationProblems(one, path, names, wrong);
}
function checkChart(one, path, known3, wrong) {
  const chart = `chart ${one.id}`;
  checkIds(one.series, [...path, "series"], chart, known3, wrong);
  checkIds(one.right ?? [], [...path, "right"], chart, known3, wrong);
  checkIds(one.instead ?? [], [...path, "instead"], chart, known3, wrong);
  if (one.right && one.kind !== "line") {
    wrong(
      "E_CATALOG_CHART",
      [...path, "right"],
      `${chart} has a second axis but is of kind ${one.kind}. Expected "right" on a line chart only.`
    );
  }
}
var ONE_ID = /* @__PURE__ */ new Set(["fx", "total"]);
function checkIds(ids, path, owner, known3, wrong) {
  if (!known3) return;
  ids.forEach((id3, at) => {
    if (known3.includes(id3)) return;
    const place2 = ONE_ID.has(String(path.at(-1))) ? path : [...path, at];
    wrong(
      "E_CATALOG_SERIES",
      place2,
      `${owner} names the unknown series ${quoted(id3)}.${meant2(id3, known3)} Expected an id of data/metals/*.yaml.`
    );
  });
}
function meant2(word, known3) {
  const candidate = nearest(word, known3);
  return candidate === void 0 ? "" : ` Did you mean ${quoted(candidate)}?`;
}

// src/catalog/names.ts
function namesIn(metals, calendars) {
  const fields = (list, field) => metals.flatMap((file) => {
    const entries = valueAt(file.value, [list]);
    return Array.isArray(entries) ? entries.map((entry) => String(valueAt(entry, [field]))) : [];
  });
  const ids = (list) => fields(list, "id");
  const units = fields("series", "unit");
  const telling = (files) => files.every((file) => file.value !== void 0);
  return {
    ...telling(metals) ? {
      series: ids("series"),
      derived: ids("derived"),
      units: new Map(ids("series").map((id3, at) => [id3, units[at] ?? ""]))
    } : {},
    ...telling(calendars) ? { venues: calendars.map((file) => String(valueAt(file.value, ["venue"]))) } : {}
  };
}

// src/catalog/read-source.ts
init_errors();
import { basename as basename3, dirname as dirname2 } from "node:path";

// src/catalog/known-values.ts
import { createHash as createHash5 } from "node:crypto";
import { join as join5 } from "node:path";
import { fileURLToPath } from "node:url";
var FILE = join5(fileURLToPath(new URL(".", import.meta.url)), "built-in.json");
var MAX_BYTES3 = 32 * 1024 * 1024;
var NONE = /* @__PURE__ */ new Map();
var values;
function knownValues() {
  values ??= knownValuesIn(FILE);
  return values;
}
function hashOf2(bytes) {
  return createHash5("sha256").update(bytes).digest("hex");
}
async function knownValuesIn(file) {
  const bytes = await readRegularFile(file, MAX_BYTES3).catch(() => void 0);
  if (!(bytes instanceof Uint8Array)) return NONE;
  const body = bytes.subarray(HEAD_LENGTH, -1);
  if (bytes.toString("utf8", 0, HEAD_LENGTH) !== head(hashOf2(body)) || bytes.at(-1) !== CLOSING) return NONE;
  const parsed = JSON.parse(body.toString("utf8"));
  return new Map(Object.entries(parsed ?? {}));
}
function head(hash2) {
  return `{"sha256":"${hash2}","values":`;
}
var HEAD_LENGTH = head("0".repeat(64)).length;
var CLOSING = "}".charCodeAt(0);

// src/catalog/read-source.ts
init_source_file();
var MAX_BYTES4 = 1024 * 1024;
async function readSource(file, label) {
  const read2 = await readRegularFile(file, MAX_BYTES4).catch((cause) => {
    throw unreadable(cause, label);
  });
  if (read2 instanceof Uint8Array) return sourceOf(read2, label);
  return withoutValue(label, refusal(read2, label));
}
function refusal({ kind, size = 0 }, label) {
  if (kind !== void 0) {
    const message2 = `is ${kind}, not a file. Expected a YAML file. Move it away, or put the file in its place.`;
    return { code: "E_CONFIG_FILE", where: label, message: message2 };
  }
  const message = `${sizeText(size)}; the limit is ${sizeText(MAX_BYTES4)}. Expected a YAML file of some kilobytes. Is it another file by mistake?`;
  return { code: "E_CONFIG_SIZE", where: label, message };
}
async function sourceOf(bytes, label) {
  const placed = async () => {
    const { parsedSource: parsedSource2 } = await Promise.resolve().then(() => (init_parsed_source(), parsed_source_exports));
    return parsedSource2(bytes, label);
  };
  const known3 = await knownValues();
  const hash2 = hashOf2(bytes);
  return known3.has(hash2) ? { ...placeless(label), value: known3.get(hash2), placed } : placed();
}
function labelOf2(file, folders) {
  const parts = [basename3(file)];
  let folder2 = dirname2(file);
  for (let count2 = 0; count2 < folders; count2 += 1) {
    parts.unshift(basename3(folder2));
    folder2 = dirname2(folder2);
  }
  return parts.filter((part) => part !== "").join("/");
}
function unreadable(cause, label) {
  const code = cause instanceof Error && "code" in cause ? cause.code : void 0;
  if (code === "ENOTDIR") {
    const message2 = "is not a folder. Expected one that holds .yaml files. Move it away to use the built-in ones.";
    return new AssayError("config", { code: "E_CONFIG_FOLDER", where: label, message: message2 }, { cause });
  }
  if (code === "ENOENT") {
    const message2 = 'no such file or folder. Expected it in the desk; "assay init DIR" makes a whole one.';
    return new AssayError("missing", { code: "E_CONFIG_MISSING", where: label, message: message2 }, { cause });
  }
  if (code === "EACCES" || code === "EPERM") {
    const message2 = "cannot be read: no permission. Give the user who runs this the right to read it.";
    return new AssayError("permission", { code: "E_CONFIG_PERMISSION", where: label, message: message2 }, { cause });
  }
  const message = `cannot be read (${refusalWords(cause)}). Expected a readable file. Check the disk and try again.`;
  return new AssayError("io", { code: "E_CONFIG_READ", where: label, message }, { cause });
}

// src/catalog/read-catalog.ts
init_source_file();

// src/catalog/twice-problems.ts
init_errors();
function twiceProblems(metals, calendars) {
  const named = (what, pick2, list = what) => metals.flatMap(
    ({ spec, source }) => pick2(spec).map(({ id: id3 }, at) => ({ what, id: id3, source, path: [list, at, "id"] }))
  );
  return [
    ...twins(metals.map(({ spec, source }) => ({ what: "metal", id: spec.metal, source, path: ["metal"] }))),
    ...twins([
      ...named("series", ({ series }) => series),
      ...named("series", ({ derived }) => derived, "derived")
    ]),
    ...twins(named("chart", ({ charts }) => charts, "charts")),
    ...twins(named("relation", ({ relations }) => relations ?? [], "relations")),
    ...twins(
      calendars.map(({ spec, source }) => ({ what: "venue", id: spec.venue, source, path: ["venue"] }))
    )
  ];
}
function twins(all) {
  const first = /* @__PURE__ */ new Map();
  return all.flatMap((one) => {
    const earlier = first.get(one.id);
    if (earlier === void 0) {
      first.set(one.id, one);
      return [];
    }
    return [
      {
        code: "E_CATALOG_TWICE",
        where: one.source.where(one.path),
        message: `${one.what} ${quoted(one.id)} is already at ${earlier.source.where(earlier.path)}. Give one of them another id.`
      }
    ];
  });
}

// src/catalog/yaml-files.ts
import { readdir as readdir4 } from "node:fs/promises";
import { join as join6 } from "node:path";
async function yamlFilesIn(folder2, { optional = false } = {}) {
  const entries = await readdir4(folder2).catch((cause) => {
    if (optional && cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
    throw unreadable(cause, labelOf2(folder2, 1));
  });
  const names = entries.filter((name) => /\.ya?ml$/.test(name) && !name.startsWith(".")).sort();
  return Promise.all(
    names.map((name) => {
      const file = join6(folder2, name);
      return readSource(file, labelOf2(file, 2));
    })
  );
}

// src/catalog/read-catalog.ts
async function readCatalog(roots) {
  const [metals, calendars] = await Promise.all([sourcesIn(roots.metals), sourcesIn(roots.calendars)]);
  return soundOf({ metals, calendars }, placedIn, check);
}
async function placedIn(files) {
  const placed = (all) => Promise.all(all.map((one) => one.placed()));
  return { metals: await placed(files.metals), calendars: await placed(files.calendars) };
}
function check(files) {
  const problems = [];
  const metals = keeping(files.metals, metalSchema, problems);
  const calendars = keeping(files.calendars, calendarSchema, problems);
  problems.push(...twiceProblems(metals, calendars));
  problems.push(...calendars.flatMap(calendarProblems));
  const names = namesIn(files.metals, files.calendars);
  problems.push(...metals.flatMap((metal) => metalProblems(metal, names)));
  if (problems.length > 0) return { problems };
  const value = catalogOf(
    metals.map(({ spec }) => spec),
    calendars.map(({ spec }) => spec)
  );
  return { value };
}
function catalogOf(metals, calendars) {
  const place2 = (metal) => METAL_GROUPS.indexOf(metal.group) * 1e3 + metal.order;
  const ordered = metals.toSorted((a, b) => place2(a) - place2(b) || (a.metal < b.metal ? -1 : 1));
  return {
    metals: ordered,
    calendars: new Map(calendars.map((calendar) => [calendar.venue, calendar])),
    series: new Map(
      ordered.flatMap(
        (metal) => metal.series.map((one) => [one.id, { ...one, metal: metal.metal }])
      )
    ),
    derived: new Map(
      ordered.flatMap(
        (metal) => metal.derived.map((one) => [one.id, { ...one, metal: metal.metal }])
      )
    )
  };
}
async function sourcesIn(folder2) {
  const files = await yamlFilesIn(folder2);
  if (files.length === 0) {
    throw new AssayError("config", {
      code: "E_CATALOG_EMPTY",
      where: labelOf2(folder2, 1),
      message: "no .yaml file in this folder. Expected one for each metal or venue. Remove the folder to use the built-in ones."
    });
  }
  return files;
}
function keeping(files, schema, problems) {
  return files.flatMap((source) => {
    problems.push(...source.problems);
    if (source.problems.length > 0) return [];
    const parsed = schema.safeParse(source.value);
    if (parsed.success) return [{ source, spec: parsed.data }];
    problems.push(...fieldProblems(schema, parsed.error, source));
    return [];
  });
}

// src/catalog/read-desk.ts
init_errors();

// src/catalog/cron.ts
var FIELDS2 = [
  { name: "minute", low: 0, high: 59 },
  { name: "hour", low: 0, high: 23 },
  { name: "day of month", low: 1, high: 31 },
  { name: "month", low: 1, high: 12 },
  { name: "day of week", low: 0, high: 7 }
];
var MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
var DAYS = "sun mon tue wed thu fri sat".split(" ");
async function cronFault(expression) {
  const fault = faultOf(expression);
  if (fault !== void 0) return fault;
  const { validate } = await import("node-cron");
  return validate(expression) ? void 0 : 'no day like this ever comes, or it cannot be read. Expected e.g. "0 18 * * 0", Sundays at 18:00.';
}
function faultOf(expression) {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== FIELDS2.length) {
    return `${parts.length} fields. Expected five: minute, hour, day of month, month, day of week.`;
  }
  for (const [index, field] of FIELDS2.entries()) {
    for (const item of (parts[index] ?? "").split(",")) {
      const fault = itemFault(item, field);
      if (fault !== void 0) return fault;
    }
  }
  return void 0;
}
function itemFault(item, field) {
  const shape = /^(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/(\d+))?$/i.exec(item);
  const unreadable2 = `${field.name} "${item}" cannot be read. Expected *, a number, a range like 1-5, or a step like */15.`;
  if (!shape?.[1] || shape[1] === "*" && shape[2] !== void 0) return unreadable2;
  if (shape[3] !== void 0 && Number(shape[3]) === 0)
    return `${field.name} has a step of 0. Expected 1 or more.`;
  const ends = [shape[1], shape[2]].filter((end2) => end2 !== void 0 && end2 !== "*");
  const numbers = ends.map((end2) => numberOf(end2 ?? "", field.name));
  if (numbers.some(Number.isNaN)) return unreadable2;
  const outside = numbers.find((number) => number < field.low || number > field.high);
  if (outside !== void 0) return `${field.name} ${outside} is outside ${field.low}\u2013${field.high}.`;
  const [first, last] = numbers;
  if (first !== void 0 && last !== void 0 && first > last) {
    return `${field.name} ${item} runs backwards. Expected the smaller number first.`;
  }
  return void 0;
}
function numberOf(text2, field) {
  if (/^\d+$/.test(text2)) return Number(text2);
  const named = field === "month" ? MONTHS.indexOf(text2.toLowerCase()) + 1 : -1;
  if (named > 0) return named;
  const day = field === "day of week" ? DAYS.indexOf(text2.toLowerCase()) : -1;
  return day < 0 ? Number.NaN : day;
}

// src/catalog/mail-problems.ts
init_errors();
var TOKEN_OCTETS = 33;
var LONGEST_LOCAL2 = 64;
function mailProblems(mail2, source) {
  const problems = [];
  const wrong = (path, message, code = "E_CONFIG_FIELD") => {
    problems.push({ code, where: source.where(["mail", ...path]), message });
  };
  const from = addressOf3("from", mail2.from, wrong);
  const bounces = mail2.bounces === void 0 ? from : addressOf3("bounces", mail2.bounces, wrong);
  if (mail2.replyTo !== void 0) addressOf3("replyTo", mail2.replyTo, wrong);
  if (bounces !== void 0) bounceProblem(bounces, mail2.bounces === void 0 ? "from" : "bounces", wrong);
  const atSite = mail2.site === void 0 ? void 0 : siteFault(mail2.site);
  if (atSite !== void 0) wrong(["site"], `mail.site is ${quoted(mail2.site ?? "")}. ${atSite}`);
  if (mail2.listId !== void 0 && !(isHostName(mail2.listId) && mail2.listId.includes(".")))
    wrong(["listId"], `mail.listId is ${quoted(mail2.listId)}. Expected a name like weekly.example.cn.`);
  smtpProblems(mail2.smtp, wrong);
  if (mail2.dkim !== void 0) dkimProblems(mail2.dkim, from, wrong);
  fileProblems(mail2, wrong);
  orderProblem(mail2, wrong);
  return problems;
}
function addressOf3(field, text2, wrong) {
  const address = parseAddress(text2);
  if ("fault" in address) {
    wrong(
      [field],
      `mail.${field} is ${quoted(text2)}. Expected an e-mail address like weekly@example.cn (${address.fault}).`
    );
    return void 0;
  }
  if (address.international) {
    wrong(
      [field],
      `mail.${field} is ${quoted(text2)}, with letters beyond ASCII before the @. Expected one that every server can answer, like weekly@example.cn.`
    );
    return void 0;
  }
  return address;
}
function bounceProblem({ local, address }, field, wrong) {
  const most = LONGEST_LOCAL2 - TOKEN_OCTETS;
  if (local.length <= most) return;
  const next = field === "from" ? " Set mail.bounces to a shorter one." : " Use a shorter one.";
  wrong(
    [field],
    `mail.${field} is ${quoted(address)}: ${local.length} characters before the @, but with the token of a bounce only ${most} fit.${next}`
  );
}
function siteFault(text2) {
  const url = urlOf(text2);
  if (url === void 0) return "Expected an address like https://brief.example.cn.";
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback2(url.hostname)))
    return "Expected https://: links to unsubscribe must not be read or changed on their way.";
  if (url.username !== "" || url.password !== "")
    return "Expected no user or password in it: every letter would show them.";
  if (/[?#]/.test(text2)) return 'Expected no "?" or "#" in it: paths are added at its end.';
  const plain2 = url.origin + url.pathname.replace(/\/+$/, "");
  return plain2 === text2 ? void 0 : `Write it as ${plain2}`;
}
function smtpProblems(smtp, wrong) {
  const { host, port, tls, user, passwordFile, name } = smtp;
  if (!isHostName(host) && !isIpv6(host))
    wrong(
      ["smtp", "host"],
      `mail.smtp.host is ${quoted(host)}. Expected a host's name alone, like smtp.example.cn; its port goes to mail.smtp.port.`
    );
  else if (tls === "off" && !isLoopback2(host))
    wrong(
      ["smtp", "tls"],
      `mail.smtp.host ${host}: TLS is off and the host is not local. Set mail.smtp.tls: required.`,
      "E_CONFIG_TLS"
    );
  if (tls === "required" && port === 465)
    wrong(
      ["smtp", "port"],
      "mail.smtp.port 465 speaks TLS from the first byte. Set mail.smtp.tls: implicit, or port: 587.",
      "E_CONFIG_TLS"
    );
  if (tls === "implicit" && (port === 587 || port === 25))
    wrong(
      ["smtp", "tls"],
      `mail.smtp.tls is implicit, but port ${port} begins without TLS. Set mail.smtp.port: 465, or tls: required.`,
      "E_CONFIG_TLS"
    );
  if (user === void 0 && passwordFile !== void 0)
    wrong(["smtp", "passwordFile"], "mail.smtp.passwordFile has no mail.smtp.user beside it. Set the user.");
  if (user !== void 0 && (user === "" || CONTROL4.test(user)))
    wrong(["smtp", "user"], `mail.smtp.user is ${quoted(user)}. Expected a name to log in with.`);
  if (name !== void 0 && !isHostName(name))
    wrong(
      ["smtp", "name"],
      `mail.smtp.name is ${quoted(name)}. Expected a host's name, like mail.example.cn.`
    );
}
function dkimProblems({ domain, selector }, from, wrong) {
  if (!isHostName(selector))
    wrong(["dkim", "selector"], `mail.dkim.selector is ${quoted(selector)}. Expected a name like assay2026.`);
  if (!(isHostName(domain) && domain.includes(".")))
    wrong(["dkim", "domain"], `mail.dkim.domain is ${quoted(domain)}. Expected a domain like example.cn.`);
  else if (from !== void 0 && !isWithin(from.domain, domain.toLowerCase()))
    wrong(
      ["dkim", "domain"],
      `mail.dkim.domain is ${quoted(domain)}, but mail.from is at ${quoted(from.domain)}. Expected ${quoted(from.domain)} or a domain above it: receivers distrust a signature of another.`
    );
}
function isWithin(domain, other) {
  return domain === other || domain.endsWith(`.${other}`);
}
function fileProblems(mail2, wrong) {
  const files = [
    [["smtp", "passwordFile"], mail2.smtp.passwordFile],
    [["dkim", "keyFile"], mail2.dkim?.keyFile],
    [["keyFile"], mail2.keyFile],
    [["stateFolder"], mail2.stateFolder]
  ];
  const taken = /* @__PURE__ */ new Map();
  for (const [path, file] of files) {
    if (file === void 0) continue;
    const field = `mail.${path.join(".")}`;
    if (file.trim() === "" || CONTROL4.test(file))
      wrong(path, `${field} is ${quoted(file)}. Expected a path inside the desk, or an absolute one.`);
    const other = taken.get(file);
    if (other !== void 0)
      wrong(path, `${field} is ${quoted(file)}, which is ${other} already. Give each a path of its own.`);
    taken.set(file, field);
  }
}
function orderProblem({ uncertain, expireAfterHours }, wrong) {
  if (uncertain === "hold" || uncertain.resendAfterHours < expireAfterHours) return;
  wrong(
    ["uncertain", "resendAfterHours"],
    `mail.uncertain.resendAfterHours ${uncertain.resendAfterHours} is not before mail.expireAfterHours ${expireAfterHours}. Set it lower: by then nothing is sent any more.`,
    "E_CONFIG_ORDER"
  );
}
var CONTROL4 = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
function isHostName(text2) {
  return text2.length <= 253 && /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/i.test(text2);
}
function isIpv6(text2) {
  return text2.includes(":") && urlOf(`http://[${text2}]/`) !== void 0;
}
function urlOf(text2) {
  try {
    return new URL(text2);
  } catch {
    return void 0;
  }
}
function isLoopback2(host) {
  const plain2 = host.toLowerCase();
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/.test(plain2);
}

// src/catalog/read-desk.ts
init_source_file();
var KNOWN_VERSION = 1;
async function readDeskConfig(file) {
  const source = await readSource(file, labelOf2(file, 1));
  return soundOf(source, (unplaced) => unplaced.placed(), check2);
}
async function check2(source) {
  if (source.problems.length > 0) return { problems: source.problems };
  const version = valueAt(source.value, ["version"]);
  if (typeof version === "number" && version > KNOWN_VERSION) {
    const message = `version ${version}; this program knows up to ${KNOWN_VERSION}. Use a newer program for this desk.`;
    return { problems: [{ code: "E_CONFIG_VERSION", where: source.where(["version"]), message }] };
  }
  const parsed = deskFileSchema.safeParse(source.value);
  if (!parsed.success) return { problems: fieldProblems(deskFileSchema, parsed.error, source) };
  const problems = await deskProblems(parsed.data, source);
  return problems.length > 0 ? { problems } : { value: parsed.data };
}
async function deskProblems(desk2, source) {
  const problems = [];
  const wrong = (path, message, code = "E_CONFIG_FIELD") => {
    problems.push({ code, where: source.where(path), message });
  };
  const zones = [
    [["timeZone"], desk2.timeZone],
    [["schedule", "timeZone"], desk2.schedule?.timeZone]
  ];
  for (const [path, zone] of zones) {
    if (zone === void 0 || isTimeZone2(zone)) continue;
    wrong(path, `${path.join(".")} is ${quoted(zone)}. Expected a time zone's name, like Asia/Shanghai.`);
  }
  for (const list of ["languages", "sections"]) {
    const names = desk2[list];
    names.forEach((name, at) => {
      if (names.indexOf(name) < at)
        wrong([list, at], `${list} names ${quoted(name)} twice. Remove one of the two.`);
    });
  }
  const week = desk2.firstIssue?.week;
  if (week !== void 0) {
    const fault2 = weekFault(week);
    if (fault2 !== void 0) wrong(["firstIssue", "week"], `firstIssue.week is ${quoted(week)}. ${fault2}`);
  }
  const cron = desk2.schedule?.cron;
  const fault = cron === void 0 ? void 0 : await cronFault(cron);
  if (fault !== void 0)
    wrong(["schedule", "cron"], `schedule.cron ${quoted(cron ?? "")}: ${fault}`, "E_CONFIG_CRON");
  if (desk2.mail !== void 0) problems.push(...mailProblems(desk2.mail, source));
  return problems;
}
function weekFault(week) {
  try {
    parseWeek(week);
    return void 0;
  } catch (error) {
    if (error instanceof AssayError) return error.problems[0]?.message ?? "";
    throw error;
  }
}

// src/catalog/read-mappings.ts
init_errors();
import { createHash as createHash6 } from "node:crypto";

// src/model/mapping.ts
import { z as z10 } from "zod";

// src/model/observation.ts
import { z as z9 } from "zod";
var STATUSES = [
  "traded",
  "assessed",
  "holiday",
  "rolled",
  "provisional",
  "missing",
  "illustrative"
];
var statusSchema = z9.enum(STATUSES);
var BY_NAME = new Map(STATUSES.map((status) => [status, status]));

// src/model/mapping.ts
var id2 = z10.string().regex(/^[a-z][a-z0-9_]*$/, "ids are lower case letters, digits and _");
var ref = z10.union([z10.string().min(1), z10.int().positive()], {
  error: "a header, or the number of a column from 1"
});
var dateSchema = z10.strictObject({
  column: ref.optional(),
  year: ref.optional(),
  month: ref.optional(),
  day: ref.optional(),
  /** Tried in order: `yyyy-MM-dd`, `d-MMM-yyyy`, `d. MMMM yyyy`, `yyyy'M'MM`, `MMM-yy`, `excel`, `excel1904`. */
  formats: z10.array(z10.string().min(1)).min(1).default(["yyyy-MM-dd"]),
  /** Two-digit years from here on are 19xx, those below 20xx. */
  pivot: z10.int().min(0).max(99).default(50),
  /** A month's figure is dated by its last day; this says so of files that print its first. */
  at: z10.enum(["day", "month-end"]).optional()
});
var columnSchema = z10.strictObject({
  series: id2,
  column: ref.optional(),
  low: ref.optional(),
  high: ref.optional(),
  /** The mean as printed beside low and high: one warning says on how many rows it is not the mid. */
  mean: ref.optional(),
  /** Of low, high and mean: which is the series' value. */
  store: z10.enum(["mid", "mean"]).default("mid"),
  unit: z10.string().optional(),
  /** Some editions of the file lack it. */
  optional: z10.boolean().default(false)
});
var seriesColumnSchema = z10.strictObject({
  column: ref,
  /** What the cell says → series. */
  values: z10.record(z10.string(), id2),
  others: z10.enum(["error", "ignore"]).default("error")
});
var blockShape = {
  date: dateSchema.optional(),
  columns: z10.array(columnSchema).min(1).optional(),
  series: seriesColumnSchema.optional(),
  value: ref.optional(),
  unit: z10.string().optional(),
  unitColumn: ref.optional()
};
var blockSchema = z10.strictObject(blockShape);
var conditionSchema = z10.strictObject({
  column: ref,
  equals: z10.string().optional(),
  in: z10.array(z10.string()).min(1).optional(),
  matches: z10.string().optional()
});
var headerSchema = z10.strictObject({
  /** Number of the (first) header row, from 1. */
  row: z10.int().positive().optional(),
  /** Or the first row that has all these cells. */
  cells: z10.array(z10.string().min(1)).min(1).optional(),
  /** How many rows the header has; their texts are joined by a blank. */
  rows: z10.int().positive().max(10).default(1),
  /** Which of them make the names, counted from 1; all but the one with the units when absent. */
  names: z10.array(z10.int().positive()).min(1).optional(),
  /** Which of them holds the units, `($/mt)`. */
  units: z10.int().positive().optional(),
  /** An empty cell of an upper header row continues the one at its left, as merged cells do. */
  fill: z10.boolean().default(false)
});
var identitySchema = z10.strictObject({
  column: ref,
  plus: z10.array(ref).min(1),
  minus: z10.array(ref).default([]),
  tolerance: z10.number().nonnegative().default(0)
});
var mappingSchema = z10.strictObject({
  name: z10.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u, "ids are letters, digits, - and _"),
  /** Which files, by name: `*` any letters, `?` one. */
  file: z10.string().min(1),
  encoding: z10.enum(["utf-8", "utf-16", "gb18030"]).optional(),
  delimiter: z10.string().length(1).optional(),
  /** Of a workbook: name, or number from 1. The only visible one when absent. */
  sheet: z10.union([z10.string().min(1), z10.int().positive()], { error: "the name of a sheet, or its number from 1" }).optional(),
  header: headerSchema.prefault({ row: 1 }),
  ...blockShape,
  blocks: z10.array(blockSchema).min(1).optional(),
  where: z10.array(conditionSchema).default([]),
  skip: z10.strictObject({
    rows: z10.array(z10.int().positive()).default([]),
    where: z10.array(conditionSchema).default([])
  }).prefault({}),
  /** The table ends before the first row of which this is true. */
  stop: conditionSchema.optional(),
  /** A row with a cell that is one of these words is a sum of others: 小计, Total. */
  subtotals: z10.array(z10.string().min(1)).default([]),
  /** Of several rows of one date and series only that with the most (or least) in a column. */
  pick: z10.strictObject({ max: ref.optional(), min: ref.optional() }).optional(),
  /** Cells that mean "no quotation", besides empty ones and dashes. */
  missing: z10.array(z10.string().min(1)).default([]),
  thousands: z10.enum([",", ".", " ", "'"]).optional(),
  decimal: z10.enum([".", ","]).default("."),
  /** Taken off either end of a number: `$`, `%`. */
  strip: z10.array(z10.string().min(1)).default([]),
  status: statusSchema.optional(),
  verify: z10.array(identitySchema).default([]),
  /** A publisher's own file: what it changes later is its revision, not our correction. */
  release: z10.boolean().default(false),
  /** Numbers that a workbook's formulas gave when it was last saved: they may be old, so each file has to say so. */
  formulas: z10.enum(["refused", "stored"]).default("refused"),
  ignore: z10.array(ref).default([]),
  /** Columns named nowhere: said in a note, or not. */
  otherColumns: z10.enum(["note", "ignore"]).default("note")
});
function mappingOf(file, sha2562) {
  const { date, columns, series, value, unit, unitColumn, blocks, ...rest } = file;
  const single = { date, columns, series, value, unit, unitColumn };
  return { ...rest, sha256: sha2562, blocks: blocks ?? [single] };
}

// src/catalog/mapping-problems.ts
init_errors();
function mappingProblems(file, source) {
  const problems = [];
  const wrong = (path, message) => {
    problems.push({ code: "E_CONFIG_MAPPING", where: source.where(path), message });
  };
  for (const [block, path] of blocksOf(file)) checkBlock(block, path, wrong);
  const single = ["date", "columns", "series"].find((field) => file[field] !== void 0);
  if (file.blocks && single) {
    wrong([single], `${quoted(single)} stands beside "blocks". Expected it inside one of the blocks.`);
  }
  checkHeader(file, wrong);
  const conditions = [
    ...file.where.map((one, at) => [["where", at, "matches"], one.matches]),
    ...file.skip.where.map((one, at) => [["skip", "where", at, "matches"], one.matches]),
    [["stop", "matches"], file.stop?.matches]
  ];
  for (const [path, pattern] of conditions) checkPattern(pattern, path, wrong);
  if (file.thousands !== void 0 && file.thousands === file.decimal) {
    wrong(["thousands"], `thousands and decimal are both ${quoted(file.decimal)}. Expected two marks.`);
  }
  return problems;
}
function checkHeader({ header: header2 }, wrong) {
  if (header2.row !== void 0 && header2.cells !== void 0) {
    wrong(["header", "cells"], 'header has "row" and "cells". Expected one of the two.');
  }
  for (const at of [header2.units, ...header2.names ?? []]) {
    if (at !== void 0 && at > header2.rows) {
      wrong(["header"], `header has ${header2.rows} rows but names row ${at} of them. Raise "rows".`);
    }
  }
}
function blocksOf(file) {
  return file.blocks ? file.blocks.map((one, at) => [one, ["blocks", at]]) : [[file, []]];
}
function checkBlock(block, path, wrong) {
  checkDate(block, path, wrong);
  if (block.columns === void 0 && block.series === void 0) {
    wrong(path, 'nothing is read. Expected "columns", or "series" and "value".');
  }
  if (block.series === void 0 !== (block.value === void 0)) {
    wrong(path, 'only one of "series" and "value" is given. Expected both, or "columns".');
  }
  block.columns?.forEach((one, at) => {
    const here = [...path, "columns", at];
    const isRange = one.low !== void 0 && one.high !== void 0;
    if (one.low === void 0 !== (one.high === void 0) || isRange === (one.column !== void 0)) {
      wrong(here, `${one.series} needs a source. Expected "column", or "low" and "high".`);
    }
    if (one.store === "mean" && one.mean === void 0) {
      wrong(here, `${one.series} stores the mean but names none. Expected "mean: <header>".`);
    }
    checkUnit(one.unit, [...here, "unit"], wrong);
  });
  checkUnit(block.unit, [...path, "unit"], wrong);
}
function checkDate({ date }, path, wrong) {
  const here = [...path, "date"];
  if (date === void 0) {
    wrong(path, 'no "date". Expected where the dates stand: { column: Date }.');
    return;
  }
  const parts = date.year !== void 0 && date.month !== void 0;
  if (parts === (date.column !== void 0)) {
    wrong(here, 'date needs one source. Expected "column", or "year", "month" and "day".');
  }
  date.formats.forEach((format, at) => {
    if (/^excel(?:1904)?$/.test(format)) return;
    const letters2 = format.replace(/'[^']*'/g, "");
    if (/yy/.test(letters2) && /M/.test(letters2)) return;
    const message = `${quoted(format)} lacks year or month. Expected one like yyyy-MM-dd, d-MMM-yyyy, MMM-yy, yyyy'M'MM, excel.`;
    wrong([...here, "formats", at], message);
  });
}
function checkUnit(unit, path, wrong) {
  if (unit === void 0 || parseUnit(unit) !== void 0) return;
  wrong(path, `unit ${quoted(unit)} is not known. Expected one like USD/t, \u4E07\u5143/\u5428, t or "%".`);
}
function checkPattern(pattern, path, wrong) {
  if (pattern === void 0) return;
  try {
    new RegExp(pattern, "u");
  } catch (error) {
    const reason2 = error instanceof Error ? error.message : String(error);
    wrong(path, `${quoted(pattern)} is not a pattern (${reason2}). Expected a regular expression.`);
  }
}
function unknownSeries(file, source, catalog) {
  const ids = blocksOf(file).flatMap(([block, path]) => [
    ...(block.columns ?? []).map((one, at) => [one.series, [...path, "columns", at, "series"]]),
    ...Object.entries(block.series?.values ?? {}).map(
      ([name, id3]) => [id3, [...path, "series", "values", name]]
    )
  ]);
  return ids.flatMap(([id3, path]) => {
    if (catalog.series.has(id3)) return [];
    const near = nearest(id3, catalog.series.keys());
    const hint = near === void 0 ? "" : ` Did you mean ${quoted(near)}?`;
    const message = `unknown series ${quoted(id3)}.${hint} Expected an id of data/metals/*.yaml.`;
    return [{ code: "E_CATALOG_SERIES", where: source.where(path), message }];
  });
}

// src/catalog/read-mappings.ts
init_source_file();
async function readMappings({ own, builtIn }, catalog) {
  const [ours, shipped] = await Promise.all([
    own === builtIn ? [] : yamlFilesIn(own, { optional: true }),
    yamlFilesIn(builtIn, { optional: true })
  ]);
  return soundOf({ ours, shipped }, placedIn2, (files) => check3(files, catalog));
}
async function placedIn2({ ours, shipped }) {
  const placed = (all) => Promise.all(all.map((one) => one.placed()));
  return { ours: await placed(ours), shipped: await placed(shipped) };
}
function check3(files, catalog) {
  const problems = [];
  const ours = mappingsIn(files.ours, catalog, problems, "own");
  const shipped = mappingsIn(files.shipped, catalog, problems, "built-in");
  if (problems.length > 0) return { problems };
  const names = new Set(ours.map((one) => one.name));
  return { value: [...ours, ...shipped.filter((one) => !names.has(one.name))] };
}
function mappingsIn(files, catalog, problems, whose) {
  const first = /* @__PURE__ */ new Map();
  return files.flatMap((source) => {
    const read2 = mappingIn(source, catalog, problems, whose);
    if (read2 === void 0) return [];
    const before = first.get(read2.name);
    if (before !== void 0) {
      const message = `${quoted(read2.name)} is already the name of ${before}. Expected each name once; rename one.`;
      problems.push({ code: "E_CONFIG_TWICE", where: source.where(["name"]), message });
    }
    first.set(read2.name, source.label);
    return [read2];
  });
}
function mappingIn(source, catalog, problems, whose) {
  const before = problems.length;
  problems.push(...source.problems, ...forbiddenKeys(source));
  if (problems.length > before) return void 0;
  const parsed = mappingSchema.safeParse(source.value);
  if (!parsed.success) {
    problems.push(...fieldProblems(mappingSchema, parsed.error, source));
    return void 0;
  }
  problems.push(...mappingProblems(parsed.data, source));
  const unknown = unknownSeries(parsed.data, source, catalog);
  if (whose === "built-in" && unknown.length > 0) return void 0;
  problems.push(...unknown);
  if (problems.length > before) return void 0;
  return mappingOf(parsed.data, createHash6("sha256").update(JSON.stringify(source.value)).digest("hex"));
}
var FORBIDDEN = ["__proto__", "constructor", "prototype"];
function forbiddenKeys(source) {
  const problems = [];
  const visit2 = (value, path) => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const here = [...path, Array.isArray(value) ? Number(key) : key];
      if (FORBIDDEN.includes(key)) {
        const message = `the key ${quoted(key)} is not allowed. Use another name.`;
        problems.push({ code: "E_DATA_KEY", where: source.whereKey(here), message });
      }
      visit2(inner, here);
    }
  };
  visit2(source.value, []);
  return problems;
}

// src/catalog/read-overrides.ts
import { z as z12 } from "zod";
init_errors();

// src/model/override.ts
import { z as z11 } from "zod";
var isoDate2 = z11.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a date such as 2026-11-20");
var overrideSchema = z11.strictObject({
  series: z11.string(),
  date: isoDate2,
  action: z11.enum(["accept", "exclude"]),
  /** The value accepted: another one that comes later is not covered. Not needed to exclude. */
  value: z11.number().optional(),
  by: z11.string().min(1),
  reason: z11.string().min(1),
  /** The last day on which it counts. */
  expires: isoDate2
});
var withheldSchema = z11.strictObject({
  date: z11.string(),
  value: z11.string(),
  /** The check's code, or `OVERRIDE`. */
  code: z11.string(),
  /** Of a check's finding: what likely happened. */
  cause: z11.string().optional(),
  /** Of an override. */
  by: z11.string().optional(),
  reason: z11.string().optional()
});

// src/catalog/read-overrides.ts
var listSchema = z12.array(overrideSchema);
async function readOverrides(file, catalog) {
  const read2 = await readSource(file, labelOf2(file, 1));
  const source = listSchema.safeParse(read2.value ?? []).data?.length === 0 ? read2 : await read2.placed();
  const problems = [...source.problems];
  const parsed = listSchema.safeParse(source.value ?? []);
  if (problems.length === 0) {
    if (parsed.success) problems.push(...overrideProblems(parsed.data, source, catalog));
    else problems.push(...fieldProblems(listSchema, parsed.error, source));
  }
  if (problems.length > 0 || !parsed.success) throw new AssayError("config", problems);
  return parsed.data.map((override, at) => ({ ...override, where: source.where([at]) }));
}
function overrideProblems(list, source, catalog) {
  const first = /* @__PURE__ */ new Map();
  return list.flatMap((one, at) => {
    const problems = [];
    const wrong = (code, field, message) => {
      problems.push({ code, where: source.where([at, field]), message });
    };
    if (!catalog.series.has(one.series))
      wrong("E_OVERRIDE_SERIES", "series", unknownSeries2(one.series, catalog));
    for (const field of ["date", "expires"]) {
      if (realDate(one[field]) === void 0)
        wrong("E_OVERRIDE_DATE", field, `${field} ${one[field]} does not exist. Expected a real date.`);
    }
    const real = realDate(one.date) !== void 0 && realDate(one.expires) !== void 0;
    if (real && one.expires < one.date) {
      const message = `expires ${one.expires} is before the value's own day ${one.date}. Expected the last day on which it shall count.`;
      wrong("E_OVERRIDE_DATE", "expires", message);
    }
    if (one.action === "accept" && one.value === void 0) {
      const message = `accepts ${quoted(one.series)} of ${one.date} without saying which value. Expected value: and the number in the unit of the series.`;
      wrong("E_OVERRIDE_VALUE", "action", message);
    }
    for (const field of ["by", "reason"]) {
      if (one[field].trim() === "")
        wrong("E_OVERRIDE_NAME", field, `${field} is blank. Expected who answers for it and why.`);
    }
    const key = `${one.series} ${one.date}`;
    const twin = first.get(key);
    if (twin === void 0) first.set(key, at);
    else
      wrong(
        "E_OVERRIDE_TWICE",
        "series",
        `${quoted(one.series)} of ${one.date} is already at ${source.where([twin])}. Remove one of the two.`
      );
    return problems;
  });
}
function unknownSeries2(id3, catalog) {
  const derived = catalog.derived.get(id3);
  if (derived !== void 0)
    return `${quoted(id3)} is computed from ${derived.of.join(", ")}. Expected one of these: what is read can be answered for.`;
  const candidate = nearest(id3, catalog.series.keys());
  const meant3 = candidate === void 0 ? "" : ` Did you mean ${quoted(candidate)}?`;
  return `unknown series ${quoted(id3)}.${meant3} Expected an id of data/metals.`;
}

// src/desk.ts
init_errors();

// src/program.ts
init_errors();
import { existsSync, readFileSync as readFileSync2 } from "node:fs";
import { dirname as dirname3, join as join7 } from "node:path";
import { fileURLToPath as fileURLToPath2 } from "node:url";
import { z as z13 } from "zod";

// src/setup/browser.mjs
var BROWSER_REMEDIES = [
  "Three ways: set ASSAY_CHROME to a Chrome or Chromium you have;",
  'run "npx puppeteer browsers install chrome-headless-shell" where the network allows it;',
  'or install one from your system ("apt install chromium-headless-shell" on Debian, "brew install --cask google-chrome" on macOS).'
].join(" ");

// src/program.ts
function programRoot() {
  let folder2 = dirname3(fileURLToPath2(import.meta.url));
  while (!existsSync(join7(folder2, "package.json"))) {
    const parent = dirname3(folder2);
    if (parent === folder2) throw new Error(`no package.json above ${fileURLToPath2(import.meta.url)}`);
    folder2 = parent;
  }
  return folder2;
}

// src/desk.ts
var UNNAMED = {
  version: 1,
  name: { en: "Metals desk", zh: "\u91D1\u5C5E\u7814\u7A76\u90E8" },
  title: { en: "Metals Weekly", zh: "\u91D1\u5C5E\u5468\u62A5" },
  languages: ["en", "zh"],
  timeZone: "Asia/Shanghai",
  paper: "A4",
  sections: [...SECTIONS],
  data: { allowNegative: [], maxBytes: 64 * 1024 * 1024 },
  gate: { hold: "any" }
};
async function openDesk(folder2) {
  const root = resolve(folder2);
  const data = join8(root, "data");
  const found = await stat3(data).catch(() => void 0);
  if (!found?.isDirectory()) {
    throw new AssayError("missing", {
      code: "E_DESK_MISSING",
      where: folder2,
      message: `not a desk: no folder ${quoted("data")} in it. Give one with --desk DIR, or make one with "assay init DIR".`
    });
  }
  const program = programRoot();
  const own = (...names) => {
    const path = join8(root, ...names);
    return isThere(path) ? path : join8(program, ...names);
  };
  const deskFile = join8(data, "desk.yaml");
  const { mail: mail2, ...config } = isThere(deskFile) ? await readDeskConfig(deskFile) : { ...UNNAMED, mail: void 0 };
  const catalog = await readCatalog({ metals: own("data", "metals"), calendars: own("data", "calendars") });
  requireKnown(config.data.allowNegative, catalog);
  const overridesFile = join8(data, "overrides.yaml");
  const overrides = isThere(overridesFile) ? await readOverrides(overridesFile, catalog) : [];
  const mappings = await readMappings(
    { own: join8(data, "mappings"), builtIn: join8(program, "data", "mappings") },
    catalog
  );
  const templates = [join8(program, "templates"), join8(root, "templates")].filter(
    (path, at, all) => isThere(path) && all.indexOf(path) === at
  );
  return {
    root,
    config,
    mail: mail2,
    catalog,
    mappings,
    overrides,
    paths: {
      inbox: join8(data, "inbox"),
      store: join8(data, "assay.db"),
      ledger: join8(data, "ledger.db"),
      reports: join8(root, "reports"),
      templates
    }
  };
}
function requireMail({ mail: mail2 }) {
  if (mail2 !== void 0) return mail2;
  throw new AssayError("config", {
    code: "E_MAIL_NONE",
    where: "data/desk.yaml",
    message: "this desk does not say how to mail. Expected at least a sender and a server. Add: mail: { from: weekly@example.cn, smtp: { host: smtp.example.cn, user: weekly@example.cn, passwordFile: data/smtp.password } }"
  });
}
function requireKnown(allowNegative, catalog) {
  const problems = allowNegative.flatMap((id3) => {
    if (catalog.series.has(id3)) return [];
    const near = nearest(id3, catalog.series.keys());
    const hint = near === void 0 ? "" : ` Did you mean ${quoted(near)}?`;
    const message = `data.allowNegative names an unknown series ${quoted(id3)}.${hint} Expected an id of data/metals/*.yaml.`;
    return [{ code: "E_CATALOG_SERIES", where: "data/desk.yaml", message }];
  });
  if (problems.length > 0) throw new AssayError("config", problems);
}
function isThere(path) {
  return lstatSync(path, { throwIfNoEntry: false }) !== void 0;
}

// src/effects.ts
import { randomBytes } from "node:crypto";
function realEffects(stop) {
  return {
    now: () => /* @__PURE__ */ new Date(),
    log: (line2) => {
      process.stderr.write(`${line2}
`);
    },
    ticks: () => performance.now(),
    wait: (ms) => new Promise((resolve3) => {
      if (stop.aborted) return resolve3();
      const done = () => {
        clearTimeout(timer);
        stop.removeEventListener("abort", done);
        resolve3();
      };
      const timer = setTimeout(done, ms);
      stop.addEventListener("abort", done, { once: true });
    }),
    random: (bytes) => randomBytes(bytes),
    stop
  };
}

// src/store/ledger/index.ts
import { basename as basename4, dirname as dirname4, join as join9 } from "node:path";
async function openLedger(place2) {
  const { ledgerOver: ledgerOver2 } = await Promise.resolve().then(() => (init_open(), open_exports));
  if (/^postgres(?:ql)?:/i.test(place2)) {
    const { openPostgres: openPostgres2 } = await Promise.resolve().then(() => (init_connect_postgres(), connect_postgres_exports));
    return ledgerOver2(await openPostgres2(place2));
  }
  const { openSqlite: openSqlite2 } = await Promise.resolve().then(() => (init_connect_sqlite(), connect_sqlite_exports));
  return ledgerOver2(await openSqlite2(place2, labelOf3(place2)));
}
function labelOf3(file) {
  return file === ":memory:" ? file : join9(basename4(dirname4(file)), basename4(file));
}

// test/delivery/frozen/sender.ts
var [folder = "", place = "", edition = "", leaseMs = ""] = process.argv.slice(2);
var effects = realEffects(new AbortController().signal);
var desk = await openDesk(folder);
var mail = requireMail(desk);
var ledger = await openLedger(place);
var { reports } = desk.paths;
var letters = await openLetters({
  reports,
  manifest: await readManifest(reports, edition),
  mail,
  key: await openKey(`${folder}/${mail.keyFile}`, effects)
});
var carrier = openMailer({ smtp: mail.smtp, effects });
var [campaign] = await ledger.campaigns({ edition });
if (campaign === void 0) throw new Error("no campaign");
process.stdout.write("sending\n");
var { state, reason, counts: counts2 } = await runCampaign({
  ...{ ledger, campaign, letters, carrier, mail, effects },
  journalFolder: `${folder}/data/outcomes`,
  leaseMs: Number(leaseMs),
  patience: 6e4,
  onProgress: () => void 0
});
process.stdout.write(`${JSON.stringify({ state, reason, counts: counts2 })}
`);
await carrier.close();
await ledger.close();
