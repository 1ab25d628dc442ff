import { Unavailable } from './refusals.js';

/** Lets so many in at once; the others wait a while, and past that are sent away with 503. */
export class Semaphore {
  private inside = 0;
  private readonly queue: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly waiting: number,
    private readonly patienceMs: number,
  ) {}

  async pass<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.inside -= 1;
      this.queue.shift()?.();
    }
  }

  private async enter(): Promise<void> {
    if (this.inside >= this.atOnce) {
      await this.wait();
    }
    this.inside += 1;
  }

  private wait(): Promise<void> {
    if (this.queue.length >= this.waiting) {
      throw new Unavailable('too many wait already');
    }
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.queue.splice(this.queue.indexOf(enter), 1);
        reject(new Unavailable('those inside took too long'));
      }, this.patienceMs);
      this.queue.push(enter);
    });
  }
}
