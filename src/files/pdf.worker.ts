import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { pdfRefusal } from './pdf-check.js';

// A thread of its own: whatever a file makes of it, the portal goes on and ends it.
parentPort?.postMessage({ refusal: pdfRefusal(readFileSync(workerData as string)) });
