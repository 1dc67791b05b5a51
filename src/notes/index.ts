export { checkNoteText, type ReadNote } from './check-note.ts';
export { type Change, differenceOf } from './difference.ts';
export { type ImageShape, imageShape } from './image-header.ts';
export { inOrder } from './in-order.ts';
export { type Line, type NamedPicture, type NoteSection, type ParsedNote, parseNote } from './parse-note.ts';
export { type Known, knownOf } from './places.ts';
export { MEASURES } from './slot.ts';
export { withNotes } from './with-notes.ts';
