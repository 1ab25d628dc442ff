import { parentPort } from 'node:worker_threads';
import { parseLetter } from './letter-parser.js';

/** Runs in a thread of its own: whatever is in a letter, pages go on, and one that never ends can be ended. */
parentPort?.on('message', ({ raw, ours }: { raw: Uint8Array; ours: readonly string[] }) => {
  parseLetter(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), ours).then(
    (letter) => parentPort?.postMessage({ letter }),
    (error: unknown) => parentPort?.postMessage({ problem: String(error) }),
  );
});
