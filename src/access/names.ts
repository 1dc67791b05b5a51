/** Lower case, so that nobody is taken for another by a capital letter. */
const NAME = /^[a-z0-9][a-z0-9._-]{1,31}$/;

/** Whom the audit names for what was changed in a desk's files by no way that knows who did it. */
export const OUTSIDE = 'outside';
/** The audit names what no account did so. */
const RESERVED: readonly string[] = ['schedule', OUTSIDE];

/** A name as it is kept; what is typed with capital letters or spaces around it is meant so. */
export function accountName(
  typed: string,
): { readonly name: string } | { readonly fault: 'form' | 'reserved' } {
  const name = typed.trim().toLowerCase();
  if (!NAME.test(name)) return { fault: 'form' };
  return RESERVED.includes(name) ? { fault: 'reserved' } : { name };
}

export const LEAST_PASSWORD = 12;
export const MOST_PASSWORD = 256;
const LEAST_DIFFERENT = 5;
/** A shorter name is in too many words. */
const LEAST_NAME = 3;

/**
 * Why a password is refused: shorter or longer than it may be, with characters no keyboard gives, of very few
 * different characters, with the account's name in it, or one of those that are tried first.
 */
export type PasswordFault = 'short' | 'long' | 'control' | 'few' | 'name' | 'common';

export function passwordFault(password: string, name: string): PasswordFault | undefined {
  const characters = [...password.normalize('NFKC')];
  if (characters.length < LEAST_PASSWORD) return 'short';
  if (characters.length > MOST_PASSWORD) return 'long';
  // A half of a character, too: it would become another, and so match what was not typed.
  if (/[\p{Cc}\p{Cs}]/u.test(password)) return 'control';
  const lower = characters.join('').toLowerCase();
  if (new Set(lower).size < LEAST_DIFFERENT) return 'few';
  if (name.length >= LEAST_NAME && lower.includes(name.toLowerCase())) return 'name';
  return isCommon(lower) ? 'common' : undefined;
}

/** Of those that are long enough, the commonest in lists of stolen ones. */
const COMMON = new Set(
  `123456789012 1234567890123 12345678901234 123456789123 1234567891234 0123456789012 012345678910 987654321098
  123123123123 121212121212 112233445566 123412341234 123456123456 1234512345123 147258369147 1a2b3c4d5e6f
  1q2w3e4r5t6y 1q2w3e4r5t6y7u8i 1qaz2wsx3edc 1qaz2wsx3edc4rfv 123qweasdzxc qwe123asd456 qweasdzxc123 q1w2e3r4t5y6
  qazwsxedcrfv abcdefghijkl abcd12345678 abc123456789 a1b2c3d4e5f6 a12345678910 a1234567890 aa123456789 zaq12wsxcde3
  5201314520131 woaini1314520 woaini5201314 iloveyou5201314 asd123456789 qq123456789 wang123456789
  correcthorsebatterystaple`.split(/\s+/),
);

/** What becomes no better by figures and signs around it. */
const COMMON_WORDS = new Set(
  `password passwords passwort passw pass passpass passwordpassword mypassword thisismypassword qwerty qwertyuiop
  qwertyqwerty qwertz qwertyuiopasdfghjkl asdfghjkl asdfasdf zxcvbnm letmein letmeinletmein welcome welcomewelcome
  iloveyou iloveyouiloveyou admin adminadmin adminadminadmin administrator administration root toor rootroot test
  testtest testtesttest testing changeme changemechangeme changeit pleasechangeme secret secretsecret topsecret
  default master monkey dragon football baseball basketball superman batman princess sunshine shadow michael jordan
  trustno computer internet starwars whatever freedom abc abcd abcdef abcabc woaini woaiwojia mima wodemima
  nihao nihaonihao zhongguo beijing shanghai metals metal copper aluminium assay assayassay assayer`.split(
    /\s+/,
  ),
);

const LOOKALIKES: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '0': 'o',
  $: 's',
  '5': 's',
};

function isCommon(lower: string): boolean {
  if (COMMON.has(lower.replaceAll(' ', ''))) return true;
  const word = lower.replace(/^[^a-z]+|[^a-z]+$/g, '');
  return COMMON_WORDS.has(word.replace(/[@430$5]/g, (sign) => LOOKALIKES[sign] ?? sign));
}
