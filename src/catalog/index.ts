export { readCatalog } from './read-catalog.ts';
export { readDeskConfig } from './read-desk.ts';
