/** Every field name the server's pages may use; a test holds it equal to what their views have. */
export const PAGE_FIELDS: readonly string[] = [
  'action',
  'forms',
  'heading',
  'instead',
  'label',
  'lang',
  'language',
  'lines',
  'masthead',
  'note',
  'quiet',
  'sender',
  'wishes',
];
