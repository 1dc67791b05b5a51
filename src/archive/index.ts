export { canonicalJson } from './canonical.ts';
export { compareEdition, type Difference } from './compare.ts';
export { writeDraft } from './draft.ts';
export { type EditionName, parseEditionId } from './edition-id.ts';
export { type ManifestDraft, sha256 } from './manifest.ts';
export { type Published, publish, requireUnpublished } from './publish.ts';
export { type EditionEntry, listEditions, publishedAt, readEdition, readManifest } from './read.ts';
export { sweep } from './sweep.ts';
export { verifyArchive, verifyEdition } from './verify.ts';
