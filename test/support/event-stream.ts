import { type ClientRequest, type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client.js';
import { PATIENCE_MS } from './eventually.js';

/** An event as it came over the wire. */
interface ServerEvent {
  id: string;
  name: string;
  data: string;
  /** When it came. */
  at: number;
}

/** A stream of server-sent events as a browser reads it, without its coming back by itself. */
export class EventStream {
  readonly events: ServerEvent[] = [];
  readonly comments: string[] = [];
  status = 0;
  headers: IncomingHttpHeaders = {};
  ended = false;
  private request?: ClientRequest;
  private rest = '';

  constructor(
    private readonly client: Client,
    private readonly path: string,
    private readonly lastEventId?: string,
    private readonly origin = client.origin,
  ) {}

  /** Opens it and waits for the answer. */
  open(): Promise<this> {
    const { hostname, port } = new URL(this.origin);
    return new Promise((resolve, reject) => {
      this.request = httpRequest({
        ...{ hostname, port, path: this.path, agent: false },
        headers: {
          accept: 'text/event-stream',
          'sec-fetch-dest': 'empty',
          cookie: this.client.cookies.header(this.path.split('?')[0]!),
          ...(this.lastEventId !== undefined && { 'last-event-id': this.lastEventId }),
        },
      });
      this.request.once('error', (error) => {
        this.ended = true;
        reject(error);
      });
      this.request.once('response', (response) => {
        this.status = response.statusCode ?? 0;
        this.headers = response.headers;
        response.setEncoding('utf8');
        response.on('data', (text: string) => this.read(text));
        response.on('error', () => (this.ended = true));
        response.on('close', () => (this.ended = true));
        resolve(this);
      });
      this.request.end();
    });
  }

  close(): void {
    this.request?.destroy();
  }

  /** Waits for an event that fits. */
  async event(fits: (event: ServerEvent) => boolean, within = PATIENCE_MS): Promise<ServerEvent> {
    let found: ServerEvent | undefined;
    await this.until(() => (found = this.events.find(fits)) !== undefined, within);
    return found!;
  }

  async until(done: () => boolean, within = PATIENCE_MS): Promise<void> {
    for (const deadline = Date.now() + within; !done(); await sleep(5)) {
      if (Date.now() > deadline) {
        throw new Error(
          `Not within ${within} ms; there came: ${this.events.map(({ name, id }) => name + id).join(' ')}`,
        );
      }
    }
  }

  /** The ids of events about requests, in the order in which they came. */
  ids(): string[] {
    return this.events.filter(({ name }) => name === 'request').map(({ id }) => id);
  }

  private read(text: string): void {
    this.rest += text;
    for (let end = this.rest.indexOf('\n\n'); end >= 0; end = this.rest.indexOf('\n\n')) {
      const lines = this.rest.slice(0, end).split('\n');
      this.rest = this.rest.slice(end + 2);
      const value = (name: string): string =>
        lines
          .filter((line) => line.startsWith(`${name}: `))
          .map((line) => line.slice(name.length + 2))
          .join('\n');
      this.comments.push(...lines.filter((line) => line.startsWith(':')));
      const data = value('data');
      if (data !== '') this.events.push({ id: value('id'), name: value('event'), data, at: Date.now() });
    }
  }
}
