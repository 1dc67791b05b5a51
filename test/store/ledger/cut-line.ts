import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A line to PostgreSQL that can be cut where it hurts. */
export interface CutLine {
  /** The database's address by this line. */
  readonly url: string;
  /** The next COMMIT does not arrive, or arrives and its answer does not. */
  cutAt(moment: 'before commit' | 'after commit'): void;
  readonly cuts: () => number;
  /** Nobody answers any more. */
  close(): Promise<void>;
}

export async function cutLine(database: string): Promise<CutLine> {
  const direct = new URL(database);
  const host = direct.searchParams.get('host') ?? direct.hostname;
  const port = Number(direct.port || 5432);
  const sockets = new Set<Socket>();
  let armed: 'before commit' | 'after commit' | undefined;
  let cuts = 0;
  const server = createServer((client) => {
    const behind = host.startsWith('/') ? connect(join(host, `.s.PGSQL.${port}`)) : connect(port, host);
    const cut = (): void => {
      client.destroy();
      behind.destroy();
      cuts += 1;
    };
    let deaf = false;
    for (const socket of [client, behind]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        behind.destroy();
      });
    }
    client.on('data', (chunk) => {
      const commits = armed !== undefined && chunk.includes('commit\0');
      if (commits && armed === 'before commit') {
        armed = undefined;
        return cut();
      }
      if (commits) {
        armed = undefined;
        deaf = true;
      }
      behind.write(chunk);
    });
    behind.on('data', (chunk) => (deaf ? cut() : client.write(chunk)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = new URL(database);
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  const close = async (): Promise<void> => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(close);
  return {
    url: url.href,
    cutAt: (moment) => {
      armed = moment;
    },
    cuts: () => cuts,
    close,
  };
}
