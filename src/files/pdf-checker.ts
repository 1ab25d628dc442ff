import { Injectable } from '@nestjs/common';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { PdfRefusal } from './pdf-check.js';

const SECONDS = 10;
/** Of the heap; the file and what is unpacked of it come on top, both limited. */
const HEAP_MEGABYTES = 128;

/** Looks into documents that people send, one at a time, each in a thread with an end. */
@Injectable()
export class PdfChecker {
  private last: Promise<unknown> = Promise.resolve();

  /** Why the document in a file is not taken; undefined for a good one. */
  check(path: string): Promise<PdfRefusal | undefined> {
    const next = this.last.then(() => check(path));
    this.last = next.catch(() => undefined);
    return next;
  }
}

async function check(path: string): Promise<PdfRefusal | undefined> {
  const worker = new Worker(new URL('./pdf.worker.js', import.meta.url), {
    workerData: path,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
  });
  try {
    const [{ refusal }] = (await once(worker, 'message', {
      signal: AbortSignal.timeout(SECONDS * 1000),
    })) as [{ refusal: PdfRefusal | undefined }];
    return refusal;
  } catch (error) {
    const { name, code } = error as { name?: string; code?: string };
    if (name === 'AbortError' || code === 'ERR_WORKER_OUT_OF_MEMORY') return 'heavy';
    throw error;
  } finally {
    await worker.terminate();
  }
}
