export { checkNoteText } from './check-note.ts';
export { differenceOf } from './difference.ts';
export { imageShape } from './image-header.ts';
export { inOrder } from './in-order.ts';
export { type NamedPicture, type NoteSection, parseNote } from './parse-note.ts';
export { type Known, knownOf } from './places.ts';
export { MEASURES } from './slot.ts';
export { withNotes } from './with-notes.ts';
