import { Worker } from 'node:worker_threads';
import type { ParsedLetter } from './letter-parser.js';

const MOST_MS = 30_000;
const MOST_MEMORY_MB = 192;

type Answer = { letter: ParsedLetter } | { problem: string };

/** Has letters read by a thread that may fail, one at a time. */
export class LetterReading {
  private worker?: Worker;

  constructor(private readonly ours: readonly string[]) {}

  /** What a letter says; undefined where that cannot be found out, in time or at all. */
  async read(raw: Buffer): Promise<ParsedLetter | undefined> {
    const worker = (this.worker ??= this.begin());
    let timer: NodeJS.Timeout | undefined;
    const answer = await new Promise<Answer | undefined>((resolve) => {
      worker.once('message', resolve);
      worker.once('exit', () => resolve(undefined));
      timer = setTimeout(() => resolve(undefined), MOST_MS);
      worker.postMessage({ raw, ours: this.ours });
    });
    clearTimeout(timer);
    worker.removeAllListeners('message').removeAllListeners('exit');
    if (answer && 'letter' in answer) return answer.letter;
    await this.end();
    return undefined;
  }

  /** Lets the thread go; the next letter gets another one. */
  async end(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  private begin(): Worker {
    const worker = new Worker(new URL('./letter.worker.js', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    // out of memory, which `exit` tells too
    worker.on('error', () => undefined);
    worker.unref();
    return worker;
  }
}
