export { fontVersions } from './fonts.ts';
export { renderHtml } from './html.ts';
export { briefText, figuresText } from './model-text.ts';
export type { Paper } from './page.ts';
export { type PdfOptions, printPdf } from './pdf.ts';
export { openPress, type Press, type PressOptions } from './press.ts';
export { openTheme, type Theme, themeFromFiles } from './templates.ts';
