import { parseEditionId } from '../../archive/index.ts';
import { AssayError, quoted } from '../../errors.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';

/** A page that holds all it needs: styles, fonts and pictures in itself; no script, no form, nothing from elsewhere. */
export const PAPER_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

interface Kind {
  readonly type: string;
  readonly policy: string;
  /** Shown, or only to be kept. */
  readonly isShown: boolean;
}

const NOTHING = "default-src 'none'; frame-ancestors 'none'";
const KINDS: Readonly<Record<string, Kind>> = {
  html: { type: 'text/html; charset=utf-8', policy: PAPER_POLICY, isShown: true },
  // Browsers show it with a viewer of their own, which a stricter policy would stop.
  pdf: { type: 'application/pdf', policy: "frame-ancestors 'none'", isShown: true },
  png: { type: 'image/png', policy: NOTHING, isShown: true },
  json: { type: 'application/json; charset=utf-8', policy: NOTHING, isShown: false },
};
const OTHER: Kind = { type: 'application/octet-stream', policy: NOTHING, isShown: false };

/** A file of an edition as it was published, or not at all. */
export async function editionFile({ files }: Shop, { params }: Visit): Promise<Answer> {
  const { edition } = parseEditionId(params.edition ?? '');
  const path = params['*'] ?? '';
  const file = await files.read(edition, path);
  if (file === undefined) throw noFile(edition, path);
  const ending = /\.(\w+)$/.exec(path)?.[1] ?? '';
  const kind = (Object.hasOwn(KINDS, ending) ? KINDS[ending] : undefined) ?? OTHER;
  const name = `${edition}-${path.replaceAll('/', '-').replace(/[^\w.-]/g, '_')}`;
  return {
    body: file.bytes,
    type: kind.type,
    headers: {
      'content-disposition': `${kind.isShown ? 'inline' : 'attachment'}; filename="${name}"`,
      'content-security-policy': kind.policy,
    },
  };
}

export function noFile(edition: string, path: string): AssayError {
  return new AssayError('missing', {
    code: 'E_EDITION_FILE',
    where: `reports/${edition}`,
    message: `no file ${quoted(path)} was published with it. Expected one of those listed on its page.`,
  });
}
