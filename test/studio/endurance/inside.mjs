// Loaded into the program under test by `node --import`. SIGUSR2: throws away what nobody holds, then writes what is
// left into the folder ASSAY_INSIDE, as `<process>.<how many times it was asked>.json`.
import { EventEmitter } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
let asked = 0;

process.on('SIGUSR2', () => {
  asked += 1;
  collect();
  // What is told that something was thrown away does so after this turn.
  setImmediate(() => {
    collect();
    // Requests, answers, sockets, processes; and what each of them that listens for a stop is heard by.
    const alive = { emitters: queryObjects(EventEmitter), signals: queryObjects(AbortSignal) };
    const { rss, heapUsed } = process.memoryUsage();
    const path = join(process.env.ASSAY_INSIDE ?? '', `${process.pid}.${asked}.json`);
    writeFileSync(`${path}.new`, JSON.stringify({ rss, heapUsed, alive }));
    renameSync(`${path}.new`, path);
  });
});
