import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseEditionId, type ServedFile, type ServedFiles } from '../archive/index.ts';
import { AssayError } from '../errors.ts';
import { LANGUAGES, type Language } from '../model/language.ts';
import type { Refusal, Refuse } from './refusal.ts';

/** What of an edition may be read by link, and how. */
const FILES: Readonly<Record<string, { readonly type: string; readonly policy: string }>> = {
  'brief.html': {
    type: 'text/html; charset=utf-8',
    // The page holds all it needs: styles, fonts and pictures in itself.
    policy:
      "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  },
  // Browsers show it with a viewer of their own, which a stricter policy would stop.
  'brief.pdf': { type: 'application/pdf', policy: "frame-ancestors 'none'" },
};

const YEAR_S = 365 * 24 * 60 * 60;

/** `/e/<edition>/<language>/brief.html` and `brief.pdf`: as published, or not at all. */
export function addEditionRoute(
  server: FastifyInstance,
  files: Pick<ServedFiles, 'read'>,
  refuse: Refuse,
  /** Why it may not be asked for by the name the request came under. */
  atHost: (request: FastifyRequest) => Refusal | undefined,
  /** Why whoever asks may not read it. */
  atGate: (request: FastifyRequest, edition: string, language: Language) => Promise<Refusal | undefined>,
): void {
  server.get<{ Params: { edition: string; language: string; file: string } }>(
    '/e/:edition/:language/:file',
    async (request, reply) => {
      const notHere = atHost(request);
      if (notHere !== undefined) return refuse(request, reply, notHere);
      const { edition, language, file } = request.params;
      const kind = Object.hasOwn(FILES, file) ? FILES[file] : undefined;
      const known = LANGUAGES.find((one) => one === language);
      if (kind === undefined || known === undefined)
        return refuse(request, reply, missing('No such page of an edition.'));
      const notTheirs = await atGate(request, edition, known);
      if (notTheirs !== undefined) return refuse(request, reply, notTheirs);
      const found = await published(files, edition, `${language}/${file}`);
      if (!('bytes' in found)) return refuse(request, reply, found);
      const etag = `"${found.sha256}"`;
      reply
        .header('cache-control', `private, max-age=${YEAR_S}, immutable`)
        .header('content-security-policy', kind.policy)
        .header('etag', etag);
      if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
      return reply
        .type(kind.type)
        .header(
          'content-disposition',
          `inline; filename="${edition}-${language}.${file.split('.')[1] ?? ''}"`,
        )
        .send(found.bytes);
    },
  );
}

async function published(
  files: Pick<ServedFiles, 'read'>,
  edition: string,
  path: string,
): Promise<ServedFile | Refusal> {
  try {
    // Before any path is made of it.
    parseEditionId(edition);
    return (await files.read(edition, path)) ?? missing(`Edition ${edition} has no ${path}.`);
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    const [problem] = error.problems;
    if (problem?.code === 'E_EDITION_ID') return { ...missing(problem.message), code: 'E_EDITION_ID' };
    // The command line names those there are; strangers need not know.
    if (error.exit === 'missing') return missing(`No such edition: ${edition}.`);
    throw error;
  }
}

function missing(message: string): Refusal {
  return { status: 404, code: 'E_EDITION_MISSING', message, page: 'edition' };
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => [etag, `W/${etag}`, '*'].includes(one.trim()));
}
