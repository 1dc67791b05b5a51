export { mappingFor } from './pattern.ts';
export { type Proposal, proposeMapping } from './propose.ts';
export { mappedRows } from './rows.ts';
