// Loaded into the program under test by `node --import`. SIGUSR2: throws away what nobody holds, then writes what is
// left into the folder ASSAY_INSIDE, as `<process>.<how many times it was asked>.json`.
import { ChildProcess } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const timer = setTimeout(() => undefined, 0);
const counted = {
  AbortSignal,
  ChildProcess,
  IncomingMessage,
  ServerResponse,
  Socket,
  Timeout: timer.constructor,
  WeakRef,
};
let asked = 0;

process.on('SIGUSR2', () => {
  asked += 1;
  collect();
  // What is told that something was thrown away does so after this turn.
  setImmediate(() => {
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    const alive = Object.entries(counted).map(([name, one]) => [name, queryObjects(one)]);
    const { rss, heapUsed, external } = process.memoryUsage();
    const path = join(process.env.ASSAY_INSIDE ?? '', `${process.pid}.${asked}.json`);
    writeFileSync(`${path}.new`, JSON.stringify({ rss, heapUsed, external, alive: Object.fromEntries(alive) }));
    renameSync(`${path}.new`, path);
  });
});
