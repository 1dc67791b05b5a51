import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const EDITION = '2025-W24';

/**
 * A desk that mails to a sink on this machine as fast as it takes letters.
 * @param {string} desk
 * @param {number} port
 * @param {number} connections
 */
export function writeMailDesk(desk, port, connections) {
  mkdirSync(join(desk, 'data', 'inbox'), { recursive: true });
  const smtp = { host: '127.0.0.1', port, tls: 'off', connections, perSecond: 1e6, perDomain: 1e6 };
  const config = {
    name: { en: 'Bench desk', zh: '基准' },
    title: { en: 'Metals Weekly', zh: '金属周报' },
    languages: ['en'],
    timeZone: 'Asia/Shanghai',
    sections: ['dashboard'],
    mail: { from: 'weekly@desk.example', stateFolder: 'state', smtp },
  };
  // JSON is YAML too.
  writeFileSync(join(desk, 'data', 'desk.yaml'), JSON.stringify(config));
}

/** Publishes an edition whose PDF has `argv[2]` bytes in the archive `argv[1]`. */
export const PUBLISH = `import { randomBytes } from 'node:crypto';
const [reports, size] = [process.argv[1], Number(process.argv[2])];
const utf8 = (text) => new TextEncoder().encode(text);
const letter = { schema: 1, edition: '${EDITION}', week: '${EDITION}', language: 'en', title: 'Metals Weekly',
  sender: 'Bench desk', subject: 'Copper ends the week higher', correctionSubject: 'Correction: copper ends the week higher',
  preheader: 'Copper', pictures: [], attachment: 'Metals Weekly.pdf', groups: {}, text: [{ text: 'Copper ends the week higher.\\n@@manifest@@\\n' }] };
const paragraph = '<p>Copper ended the week higher, as stocks in Shanghai fell and the dollar gave way.</p>\\n';
const html = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Metals Weekly</title></head><body>' +
  paragraph.repeat(500) + '<p>@@manifest@@</p></body></html>\\n';
const pdf = Buffer.concat([Buffer.from('%PDF-1.7\\n'), randomBytes(size - 16), Buffer.from('\\n%%EOF\\n')]);
const files = [['snapshot.json', utf8('{}\\n')], ['en/brief.pdf', pdf], ['en/email.html', utf8(html)],
  ['en/email.json', utf8(JSON.stringify(letter))]].map(([path, bytes]) => ({ path, bytes }));
const draft = { schema: 1, edition: '${EDITION}', week: '${EDITION}', languages: ['en'],
  snapshot: parts.sha256(files[0].bytes), inputs: [], verdict: 'pass', checks: 1, findings: [],
  versions: { program: '0.1.0', templates: 'none', browser: 'none', fonts: {} } };
await parts.publish(reports, draft, files, parts.realEffects(new AbortController().signal));
console.log('published');`;

/** Puts `argv[2]` readers into the ledger `argv[1]`, all with the PDF; `argv[3]` of them are there already. */
export const FILL = `const [place, count, known] = [process.argv[1], Number(process.argv[2]), Number(process.argv[3] ?? 0)];
const ledger = await parts.openLedger(place);
const now = '2025-06-01T00:00:00.000Z';
await ledger.subscribers.change(async (writing) => {
  for (let from = known; from < count; from += 5000) {
    const people = Array.from({ length: Math.min(5000, count - from) }, (_, at) => {
      const key = 'reader' + (from + at + 1) + '@d' + ((from + at) % 50) + '.example';
      return { address: key, key, name: 'Reader ' + (from + at + 1), language: 'en', timeZone: '', metals: [],
        format: 'pdf', lists: ['weekly'] };
    });
    await writing.add(people, 'bench', now);
  }
});
await ledger.close();
console.log(count + ' readers');`;
