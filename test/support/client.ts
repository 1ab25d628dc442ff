import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { CookieJar } from './cookie-jar.js';
import { assertPage } from './page-checks.js';
import { Page } from './page.js';

/** Form fields as a person or a forger sends them. */
type Fields = Record<string, string | string[]>;

/** What a request may carry besides its path. */
export interface RequestOptions {
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  /** False: the answer is not looked through by the page checks (a letter's HTML, say). */
  check?: boolean;
  /** True: a page with status 503 or 507 is what the test is about. */
  outage?: boolean;
}

interface ClientOptions {
  /** The visitor's own address: any of 127.0.0.0/8 on Linux. */
  from?: string;
  /** Sent with each request. */
  headers?: Record<string, string>;
  cookies?: CookieJar;
}

/** What a request over a connection meets that the other side has closed. */
const CLOSED = new Set(['ECONNRESET', 'EPIPE']);

/** A visitor without JavaScript: cookies, links and forms; every HTML page is checked on the way. */
export class Client {
  readonly cookies: CookieJar;
  private readonly agent = new Agent({ keepAlive: true });

  constructor(
    readonly origin: string,
    private readonly options: ClientOptions = {},
  ) {
    this.cookies = options.cookies ?? new CookieJar();
  }

  get(path: string, options?: RequestOptions): Promise<Page> {
    return this.request('GET', path, options);
  }

  /** Sends fields without looking at any form; people use `page.form(…).submit(…)`. */
  post(path: string, fields: Fields = {}, options: RequestOptions = {}): Promise<Page> {
    const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
    const body = options.body ?? new URLSearchParams(pairs).toString();
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      ...this.sameOrigin(),
      ...options.headers,
    };
    return this.request('POST', path, { ...options, headers, body });
  }

  /** Sends any request; the path goes out byte by byte as given. Redirects are not followed. */
  async request(method: string, path: string, options: RequestOptions = {}): Promise<Page> {
    const target = path.startsWith(this.origin) ? path.slice(this.origin.length) || '/' : path;
    const page = await this.send(method, target, options);
    this.cookies.take(page.headers['set-cookie']);
    if (options.check !== false && !target.startsWith('/admin')) assertPage(page, options);
    return page;
  }

  /** Another window of the same visitor. */
  copy(): Client {
    return new Client(this.origin, { ...this.options, cookies: this.cookies.copy() });
  }

  /** What a browser adds to a form that is sent from the site itself. */
  sameOrigin(): Record<string, string> {
    return { origin: this.origin, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' };
  }

  private async send(method: string, path: string, options: RequestOptions): Promise<Page> {
    for (;;) {
      const request = this.open(method, path, options);
      let response: IncomingMessage | undefined;
      try {
        [response] = (await once(request.end(options.body), 'response')) as [IncomingMessage];
        return new Page(this, method, path, response, await collect(response));
      } catch (error) {
        // The product may have closed a kept connection meanwhile: browsers ask anew then, too.
        if (response || !request.reusedSocket || !CLOSED.has(String((error as { code?: string }).code))) {
          throw error;
        }
      }
    }
  }

  private open(method: string, path: string, { headers, body }: RequestOptions): ClientRequest {
    const { hostname, port } = new URL(this.origin);
    const cookie = this.cookies.header(path.split('?')[0] ?? '/');
    const request = httpRequest({
      hostname,
      port,
      method,
      path,
      agent: this.agent,
      localAddress: this.options.from,
      timeout: 30_000,
      headers: {
        accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
        'accept-language': 'ru',
        // by the name of this machine: where a portal is opened by a number no key of a device works
        host: `${hostname.replace('127.0.0.1', 'localhost')}:${port}`,
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        ...this.options.headers,
        ...headers,
      },
    });
    request.once('timeout', () => request.destroy(new Error(`No answer to ${method} ${path} within 30 s`)));
    // one that comes behind the answer is told by the answer
    return request.on('error', () => undefined);
  }
}

async function collect(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
