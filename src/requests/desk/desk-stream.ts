import type { Response } from 'express';

/** A browser that takes no more than this off its line is let go; it comes back and asks for what it has missed. */
const MOST_WAITING = 512 * 1024;
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // nginx would collect the events
  'X-Accel-Buffering': 'no',
} as const;

/** An event as browsers get it. */
export interface Told {
  readonly id: number;
  readonly kind: string;
  readonly request: string;
  readonly by: string | null;
  readonly row: object;
}

/** One open desk: a stream of server-sent events. */
export class DeskStream {
  private waiting: Told[] | undefined = [];
  /** Told at the beginning; the notification of some of them may still be on its way. */
  private missed: ReadonlySet<number> = new Set();
  private numbers = '';

  constructor(
    private readonly response: Response,
    readonly staffId: string,
    /** Whether the session that opened it still may. */
    readonly allowed: () => Promise<boolean>,
  ) {}

  /** Answers, with what was missed first; undefined is too much, and the page is to be opened anew. */
  begin(missed: readonly Told[] | undefined): void {
    for (const [name, value] of Object.entries(HEADERS)) this.response.setHeader(name, value);
    this.response.flushHeaders();
    const since = this.waiting ?? [];
    this.waiting = undefined;
    this.write('retry: 2000\n\n');
    if (!missed) this.write('event: reload\ndata: {}\n\n');
    for (const event of missed ?? []) this.write(messageOf(event));
    this.missed = new Set(missed?.map(({ id }) => id));
    this.tell(since);
  }

  tell(events: readonly Told[]): void {
    if (this.waiting) this.waiting.push(...events);
    else for (const event of events) if (!this.missed.has(event.id)) this.write(messageOf(event));
  }

  /** Numbers are told when they have changed. */
  number(message: string): void {
    if (this.waiting || message === this.numbers) return;
    this.numbers = message;
    this.write(message);
  }

  write(message: string): void {
    if (this.waiting || this.response.writableEnded || this.response.destroyed) return;
    this.response.write(message);
    if (this.response.writableLength > MOST_WAITING) this.response.destroy();
  }

  end(last = ''): void {
    if (last !== '') this.write(last);
    this.response.end();
  }
}

const messages = new WeakMap<Told, string>();

/** Written once for all streams. */
function messageOf(told: Told): string {
  let message = messages.get(told);
  if (message === undefined) {
    message = `id: ${told.id}\nevent: request\ndata: ${JSON.stringify(told)}\n\n`;
    messages.set(told, message);
  }
  return message;
}
