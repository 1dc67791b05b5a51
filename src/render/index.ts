export { fontVersions } from './fonts.ts';
export { renderHtml } from './html.ts';
export { briefText, figuresText } from './model-text.ts';
export { printPdf } from './pdf.ts';
export { openPress, type Press } from './press.ts';
export { openTheme, type Theme, themeFromFiles } from './templates.ts';
