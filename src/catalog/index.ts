export { readCatalog } from './read-catalog.ts';
export { readDeskConfig } from './read-desk.ts';
export { withHolidays } from './read-holidays.ts';
export { readMappings } from './read-mappings.ts';
export { type PlacedOverride, readOverrides } from './read-overrides.ts';
