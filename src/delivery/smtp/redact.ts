const HIDDEN = '(hidden)';

/** Takes a password out of a text, plain or in the forms in which SMTP carries it: a server may echo what it was sent. */
export function redactor(password: string | undefined, user = ''): (text: string) => string {
  if (!password) return (text) => text;
  const forms = [
    password,
    base64(password),
    base64(`\0${user}\0${password}`),
    base64(`${user}\0${user}\0${password}`),
  ];
  // The longest first: one form may hold another.
  const found = [...new Set(forms)].filter((form) => form !== '').sort((a, b) => b.length - a.length);
  return (text) => found.reduce((rest, form) => rest.replaceAll(form, HIDDEN), text);
}

/** Without its padding, which an echo may have lost. */
function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, '');
}
