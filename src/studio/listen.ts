import type { FastifyInstance } from 'fastify';
import { AssayError } from '../errors.ts';

/** How long requests under way may take once a stop is asked for. */
const GRACE_MS = 10_000;

/** Listens until `stop`, then lets what is under way end. Throws AssayError: E_SERVE_PORT, E_SERVE_HOST. */
export async function serveUntil(
  server: FastifyInstance,
  { host, port, onListening }: { host: string; port: number; onListening: (address: string) => void },
  stop: AbortSignal,
): Promise<void> {
  try {
    onListening(await server.listen({ host, port }));
  } catch (error) {
    await server.close();
    throw listenFailure(error, host, port);
  }
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
  const tooLong = setTimeout(() => server.server.closeAllConnections(), GRACE_MS);
  try {
    await server.close();
  } finally {
    clearTimeout(tooLong);
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function listenFailure(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const failure = (
    exit: 'unavailable' | 'permission' | 'usage',
    name: string,
    where: string,
    message: string,
  ) => new AssayError(exit, { code: name, where, message }, { cause: error });
  switch (code) {
    case 'EADDRINUSE':
      return failure(
        'unavailable',
        'E_SERVE_PORT',
        `--port ${port}`,
        `already in use on ${host}. Expected a free port. Stop what listens there, or give another: --port ${port + 1}.`,
      );
    case 'EACCES':
      return failure(
        'permission',
        'E_SERVE_PORT',
        `--port ${port}`,
        'this user may not listen there. Expected a port from 1024 on. Put a proxy before it for 80 and 443.',
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return failure(
        'usage',
        'E_SERVE_HOST',
        `--host ${host}`,
        `is no address of this machine (${code}). Expected one, e.g. 127.0.0.1, or 0.0.0.0 for all.`,
      );
    default:
      return error;
  }
}
