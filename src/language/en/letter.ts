import type { LetterPhrases } from '../letter.ts';
import { joined, line } from '../runs.ts';
import { news } from './title.ts';

export const letter: LetterPhrases = {
  news,
  corrected: (subject) => `Correction: ${subject}`,
  subject: (title, friday, told) =>
    [[title, friday].filter(Boolean).join(', '), told].filter(Boolean).join(': '),
  also: (told) => line`${joined(told, '; ')}.`,
  correction:
    'This letter corrects an edition of the same week that was sent to you before. Please use this one.',
  points: 'Key points',
  movers: 'The week’s moves',
  charts: 'What the charts show',
  data: 'Data notes',
  online: 'Read the whole brief online',
  attached: 'The whole brief is attached as a PDF.',
  colon: ': ',
  why: (desk, title) => `You receive ${title} because your address is on the list of ${desk}.`,
  unsubscribe: 'Unsubscribe',
  preferences: 'Preferences (language, format, metals)',
  unsubscribeMail: '(opens a mail to us: send it as it is)',
  proof:
    'Keep this letter: it proves what was said. The edition’s files match this fingerprint and no other.',
  edition: (name) => line`Edition ${name}, fingerprint of its manifest`,
  disclaimer:
    'Made by a program from the figures named in it: no rating, no recommendation, no regard to any reader’s circumstances.',
  illustrative:
    '† rests on illustrative history: made up to show the program at work, not to be used for anything else.',
  moreNotes: 'Further data notes are in the brief.',
  alt: (title, picture) => `${title}. ${picture}`,
};
