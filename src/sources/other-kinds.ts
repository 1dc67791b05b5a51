import { extname } from 'node:path';
import { findingAt } from '../model/finding.ts';
import { SourceRefused } from './table.ts';

/** What people drop by mistake, and a text reader would only say odd things about. */
const OTHER_KINDS = /\.(?:json|ods|xlsb|numbers|pdf|docx?|pptx?|html?|parquet|zip|gz|7z|rar|db|sqlite)$/i;

/** Throws SourceRefused for a file that its name says is neither text nor a workbook. */
export function refuseOtherKinds(file: string, label: string): void {
  if (!OTHER_KINDS.test(file)) return;
  const message = `a ${extname(file).toLowerCase()} file, which is not read. Expected .csv or .xlsx. Save the table as one of these.`;
  throw new SourceRefused([findingAt('E_DATA_FILE', label, message)]);
}
