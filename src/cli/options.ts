import { AssayError, quoted } from '../errors.ts';
import { LANGUAGES, type Language } from '../model/language.ts';

/** `en,zh` → languages, in the order given, each once. Throws AssayError usage for any other word. */
export function languagesOption(list: string): Language[] {
  const languages = list.split(',').map((word) => {
    const language = LANGUAGES.find((tag) => tag === word.trim());
    if (language === undefined) {
      throw new AssayError('usage', {
        code: 'E_USAGE',
        where: '--lang',
        message: `${quoted(word.trim())} is not a language of the brief. Expected ${LANGUAGES.join(' or ')}, e.g. --lang en,zh.`,
      });
    }
    return language;
  });
  return [...new Set(languages)];
}
