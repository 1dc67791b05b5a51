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

// src/store/ledger/dialect.ts
import { CompiledQuery, sql } from "kysely";
function storable(text) {
  return text.replace(NOT_TEXT, "\uFFFD");
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
function moment(text) {
  return text === "" ? void 0 : text;
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

// src/errors.ts
function oneLine(text) {
  return text.replace(CONTROL, (character) => JSON.stringify(character).slice(1, -1));
}
function problemLine(problem) {
  const where = oneLine(problem.where);
  return where === "" ? `${problem.code} ${problem.message}` : `${problem.code} ${where}: ${problem.message}`;
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

// src/store/ledger/stand.ts
import { sql as sql4 } from "kysely";
async function stand(tx, names) {
  if (names.length === 0) return /* @__PURE__ */ new Map();
  const { batch, forUpdate, kind } = tx.dialect;
  const wanted2 = batch(JSON.stringify([...new Set(names)].map((name) => [storable(name)])));
  if (kind === "postgres")
    await sql4`select id from campaign where id in
        (select d.campaign_id from ${wanted2} cross join delivery d where d.delivery_id = batch.value ->> 0)
      order by id ${tx.dialect.forShare("campaign")}`.execute(tx.db);
  const rows = await rowsOf(
    tx,
    sql4`select d.id as number, d.delivery_id, d.state, d.attempts, d.fence, d.lease_until, d.next_at,
        d.subscriber_id, d.turn, c.edition, d.campaign_id, c.state as campaign_state, c.deadline
      from ${wanted2} cross join delivery d cross join campaign c
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
async function take(tx, steps, now2) {
  if (steps.length === 0) return;
  const rows = steps.map(({ number, from, to, attempts: attempts2, nextAt, reason, owner = "", leaseUntil = "" }) => [
    number,
    from,
    to,
    attempts2,
    nextAt,
    storable(reason),
    storable(owner),
    leaseUntil
  ]);
  await sql5`update delivery set state = batch.value ->> 2, attempts = cast(batch.value ->> 3 as integer),
      next_at = batch.value ->> 4, reason = batch.value ->> 5, owner = batch.value ->> 6,
      lease_until = batch.value ->> 7, changed_at = ${now2},
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
async function setState(tx, { id, state, by, reason, now: now2 }) {
  const [before2] = await rowsOf(
    tx,
    sql6`select state, turn from subscriber where id = ${id}
      ${tx.dialect.forUpdate}`
  );
  if (before2 === void 0 || before2.state === "unsubscribed" && state === "bounced") return;
  const event = { id, by, reason, now: now2, edition: "" };
  if (before2.state === state) {
    if (state === "active" && (await strikesOf(tx, id)).length > 0)
      await addEvent(tx, { ...event, what: "restored", turn: before2.turn });
    return;
  }
  await sql6`update subscriber set state = ${state}, reason = ${storable(reason)}, since = ${now2}, turn = turn + 1
    where id = ${id}`.execute(tx.db);
  await addEvent(tx, { ...event, what: wordFor(before2.state, state), turn: before2.turn + 1 });
}
function wordFor(before2, after) {
  if (after !== "active") return after;
  return before2 === "unsubscribed" ? "resubscribed" : "restored";
}
async function strike(tx, { subscriber: id, edition, weight, by, reason }, now2) {
  const before2 = await strikesOf(tx, id);
  if (!before2.includes(edition)) {
    const [row] = await rowsOf(
      tx,
      sql6`select turn from subscriber where id = ${id} ${tx.dialect.forUpdate}`
    );
    await addEvent(tx, { id, by, reason, now: now2, edition, what: "strike", turn: row?.turn ?? 0 });
  }
  if (weight === "gone" || before2.some((other) => other !== edition))
    await setState(tx, { id, state: "bounced", by, reason, now: now2 });
}
async function strikesOf(tx, id) {
  const rows = await rowsOf(
    tx,
    sql6`select what, edition from subscriber_event
      where subscriber_id = ${id} and what in ('strike', 'restored', 'resubscribed') order by id`
  );
  const last2 = rows.findLastIndex(({ what }) => what !== "strike");
  return rows.slice(last2 + 1).map(({ edition }) => edition);
}
async function addEvent(tx, { id, now: now2, what, by, reason, edition, turn }) {
  await sql6`insert into subscriber_event (subscriber_id, at, what, actor, reason, edition, turn)
    values (${id}, ${now2}, ${what}, ${storable(by)}, ${storable(reason)}, ${edition}, ${turn})`.execute(
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
async function write(tx, { outcomes, intents, owner }, now2) {
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
    history.push(lineOf(standing, outcome, believed ? "outcome" : "evidence", owner, now2));
    if (outcome.strike !== void 0) strikes.push([outcome, standing]);
    if (!believed && !(outcome.state === "ACCEPTED" && standing.state === "UNCERTAIN")) continue;
    const nextAt = outcome.state === "DEFERRED" ? outcome.nextAt ?? now2 : "";
    move(standing, outcome.state, { attempts: standing.attempts, nextAt, reason: outcome.reason });
  }
  for (const intent of intents) {
    const standing = standings.get(intent.delivery);
    if (standing === void 0) continue;
    if (isUnderWay(standing, intent)) granted.add(intent.delivery);
    if (!mayBegin(standing, intent, now2)) continue;
    granted.add(intent.delivery);
    const { number, turn, lease_until: leaseUntil } = standing;
    const { attempt, fence } = intent;
    move(standing, "IN_DATA", { attempts: attempt, nextAt: "", reason: "", owner, leaseUntil });
    history.push({ ...INTENT, number, attempt, fence, turn, at: now2, owner });
  }
  const taken = [...steps.values()];
  await take(tx, taken, now2);
  await take(tx, taken.filter(isOrphan(standings)).map(cancelled), now2);
  await record(tx, history);
  for (const [outcome, { subscriber_id: subscriber, edition }] of strikes) {
    const weight = outcome.strike ?? "strike";
    await strike(tx, { subscriber, edition, weight, by: "smtp", reason: outcome.reason }, now2);
  }
  return { granted };
}
function isUnderWay({ state, attempts: attempts2, fence }, one) {
  return state === "IN_DATA" && attempts2 === one.attempt && fence === one.fence;
}
function mayBegin(standing, intent, now2) {
  return standing.state === "CLAIMED" && standing.fence === intent.fence && standing.attempts + 1 === intent.attempt && standing.lease_until > now2 && standing.campaign_state === "open";
}
function nameOf({ number }, { attempt, fence, state }) {
  return `${number} ${attempt} ${fence} ${state}`;
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
  return new Set(rows.map(({ number, n, fence, state }) => `${number} ${n} ${fence} ${state}`));
}
function lineOf({ number }, { attempt, fence, state, phase, reply, queueId = "", reason }, kind, owner, at) {
  const { code = 0, enhanced = "", text = reason } = reply ?? {};
  return { number, attempt, fence, state, phase, kind, at, code, enhanced, text, queueId, owner };
}
function isOrphan(standings) {
  const ended = /* @__PURE__ */ new Set();
  for (const { number, campaign_state: state } of standings.values())
    if (state === "cancelled") ended.add(number);
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
async function recover(tx, dead, now2) {
  const names = tx.dialect.batch(JSON.stringify(dead.map((name) => [storable(name)])));
  const left = await rowsOf(
    tx,
    sql8`select id as number, state, attempts, fence, next_at, owner, lease_until from delivery
      where state in ('CLAIMED', 'IN_DATA') and (lease_until <= ${now2}
        or owner in (select batch.value ->> 0 from ${names})) ${tx.dialect.forUpdate}`
  );
  const lost = left.filter(({ state }) => state === "IN_DATA");
  await take(
    tx,
    left.map((held2) => held2.state === "CLAIMED" ? free(held2) : doubt(held2)),
    now2
  );
  await record(
    tx,
    lost.map(({ number, attempts: attempts2, fence, owner }) => ({
      number,
      attempt: attempts2,
      fence,
      kind: "outcome",
      state: "UNCERTAIN",
      at: now2,
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
async function giveBack(tx, claims, now2) {
  const standings = await stand(
    tx,
    claims.map(({ delivery: delivery2 }) => delivery2)
  );
  const steps = claims.flatMap(({ delivery: delivery2, fence }) => {
    const standing = standings.get(delivery2);
    return standing?.state === "CLAIMED" && standing.fence === fence ? [free(standing)] : [];
  });
  await take(tx, steps, now2);
}
async function refuse(tx, { delivery: delivery2, fence }, { state, reason, nextAt }, now2) {
  const standing = (await stand(tx, [delivery2])).get(delivery2);
  if (standing?.state !== "CLAIMED" || standing.fence !== fence) return;
  const { number, attempts: attempts2 } = standing;
  const due = state === "DEFERRED" ? nextAt ?? now2 : "";
  await take(tx, [{ number, from: "CLAIMED", to: state, attempts: attempts2, nextAt: due, reason }], now2);
  await record(tx, [
    {
      number,
      attempt: attempts2,
      fence,
      kind: "outcome",
      state,
      at: now2,
      phase: REFUSED,
      code: 0,
      enhanced: "",
      text: reason,
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
async function audit(tx, now2, campaign2) {
  const ours = campaign2 === void 0 ? sql9`1 = 1` : sql9`d.campaign_id = ${campaign2}`;
  const its = campaign2 === void 0 ? sql9`1 = 1` : sql9`c.id = ${campaign2}`;
  const questions = [...ofAttempts(ours), ...ofSums(its, ours), ...ofStates(now2, ours), ...ofCampaigns(its)];
  const all = questions.map(
    (question, at) => sql9`select * from (${question} limit ${sql9.lit(MOST)}) as ${sql9.raw(`question_${at}`)}`
  );
  return rowsOf(
    tx,
    sql9`select * from (${sql9.join(all, sql9` union all `)}) as breaches limit ${sql9.lit(MOST)}`
  );
}
function breach(invariant, where, what) {
  return sql9`select ${sql9.lit(invariant)} as invariant, ${where} as "where", ${sql9.lit(what)} as what`;
}
function ofAttempts(ours) {
  const of = sql9`from delivery d cross join attempt a where a.number = d.id and ${ours}`;
  const later = sql9`exists (select 1 from attempt i where i.number = d.id and i.kind = 'intent' and i.n > a.n)`;
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
      and a.kind = 'outcome' and a.state in ('ACCEPTED', 'REJECTED') and ${later}`,
    sql9`${breach("I3", NAME, "an attempt was begun after one in doubt, and nobody decided so")} ${of}
      and a.kind = 'outcome' and a.state = 'UNCERTAIN' and ${later} and not exists
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
function ofStates(now2, ours) {
  const held2 = sql9`d.state in ('CLAIMED', 'IN_DATA')`;
  return [
    sql9`${breach("I3", NAME, "its state says accepted, its history does not")} from delivery d
      where d.state = 'ACCEPTED' and ${ours} and not exists
        (select 1 from attempt a where a.number = d.id and a.state = 'ACCEPTED')`,
    sql9`${breach("I3", NAME, "it is being sent without an intent")} from delivery d
      where d.state = 'IN_DATA' and ${ours} and not exists (select 1 from attempt a
        where a.number = d.id and a.kind = 'intent' and a.n = d.attempts and a.fence = d.fence)`,
    sql9`${breach("I10", NAME, "its lease has ended and nobody took it back")} from delivery d
      where ${held2} and d.lease_until <= ${now2} and ${ours}`,
    sql9`${breach("I10", NAME, "it is held by nobody")} from delivery d
      where ${held2} and (d.owner = '' or d.lease_until = '') and ${ours}`
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
var MOST, NAME, CAMPAIGN2, DECIDED;
var init_audit = __esm({
  "src/store/ledger/audit.ts"() {
    "use strict";
    init_recover();
    init_rows();
    MOST = 100;
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
async function campaigns(tx, { edition, list } = {}) {
  const rows = await rowsOf(
    tx,
    sql10`select ${CAMPAIGN} from campaign c
      where ${edition === void 0 ? sql10`1 = 1` : sql10`c.edition = ${edition}`}
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
  const found = { ...NONE };
  for (const { state, rows: number } of rows) found[state] = number;
  return found;
}
async function finish(tx, id, now2) {
  const campaign2 = await campaignById(tx, id);
  if (campaign2.state === "finished") return true;
  if (campaign2.state === "cancelled") return false;
  if (await nextDue(tx, id) !== void 0) return false;
  const found = await counts(tx, id);
  const sum = DELIVERY_STATES.reduce((all, state) => all + found[state], 0);
  if (sum !== campaign2.planned || OPEN_STATES.some((state) => found[state] > 0)) return false;
  await sql10`update campaign set state = 'finished', reason = '', finished_at = ${now2}
    where id = ${id} and state in ('open', 'paused')`.execute(tx.db);
  return true;
}
async function campaignById(tx, id) {
  const [row] = await rowsOf(
    tx,
    sql10`select ${CAMPAIGN} from campaign c where c.id = ${id} ${tx.dialect.forUpdate}`
  );
  if (row) return toCampaign(row);
  throw new AssayError("usage", {
    code: "E_CAMPAIGN",
    where: "",
    message: `no campaign ${quoted(String(id))} in this ledger. "assay deliveries list" shows them.`
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
async function setCampaign(tx, id, state, reason, now2) {
  const campaign2 = await campaignById(tx, id);
  if (campaign2.state === "finished" || campaign2.state === "cancelled" && state !== "cancelled")
    throw new AssayError("data", {
      code: "E_CAMPAIGN_STATE",
      where: `${campaign2.edition} to ${campaign2.list}`,
      message: `it is ${campaign2.state} and cannot become ${state}. Only an open or a paused campaign changes. Nothing was changed.`
    });
  if (campaign2.state === "cancelled") return campaign2;
  await sql10`update campaign set state = ${state}, reason = ${storable(reason)} where id = ${id}`.execute(tx.db);
  if (state === "cancelled") await cancelLeft(tx, id, reason, now2);
  return campaignById(tx, id);
}
async function cancelLeft(tx, campaign2, reason, now2) {
  await sql10`update delivery set state = 'CANCELLED', owner = '', lease_until = '', next_at = '',
      reason = ${storable(reason)}, changed_at = ${now2}
    where campaign_id = ${campaign2} and state in ('PLANNED', 'DEFERRED', 'CLAIMED')`.execute(tx.db);
}
async function expire(tx, now2) {
  const late = await rowsOf(
    tx,
    sql10`select id from campaign where state in ('open', 'paused') and deadline <= ${now2} order by deadline
      ${tx.dialect.forShare("campaign")}`
  );
  let expired = 0;
  for (const { id } of late) {
    const { numAffectedRows } = await sql10`update delivery set state = 'EXPIRED', owner = '', lease_until = '',
        next_at = '', reason = 'its campaign''s deadline has passed', changed_at = ${now2}
      where campaign_id = ${id} and state in ('PLANNED', 'DEFERRED')`.execute(tx.db);
    expired += Number(numAffectedRows ?? 0);
  }
  return expired;
}
var NONE;
var init_campaign = __esm({
  "src/store/ledger/campaign.ts"() {
    "use strict";
    init_errors();
    init_delivery();
    init_dialect();
    init_rows();
    NONE = {
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
    const claimed = due.filter(({ state }) => state === "active").map(toClaimed);
    suppressed += due.length - claimed.length;
    if (claimed.length > 0 || due.length < request.limit) return { claimed, suppressed };
  }
}
async function mayClaim(tx, { campaign: campaign2, now: now2, limit }) {
  const [row] = await rowsOf(
    tx,
    sql11`select state, deadline from campaign
      where id = ${campaign2} ${tx.dialect.forShare("campaign")}`
  );
  return row?.state === "open" && row.deadline > now2 && limit > 0;
}
async function pick(tx, { campaign: campaign2, now: now2, limit }) {
  const columns = sql11`id, delivery_id, fence, attempts, corrected, subscriber_id, next_at`;
  const { skipLocked, forShare } = tx.dialect;
  return rowsOf(
    tx,
    sql11`with picked as materialized (
        select * from (select ${columns} from delivery where campaign_id = ${campaign2} and state = 'DEFERRED'
          and next_at <= ${now2} order by next_at, id limit ${limit} ${skipLocked}) as again
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
async function hold(tx, { owner, leaseUntil, now: now2 }, due) {
  if (due.length === 0) return;
  const rows = due.map(
    ({ number, state, turn }) => state === "active" ? [number, "CLAIMED", owner, leaseUntil, 1, turn, null] : [number, "SUPPRESSED", "", "", 0, turn, `the subscriber is ${state}`]
  );
  await sql11`update delivery set state = batch.value ->> 1, owner = batch.value ->> 2,
      lease_until = batch.value ->> 3, fence = fence + cast(batch.value ->> 4 as integer),
      turn = cast(batch.value ->> 5 as integer), reason = coalesce(batch.value ->> 6, reason), changed_at = ${now2}
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
async function* deliveries(session, { campaign: campaign2, edition, states, key }) {
  const ids = await session.read(
    (tx) => rowsOf(
      tx,
      sql12`select id from campaign where ${campaign2 === void 0 ? sql12`1 = 1` : sql12`id = ${campaign2}`}
        and ${edition === void 0 ? sql12`1 = 1` : sql12`edition = ${edition}`} order by id`
    )
  );
  const wanted2 = sql12`${states === void 0 ? sql12`1 = 1` : sql12`d.state in (${sql12.join(states.length > 0 ? states : [""])})`}
    and ${key === void 0 ? sql12`1 = 1` : sql12`d.key = ${key}`}`;
  for (const { id } of ids) {
    let after = "";
    for (; ; ) {
      const rows = await session.read(
        (tx) => rowsOf(
          tx,
          sql12`select ${DELIVERY} from delivery d join campaign c on c.id = d.campaign_id
            join subscriber s on s.id = d.subscriber_id
            where d.campaign_id = ${id} and d.key > ${after} and ${wanted2} order by d.key limit ${sql12.lit(BATCH)}`
        )
      );
      if (rows.length > 0) yield rows.map(toDelivery);
      const last2 = rows.at(-1);
      if (last2 === void 0 || rows.length < BATCH) break;
      after = last2.key;
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
async function advance(tx, now2) {
  await sql13`update instance set epoch = epoch + 1, seen_at = ${now2}`.execute(tx.db);
  return instance(tx);
}
async function rememberKey(tx, fingerprint) {
  await sql13`update instance set key_fingerprint = ${fingerprint} where key_fingerprint = ''`.execute(tx.db);
  const [row] = await rowsOf(tx, sql13`select key_fingerprint as known from instance`);
  return row?.known ?? "";
}
async function recordEdition(tx, { edition, manifest, publishedAt, recordedAt }) {
  await sql13`insert into edition (edition, manifest, published_at, recorded_at)
    values (${edition}, ${manifest}, ${publishedAt}, ${recordedAt}) on conflict do nothing`.execute(tx.db);
  const [row] = await rowsOf(
    tx,
    sql13`select manifest from edition where edition = ${edition}`
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
    const last2 = rows.at(-1);
    if (last2 === void 0) return;
    yield rows.filter(({ wanted: wanted2 }) => wanted2 === 1).map(({ key, subscriber_id: subscriber, corrected }) => ({
      key,
      subscriber,
      corrected: corrected === 1
    }));
    after = last2.key;
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
import { createHash } from "node:crypto";
import { sql as sql15 } from "kysely";
async function plan(tx, wanted2, now2) {
  await tx.dialect.lock(PLANNING)?.execute(tx.db);
  const known = await campaignsOf(tx, wanted2, true);
  const same = known.find(({ edition, list }) => edition === wanted2.edition && list === wanted2.list);
  if (same) return { campaign: same, isNew: false };
  refuseOlder(wanted2, known);
  for (const elder of known)
    if (elder.version < wanted2.version) await supersede(tx, elder, wanted2.edition, now2);
  const campaign2 = await addCampaign(tx, wanted2, now2);
  const keys = createHash("sha256");
  let planned = 0;
  for await (const people of recipients(tx, sourcesOf(wanted2, known))) {
    for (const { key } of people) keys.update(`${key}
`);
    planned += people.length;
    await addDeliveries(tx, campaign2, people, now2);
  }
  const listHash = keys.digest("hex");
  await sql15`update campaign set planned = ${planned}, list_hash = ${listHash} where id = ${campaign2.id}`.execute(
    tx.db
  );
  return { campaign: { ...campaign2, planned, listHash }, isNew: true };
}
async function count(tx, wanted2) {
  const known = await campaignsOf(tx, wanted2, false);
  refuseOlder(wanted2, known);
  const same = known.find(({ edition, list }) => edition === wanted2.edition && list === wanted2.list);
  if (same) return same.planned;
  let people = 0;
  for await (const batch of recipients(tx, sourcesOf(wanted2, known))) people += batch.length;
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
function refuseOlder(wanted2, known) {
  const newer = known.find(({ version }) => version > wanted2.version);
  if (newer === void 0) return;
  throw new AssayError("data", {
    code: "E_SEND_OLDER",
    where: wanted2.edition,
    message: `${newer.edition} corrects it and was planned on ${newer.createdAt.slice(0, 10)}. Nobody gets an older edition after a newer one. Send ${newer.edition}.`
  });
}
function sourcesOf({ list, version }, known) {
  const ids = (which) => known.filter(which).map(({ id }) => id);
  return {
    list,
    elders: ids((one) => one.version < version),
    siblings: ids((one) => one.version === version)
  };
}
async function supersede(tx, elder, edition, now2) {
  const reason = `corrected by ${edition}`;
  await sql15`update campaign set state = 'cancelled', reason = ${reason}
    where id = ${elder.id} and state in ('open', 'paused')`.execute(tx.db);
  await cancelLeft(tx, elder.id, reason, now2);
}
async function addCampaign(tx, wanted2, now2) {
  const { edition, week, version, list, manifest, deadline } = wanted2;
  const [row] = await rowsOf(
    tx,
    sql15`insert into campaign
        (edition, week, version, list, manifest, list_hash, planned, state, reason, created_at, deadline, finished_at)
      values (${edition}, ${week}, ${version}, ${storable(list)}, ${manifest}, '', 0, 'open', '', ${now2}, ${deadline}, '')
      returning id`
  );
  if (row === void 0) throw new Error("no row was made");
  const empty = { listHash: "", planned: 0, state: "open", reason: "", finishedAt: void 0 };
  return { ...wanted2, ...empty, id: row.id, createdAt: now2 };
}
async function addDeliveries(tx, campaign2, people, now2) {
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
      'PLANNED', '', '', 0, 0, '', cast(batch.value ->> 3 as integer), 0, 0, '', ${now2}
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
async function resolve(tx, resolution, now2, isRepeat) {
  const named = await delivery(tx, resolution.delivery);
  const standing = named && (await stand(tx, [named.delivery])).get(named.delivery);
  if (standing === void 0) throw unknownDelivery(resolution.delivery);
  const isDone = isRepeat && standing.state === resolution.to;
  if (!isDone) await carryOut(tx, standing, resolution, now2);
  const after = await delivery(tx, standing.delivery_id);
  if (after === void 0) throw unknownDelivery(resolution.delivery);
  return after;
}
async function carryOut(tx, standing, { to, kind, by, reason, reply, strike: weight }, now2) {
  const { number, state: from, attempts: attempts2, fence, subscriber_id: subscriber, edition } = standing;
  if (!TRANSITIONS[from].includes(to))
    throw refused(standing, `a delivery that is ${from} cannot become ${to}`);
  if (to === "PLANNED") await reopen(tx, standing, now2);
  await take(tx, [{ number, from, to, attempts: attempts2, nextAt: "", reason }], now2);
  const { code = 0, enhanced = "", text = reason } = reply ?? {};
  const line = { number, attempt: attempts2, fence, kind, state: to, at: now2, code, enhanced, text };
  await record(tx, [{ ...line, phase: "", queueId: "", owner: by }]);
  if (weight !== void 0) await strike(tx, { subscriber, edition, weight, by, reason }, now2);
}
async function reopen(tx, standing, now2) {
  if (standing.campaign_state === "cancelled")
    throw refused(standing, "its campaign was cancelled, and a newer edition may have been sent instead");
  if (standing.deadline <= now2)
    throw refused(
      standing,
      `its campaign's deadline (${standing.deadline}) has passed, so that it would not be sent`
    );
  await sql16`update campaign set state = 'open', finished_at = '' where id = ${standing.campaign_id}
    and state = 'finished'`.execute(tx.db);
}
function refused({ delivery_id: name, state }, why) {
  const may = TRANSITIONS[state].join(", ");
  return new AssayError("data", {
    code: "E_DELIVERY_STATE",
    where: name.slice(0, 16),
    message: `${why}. ${may === "" ? `${state} is final.` : `From ${state} it may become ${may}.`} Nothing was changed.`
  });
}
async function resendUncertain(tx, before2, now2) {
  const rows = await rowsOf(
    tx,
    sql16`
      select d.id as number, d.attempts, d.fence from campaign c cross join delivery d
      where c.state = 'open' and c.deadline > ${now2} and d.campaign_id = c.id and d.state = 'UNCERTAIN'
        and d.changed_at <= ${before2} order by d.id
      ${tx.dialect.kind === "postgres" ? sql16`for share of c for update of d` : sql16``}`
  );
  const reason = "in doubt for longer than the desk waits; sent again as it wishes";
  await take(
    tx,
    rows.map(({ number, attempts: attempts2 }) => ({
      number,
      from: "UNCERTAIN",
      to: "PLANNED",
      attempts: attempts2,
      nextAt: "",
      reason
    })),
    now2
  );
  const rest = { phase: "", code: 0, enhanced: "", text: reason, queueId: "", owner: "desk" };
  await record(
    tx,
    rows.map(({ number, attempts: attempts2, fence }) => ({
      number,
      attempt: attempts2,
      fence,
      kind: "operator",
      state: "PLANNED",
      at: now2,
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
    add: async (people, by, now2) => {
      for (const some of batches(people)) await add(tx, some, by, now2);
    },
    update: async (people, by, now2) => {
      for (const some of batches(people)) await update(tx, some, by, now2);
    },
    setState: (id, state, by, reason, now2) => setState(tx, { id, state, by, reason, now: now2 })
  };
}
function* batches(all) {
  for (let from = 0; from < all.length; from += BATCH3) yield all.slice(from, from + BATCH3);
}
async function byKeys(tx, keys) {
  const wanted2 = JSON.stringify(keys.map((key) => [storable(key)]));
  const rows = await rowsOf(
    tx,
    sql17`select ${SUBSCRIBER} from ${tx.dialect.batch(wanted2)}
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
async function add(tx, people, by, now2) {
  const { db, dialect } = tx;
  const sorted = [...people].sort((a, b) => a.key < b.key ? -1 : 1);
  const batch = dialect.batch(JSON.stringify(sorted.map((one) => wishesOf(one.key, one))));
  await sql17`insert into subscriber
      (key, address, name, language, time_zone, metals, format, lists, state, reason, since, turn)
    select batch.value ->> 0, batch.value ->> 1, batch.value ->> 2, batch.value ->> 3, batch.value ->> 4,
      batch.value ->> 5, batch.value ->> 6, batch.value ->> 7, 'active', '', ${now2}, 0
    from ${batch}`.execute(db);
  await intoLists(tx, people);
  const keys = dialect.batch(JSON.stringify(people.map((one) => [storable(one.key)])));
  await sql17`insert into subscriber_event (subscriber_id, at, what, actor, reason, edition, turn)
    select s.id, ${now2}, 'added', ${storable(by)}, '', '', 0
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
async function update(tx, people, by, now2) {
  const { db, dialect } = tx;
  const ids = dialect.batch(JSON.stringify(people.map(({ id }) => [id])));
  const batch = dialect.batch(JSON.stringify(people.map((one) => wishesOf(one.id, one))));
  await sql17`update subscriber set address = batch.value ->> 1, name = batch.value ->> 2,
      language = batch.value ->> 3, time_zone = batch.value ->> 4, metals = batch.value ->> 5,
      format = batch.value ->> 6, lists = batch.value ->> 7
    from ${batch} where subscriber.id = cast(batch.value ->> 0 as integer)`.execute(db);
  await sql17`delete from subscriber_list where subscriber_id in
    (select cast(batch.value ->> 0 as integer) from ${ids})`.execute(db);
  await intoLists(tx, people);
  await sql17`insert into subscriber_event (subscriber_id, at, what, actor, reason, edition, turn)
    select s.id, ${now2}, 'changed', ${storable(by)}, '', '', s.turn
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
    byId: (id) => one(sql18`s.id = ${id}`),
    all: (query = {}) => inBatches(session, query),
    count: async ({ list, state } = {}) => {
      const query = sql18`select count(*) as people from subscriber s where
        ${list === void 0 ? sql18`1 = 1` : sql18`exists (select 1 from subscriber_list l where l.list = ${list} and l.key = s.key)`}
        and ${state === void 0 ? sql18`1 = 1` : sql18`s.state = ${state}`}`;
      const [row] = await session.read((tx) => rowsOf(tx, query));
      return row?.people ?? 0;
    },
    history: (id) => session.read(
      (tx) => rowsOf(
        tx,
        sql18`select at, what, actor as "by", reason, edition from subscriber_event
            where subscriber_id = ${id} order by id`
      )
    )
  };
}
async function* inBatches(session, { list, state }) {
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
    const people = rows.map(toSubscriber).filter((one) => state === void 0 || one.state === state);
    if (people.length > 0) yield people;
    const last2 = rows.at(-1);
    if (last2 === void 0 || rows.length < BATCH4) return;
    after = last2.key;
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
  const { read, change } = session;
  return {
    kind: session.dialect.kind,
    instance: () => read(instance),
    advance: (now2) => change((tx) => advance(tx, now2)),
    rememberKey: (fingerprint) => change((tx) => rememberKey(tx, fingerprint)),
    recordEdition: (edition, manifest, publishedAt, now2) => change((tx) => recordEdition(tx, { edition, manifest, publishedAt, recordedAt: now2 })),
    editions: () => read(editions),
    subscribers: openSubscribers(session),
    plan: (wanted2, now2) => change((tx) => plan(tx, wanted2, now2)),
    count: (wanted2) => change((tx) => count(tx, wanted2)),
    campaigns: (query) => read((tx) => campaigns(tx, query)),
    setCampaign: (id, state, reason, now2) => change((tx) => setCampaign(tx, id, state, reason, now2)),
    counts: (campaign2) => read((tx) => counts(tx, campaign2)),
    claim: (request) => change((tx) => claim(tx, request)),
    write: (batch, now2) => change((tx) => write(tx, batch, now2)),
    giveBack: (claims, now2) => change((tx) => giveBack(tx, claims, now2)),
    refuse: (held2, refusal, now2) => change((tx) => refuse(tx, held2, refusal, now2)),
    owners: () => read(owners),
    recover: (dead, now2) => change((tx) => recover(tx, dead, now2)),
    expire: (now2) => change((tx) => expire(tx, now2)),
    resendUncertain: (before2, now2) => change((tx) => resendUncertain(tx, before2, now2)),
    nextDue: (campaign2) => read((tx) => nextDue(tx, campaign2)),
    finish: (campaign2, now2) => change((tx) => finish(tx, campaign2, now2)),
    delivery: (id) => read((tx) => delivery(tx, id)),
    deliveries: (query) => deliveries(session, query),
    attempts: (name) => read((tx) => attempts(tx, name)),
    resolve: (resolution, now2) => change((tx, isRepeat) => resolve(tx, resolution, now2, isRepeat)),
    audit: (now2, campaign2) => read((tx) => audit(tx, now2, campaign2)),
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
  const kind = kindOf(error);
  if (!kind) return error;
  const reason = error.message || codeOf(error);
  return new AssayError(
    kind.exit,
    { code: kind.code, where: label, message: kind.message(reason) },
    { cause: error }
  );
}
function isPassing(error) {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return code === "40P01" || code === "40001" || kindOf(error) === UNAVAILABLE && !HOPELESS.test(code);
}
function kindOf(error) {
  const code = codeOf(error);
  const found = KINDS.get(code) ?? KINDS.get(code.slice(0, 3)) ?? KINDS.get(code.slice(0, 2));
  if (found && /^[0-9A-Z]{5}$/.test(code)) return found;
  if (NETWORK.test(code) || DRIVER.test(error.message)) return UNAVAILABLE;
  return /password/i.test(error.message) ? PERMISSION : void 0;
}
function codeOf(error) {
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
      message: (reason) => `the database does not answer (${reason}). What was acknowledged is kept. Check that it runs and can be reached, and try again.`
    };
    PERMISSION = {
      code: "E_DB_PERMISSION",
      exit: "permission",
      message: (reason) => `the database refuses this user (${reason}). Check user and password of DATABASE_URL, and that the user may create in the database or owns its schema "assay".`
    };
    MISSING = {
      code: "E_DB_URL",
      exit: "config",
      message: (reason) => `no such database (${reason}). Create it, or correct DATABASE_URL.`
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
      message: (reason) => `the database server cannot read or write (${reason}). Check its log and its disk.`
    };
    OLD = {
      code: "E_DB_VERSION",
      exit: "config",
      message: (reason) => `the database server lacks something (${reason}). Expected PostgreSQL 13 or newer.`
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
    and ${find}('|${STEPS}|', '|' || old.state || '>' || new.state || '|') = 0`;
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
var ADDED_ONLY, NEVER_REMOVED, STEPS, RENAMED;
var init_triggers = __esm({
  "src/store/ledger/triggers.ts"() {
    "use strict";
    init_delivery();
    ADDED_ONLY = ["edition", "attempt", "subscriber_event"];
    NEVER_REMOVED = ["campaign", "delivery", "subscriber"];
    STEPS = DELIVERY_STATES.flatMap((from) => TRANSITIONS[from].map((to) => `${from}>${to}`)).join("|");
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
  const id = dialect.kind === "sqlite" ? sql19`lower(hex(randomblob(16)))` : sql19`replace(cast(gen_random_uuid() as text), '-', '')`;
  await sql19`insert into instance (one, id, epoch, seen_at, key_fingerprint) values (1, ${id}, 0, '', '')`.execute(
    db
  );
}
function tables(kind) {
  const id = IDENTITY[kind];
  const text = `${TEXT[kind]} not null`;
  const number = "integer not null";
  const compact = kind === "sqlite" ? " without rowid" : "";
  return [
    `create table schema_version (version ${number})`,
    `create table instance (one integer primary key check (one = 1), id ${text}, epoch ${number}, seen_at ${text},
      key_fingerprint ${text})`,
    `create table edition (edition ${text} primary key, manifest ${text}, published_at ${text}, recorded_at ${text})`,
    // turn: how many times the state changed. A claim notes it: what was known then is known for good.
    `create table subscriber (id ${id}, key ${text} unique, address ${text}, name ${text}, language ${text},
      time_zone ${text}, metals ${text}, format ${text}, lists ${text}, state ${text}
      check (state in ('active', 'unsubscribed', 'bounced')), reason ${text}, since ${text}, turn ${number})`,
    // The key again, so that a list is read in its order.
    `create table subscriber_list (list ${text}, key ${text}, subscriber_id ${number},
      primary key (list, key))${compact}`,
    "create index subscriber_list_by_subscriber on subscriber_list (subscriber_id)",
    `create table subscriber_event (id ${id}, subscriber_id ${number}, at ${text},
      what ${text}, actor ${text}, reason ${text}, edition ${text}, turn ${number})`,
    "create index subscriber_event_by_subscriber on subscriber_event (subscriber_id, id)",
    `create table campaign (id ${id}, edition ${text}, week ${text}, version ${number}, list ${text}, manifest ${text},
      list_hash ${text}, planned ${number}, state ${text} check (state in ('open', 'paused', 'finished', 'cancelled')),
      reason ${text}, created_at ${text}, deadline ${text}, finished_at ${text}, unique (edition, list))`,
    "create index campaign_by_week on campaign (week, version)",
    `create index campaign_unfinished on campaign (deadline) where state in ('open', 'paused')`,
    // next_at: '' while it was never deferred; kept while claimed, so that what is given back is what it was.
    // doubted: was UNCERTAIN once, so that somebody may have got it whatever became of it later.
    `create table delivery (id ${id}, delivery_id ${text} unique, campaign_id ${number},
      subscriber_id ${number}, key ${text},
      state ${text}, owner ${text}, lease_until ${text}, fence ${number},
      attempts ${number}, next_at ${text}, corrected ${number}, doubted ${number}, turn ${number}, reason ${text},
      changed_at ${text}, unique (campaign_id, key))`,
    "create index delivery_due on delivery (campaign_id, state, next_at, id)",
    `create index delivery_held on delivery (owner, lease_until) where state in ('CLAIMED', 'IN_DATA')`,
    // `number` is of the delivery's row: shorter than its name. turn: the subscriber's, at the claim. The same told
    // again, after a commit of unknown fate, is the same row.
    `create table attempt (number ${number}, n ${number}, fence ${number}, kind ${text}
      check (kind in ('intent', 'outcome', 'evidence', 'operator')), state ${text},
      at ${text}, phase ${text}, code ${number}, enhanced ${text}, reply ${text}, queue_id ${text}, owner ${text},
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
import { setTimeout } from "node:timers/promises";
import { CompiledQuery as CompiledQuery2 } from "kysely";
function openSession({ db, dialect, isPassing: isPassing2, failure, close }) {
  const guarded = async (work) => {
    try {
      return await work;
    } catch (error) {
      throw failure(error);
    }
  };
  const transaction = (work, keep) => db.connection().execute(async (connection) => {
    await connection.executeQuery(dialect.begin);
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
        const pause = PAUSES[tries];
        if (pause === void 0 || !isPassing2(error)) throw error;
        await setTimeout(pause);
      }
    }
  };
  let closing;
  return {
    dialect,
    read: (work) => guarded(repeated(() => work({ db, dialect }))),
    change: (work) => guarded(repeated((isRepeat) => transaction((tx) => work(tx, isRepeat)))),
    once: (work, keep) => guarded(transaction(work, keep)),
    // A second time is no mistake: whoever clears away need not know who was first.
    close: () => {
      closing ??= guarded(close());
      return closing;
    }
  };
}
var COMMIT, ROLLBACK, PAUSES;
var init_session = __esm({
  "src/store/ledger/session.ts"() {
    "use strict";
    COMMIT = CompiledQuery2.raw("commit");
    ROLLBACK = CompiledQuery2.raw("rollback");
    PAUSES = [0, 100, 500, 2e3];
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
  const { connectionString, label } = addressOf(place2);
  const failure = (error) => postgresFailure(error, label);
  try {
    const pool = new pg.Pool({
      connectionString,
      max: MOST2,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      application_name: "assay",
      types: { getTypeParser }
    });
    pool.on("error", () => void 0);
    pool.on("connect", (client) => client.on("error", () => void 0));
    const db = new Kysely({ dialect: new PostgresDialect({ pool }) });
    const session = openSession({
      db,
      dialect: POSTGRES,
      isPassing,
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
function addressOf(place2) {
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
var MAKING, SETTINGS, MOST2, CONNECT_MS, INT8;
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
    MOST2 = 5;
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
    prepare: (text) => {
      const known = prepared.get(text);
      if (known) return known;
      const statement = driver.prepare(text);
      if (prepared.size < most) prepared.set(text, statement);
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
  const kind = kindOf2(error);
  if (!kind) return error;
  const problem = { code: kind.code, where: label, message: kind.message(error.message, remedy) };
  return new AssayError(kind.exit, problem, { cause: error });
}
function kindOf2(error) {
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
      message: (reason, remedy) => `not a database, or a damaged one (${reason}). ${remedy}`
    };
    PERMISSION2 = {
      code: "E_DB_PERMISSION",
      exit: "permission",
      message: (reason) => `cannot be written (${reason}). Give this user the right to write the file and its folder.`
    };
    IO2 = {
      code: "E_DB_IO",
      exit: "io",
      message: (reason) => `cannot be read or written (${reason}). Check the disk and try again.`
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
    return await open(file, label, failure);
  } catch (error) {
    throw failure(error);
  }
}
async function open(file, label, failure) {
  const driver = new Database2(file, { timeout: BUSY_MS });
  const db = new Kysely3({
    dialect: new SqliteDialect2({ database: remembering(driver, STATEMENTS) })
  });
  const close = async () => {
    await sql25`pragma busy_timeout = 0`.execute(db).catch(() => void 0);
    await sql25`pragma wal_checkpoint(truncate)`.execute(db).catch(() => void 0);
    await db.destroy();
  };
  const session = openSession({ db, dialect: SQLITE, isPassing: () => false, failure, close });
  try {
    await sql25`pragma busy_timeout = ${sql25.lit(BUSY_MS)}`.execute(db);
    const version = await session.read((tx) => knownLedger(tx, label));
    await sql25`pragma journal_mode = wal`.execute(db);
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
var BUSY_MS, REMEDY2, STATEMENTS;
var init_connect_sqlite = __esm({
  "src/store/ledger/connect-sqlite.ts"() {
    "use strict";
    init_connect();
    init_failure();
    init_dialect();
    init_schema();
    init_session();
    init_version();
    BUSY_MS = 3e4;
    REMEDY2 = "Restore it from a copy: nothing is sent from it then before an operator has looked, and subscribers live nowhere else.";
    STATEMENTS = 200;
  }
});

// src/store/ledger/index.ts
import { basename, dirname, join } from "node:path";
async function openLedger(place2) {
  const { ledgerOver: ledgerOver2 } = await Promise.resolve().then(() => (init_open(), open_exports));
  if (/^postgres(?:ql)?:/i.test(place2)) {
    const { openPostgres: openPostgres2 } = await Promise.resolve().then(() => (init_connect_postgres(), connect_postgres_exports));
    return ledgerOver2(await openPostgres2(place2));
  }
  const { openSqlite: openSqlite2 } = await Promise.resolve().then(() => (init_connect_sqlite(), connect_sqlite_exports));
  return ledgerOver2(await openSqlite2(place2, labelOf(place2)));
}
function labelOf(file) {
  return file === ":memory:" ? file : join(basename(dirname(file)), basename(file));
}

// ../../tmp/h1/big.ts
var place = process.argv[2];
var N = Number(process.argv[3] ?? 1e6);
var l = await openLedger(place);
var now = "2025-06-14T04:00:00.000Z";
var lease = "2025-06-14T04:10:00.000Z";
var cpu = () => {
  const c = process.cpuUsage();
  return "cpu " + (c.user / 1e6).toFixed(1) + "+" + (c.system / 1e6).toFixed(1);
};
var rss = () => Math.round(process.memoryUsage().rss / 1e6) + " MB";
var peak = 0;
var timer = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 100);
timer.unref();
var s = performance.now();
await l.subscribers.change(async (w) => {
  for (let i = 0; i < N; i += 5e3) {
    const people = Array.from({ length: 5e3 }, (_, k) => {
      const n = String((i + k) * 7919 % N).padStart(7, "0");
      return { address: `Person${n}@example${n.slice(-3)}.com`, key: `person${n}@example${n.slice(-3)}.com`, name: `Person ${n}`, language: "en", timeZone: "", metals: [], format: "pdf", lists: ["weekly"] };
    });
    await w.add(people, "import x.csv", now);
    peak = Math.max(peak, process.memoryUsage().rss);
  }
});
console.log("add", N, ((performance.now() - s) / 1e3).toFixed(1), "s", rss(), cpu());
var wanted = { edition: "2025-W24", week: "2025-W24", version: 0, list: "weekly", manifest: "m", deadline: "2025-06-16T00" };
s = performance.now();
console.log("count", await l.count(wanted), ((performance.now() - s) / 1e3).toFixed(1), "s", rss(), cpu());
var before = process.memoryUsage().rss;
peak = 0;
s = performance.now();
var { campaign } = await l.plan(wanted, now);
console.log("plan", campaign.planned, ((performance.now() - s) / 1e3).toFixed(1), "s", rss(), "peak", Math.round(peak / 1e6));
var t = {};
async function timed(name, work) {
  const s2 = performance.now();
  const r = await work();
  (t[name] ??= []).push(performance.now() - s2);
  return r;
}
var held = [];
var last = [];
for (let w = 0; w < 2e3; w++) {
  if (held.length < 5) {
    const { claimed } = await timed("claim10", () => l.claim({ campaign: campaign.id, owner: "me", leaseUntil: lease, now, limit: 10 }));
    held.push(...claimed);
  }
  const next = held.splice(0, 5);
  await timed("write 5+5", () => l.write({ outcomes: last.map((c, i) => ({ delivery: c.delivery, attempt: c.attempt, fence: c.fence, state: i === 0 ? "DEFERRED" : "ACCEPTED", phase: "end", reason: "", nextAt: "2025-06-14T04:05:00.000Z", reply: { code: 250, enhanced: "2.0.0", text: "2.0.0 Ok: queued as 4F2ABC" } })), intents: next, owner: "me" }, now));
  last = next;
  if (w % 100 === 0) {
    await timed("nextDue", () => l.nextDue(campaign.id));
    await timed("recover", () => l.recover([], now));
    await timed("finish", () => l.finish(campaign.id, now));
    await timed("expire", () => l.expire(now));
    await timed("owners", () => l.owners());
  }
  if (w % 500 === 0) await timed("counts", () => l.counts(campaign.id));
}
for (const [k, v] of Object.entries(t)) {
  const s2 = [...v].sort((a, b) => a - b);
  console.log(k.padEnd(16), "median", s2[s2.length >> 1].toFixed(3), "mean", (v.reduce((a, b) => a + b) / v.length).toFixed(3), "p95", s2[Math.floor(s2.length * 0.95)].toFixed(3), "max", s2.at(-1).toFixed(3));
}
s = performance.now();
console.log("audit", (await l.audit(now)).length, ((performance.now() - s) / 1e3).toFixed(1), "s", rss(), cpu());
s = performance.now();
var v1 = await l.plan({ ...wanted, edition: "2025-W24.1", version: 1 }, now);
console.log("plan correction", v1.campaign.planned, ((performance.now() - s) / 1e3).toFixed(1), "s", rss(), "peak", Math.round(peak / 1e6));
await l.close();
