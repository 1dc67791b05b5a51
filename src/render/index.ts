export { fontVersions } from './fonts.ts';
export { renderHtml } from './html.ts';
export { renderLetter } from './letter.ts';
export { letterPictures } from './letter-pictures.ts';
export { briefText, figuresText } from './model-text.ts';
export { printPdf } from './pdf.ts';
export { type Drawing, drawPictures, picturesOf } from './picture.ts';
export { openPress, type Press } from './press.ts';
export { type LetterTheme, openTheme, type Theme, themeFromFiles } from './templates.ts';
