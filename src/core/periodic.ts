/** Does a piece of work at once and again after each pause, never twice at the same time; a stop waits for what is under way. */
export class Periodic {
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;
  private ended = false;

  /** The work handles its own errors. */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly pauseMs: number,
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

  private begin(): void {
    this.running ??= this.work().finally(() => (this.running = undefined));
  }
}
