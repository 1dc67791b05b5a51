import { z } from 'zod';
import { findingSchema } from '../../model/finding.ts';

/** Some rows of a sheet as they go from the child to the program: row number and cells. */
const rowsSchema = z.array(z.tuple([z.int(), z.array(z.string())]));

/** One line from the child. */
export const messageSchema = z.union([
  z.strictObject({ rows: rowsSchema }),
  z.strictObject({ sheet: z.string(), notes: z.array(findingSchema) }),
  z.strictObject({ refused: z.array(findingSchema) }),
  z.strictObject({ done: z.literal(true) }),
]);
export type Message = z.infer<typeof messageSchema>;

/** What the child is to read. */
export const requestSchema = z.strictObject({
  file: z.string(),
  label: z.string(),
  sheet: z.union([z.string(), z.int()]).optional(),
  /** Whether numbers that are results of formulas are read as they were stored. */
  formulas: z.enum(['refused', 'stored']).default('refused'),
});
export type WorkbookRequest = z.input<typeof requestSchema>;
