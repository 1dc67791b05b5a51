import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire to `port` on loopback that breaks at the very moment the server says it took a letter: nobody hears it. */
export async function startDeafWire(
  port: number,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined).once('close', () => open.delete(socket));
    }
    client.on('data', (chunk) => upstream.write(chunk)).on('close', () => upstream.destroy());
    upstream
      .on('close', () => client.destroy())
      .on('data', (chunk) => {
        if (chunk.includes('queued as')) client.destroy();
        else client.write(chunk);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
