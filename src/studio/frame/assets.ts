import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

export interface Assets {
  /** Addresses that change with what stands behind them. */
  readonly style: string;
  readonly script: string;
}

const YEAR_S = 365 * 24 * 60 * 60;

/** The style sheet and the script of every page: kept by browsers for good, for no account. */
export function addAssets(server: FastifyInstance, css: string, script: string): Assets {
  const add = (name: string, ending: string, type: string, text: string): string => {
    const bytes = Buffer.from(text);
    const url = `/assets/${name}-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.${ending}`;
    server.get(url, (_request, reply) =>
      reply
        .header('cache-control', `public, max-age=${YEAR_S}, immutable`)
        .type(`${type}; charset=utf-8`)
        .send(bytes),
    );
    return url;
  };
  return {
    style: add('studio', 'css', 'text/css', css),
    script: add('htmx', 'js', 'text/javascript', script),
  };
}
