import { traced } from './traced.js';

/** Does a piece of work at once and again after each pause, never twice at the same time; a stop waits for what is under way. */
export class Periodic {
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;
  private ended = false;

  /** The work handles its own errors. With a name each time is a span of its own where traces are collected. */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly pauseMs: number,
    private readonly name?: string,
  ) {}

  /** Whether the work is to come to its end. */
  get stopping(): boolean {
    return this.ended;
  }

  start(): void {
    this.timer = setInterval(() => this.begin(), this.pauseMs).unref();
    this.begin();
  }

  /** Does the work now, unless it is under way; after `start`. */
  now(): void {
    if (!this.ended) this.begin();
  }

  /** To be waited for before the application closes its connections: in `beforeApplicationShutdown`. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.ended = true;
    await this.running;
  }

  private once(): Promise<void> {
    return this.name === undefined ? this.work() : traced(this.name, {}, this.work);
  }

  private begin(): void {
    this.running ??= this.once().finally(() => (this.running = undefined));
  }
}
