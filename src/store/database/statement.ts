import { type CompiledQuery, type QueryResult, type RawBuilder, sql } from 'kysely';
import type { Dialect, Tx } from './dialect.ts';

/** What a statement is told each time, by name. */
type Given = Readonly<Record<string, string | number>>;

/** A statement whose text is put together once for each kind of database: that takes longer than to run it. */
export interface Statement<Row, Told extends Given> {
  rows(tx: Tx, told: Told): Promise<Row[]>;
  /** Gives how many rows were changed. */
  run(tx: Tx, told: Told): Promise<number>;
}

type Build<Row, Told extends Given> = (
  value: (name: keyof Told & string) => RawBuilder<unknown>,
  dialect: Dialect,
) => RawBuilder<Row>;

/** `value` stands in the text for what is told when it is run. */
export function statement<Row, Told extends Given>(build: Build<Row, Told>): Statement<Row, Told> {
  const compiled = new Map<Dialect['kind'], CompiledQuery<Row>>();
  const textFor = ({ db, dialect }: Tx): CompiledQuery<Row> => {
    const known = compiled.get(dialect.kind);
    if (known !== undefined) return known;
    const made = build((name) => sql.val(new Place(name)), dialect).compile(db);
    compiled.set(dialect.kind, made);
    return made;
  };
  const execute = (tx: Tx, told: Given): Promise<QueryResult<Row>> => {
    const text = textFor(tx);
    const parameters = text.parameters.map((one) => (one instanceof Place ? told[one.name] : one));
    return tx.db.executeQuery<Row>({ ...text, parameters });
  };
  return {
    rows: async (tx, told) => (await execute(tx, told)).rows,
    run: async (tx, told) => Number((await execute(tx, told)).numAffectedRows ?? 0),
  };
}

/** Statements that differ by which conditions they have. Shapes are few: whatever is told anew each time is none. */
export function shaped<Shape, Row, Told extends Given>(
  build: (shape: Shape) => Build<Row, Told>,
): (shape: Shape) => Statement<Row, Told> {
  const known = new Map<string, Statement<Row, Told>>();
  return (shape) => {
    const name = JSON.stringify(shape);
    const made = known.get(name) ?? statement(build(shape));
    known.set(name, made);
    return made;
  };
}

class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}
