import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { choicePage } from './choice-page.js';
import { PEOPLE, type Person } from './person.js';

/** What a browser was sent with, until a person has allowed it and the code is given back. */
export interface Grant {
  readonly challenge: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly deviceId: string;
  readonly person?: Person;
}

/** A request for a token or a profile. */
export interface Asked {
  readonly fields: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly search: string;
}

/** Answers by method and path, as `POST /token`; undefined where the request is not as documented. */
export type Answers = Record<string, (asked: Asked) => object | undefined>;

/** What tests make of a provider: who allows everything at once, and what answers instead of it. */
export interface Conduct {
  person(): Person;
  /** True when it has answered. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
}

/** A provider on loopback, which refuses what its documentation does not know: for a trial, and for tests. */
export abstract class ProviderServer {
  secret = 'a secret of the trial';
  conduct: Conduct | undefined;
  abstract readonly clientId: string;
  protected abstract readonly name: string;
  protected abstract readonly scope: string;
  protected readonly grants = new Map<string, Grant>();
  protected readonly tokens = new Map<string, Person>();
  private server?: Server;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Listens on a port, a free one unless told, or on the one it had before stop(). */
  async start(port = this.port): Promise<this> {
    this.server = createServer((request, response) => {
      this.serve(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  }

  /** What programs may ask for. */
  protected abstract answers(): Answers;

  /** What the address of a return brings besides `code` and `state`. */
  protected abstract extras(grant: Grant): Record<string, string>;

  /** Whether a browser comes from our application, with what this provider wants besides OAuth and PKCE. */
  protected accepts(get: (name: string) => string): boolean {
    return get('client_id') === this.clientId;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.conduct?.answer(request, response)) return;
    const url = new URL(request.url ?? '/', this.url);
    const route = `${request.method} ${url.pathname}`;
    if (route === 'GET /authorize') return this.authorize(url.searchParams, response);
    if (route === 'GET /choice') return this.choose(url.searchParams, response);
    const asked = { fields: new URLSearchParams(await text(request)), headers: request.headers };
    const reply = this.answers()[route]?.({ ...asked, search: url.search });
    json(response, reply === undefined ? 404 : 'error' in reply ? 400 : 200, reply ?? { error: 'not_found' });
  }

  /** Asks the person, where no test answers for them. */
  private consent(grant: Grant, response: ServerResponse): void {
    if (this.conduct) return this.sendCode(grant, this.conduct.person(), response);
    const id = randomBytes(24).toString('base64url');
    this.grants.set(id, grant);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(choicePage(this.name, id, PEOPLE));
  }

  /** Sends the browser back with a code. */
  private sendCode(grant: Grant, person: Person, response: ServerResponse): void {
    const code = `code.${randomBytes(40).toString('base64url')}`;
    this.grants.set(code, { ...grant, person });
    this.sendBack(grant, { code, ...this.extras(grant) }, response);
  }

  /** A code is good once: whoever shows it first, right or wrong, spends it. Undefined when anything is not as it was. */
  protected spend(fields: URLSearchParams): (Grant & { person: Person }) | undefined {
    const code = fields.get('code') ?? '';
    const grant = this.grants.get(code);
    this.grants.delete(code);
    const challenge = createHash('sha256')
      .update(fields.get('code_verifier') ?? '')
      .digest('base64url');
    const good =
      fields.get('grant_type') === 'authorization_code' &&
      challenge === grant?.challenge &&
      fields.get('redirect_uri') === grant.redirectUri;
    return good && grant.person ? { ...grant, person: grant.person } : undefined;
  }

  /** A token with which the profile of a person may be asked for. */
  protected tokenFor(person: Person): string {
    const token = `token.${randomBytes(40).toString('base64url')}`;
    this.tokens.set(token, person);
    return token;
  }

  private authorize(asked: URLSearchParams, response: ServerResponse): void {
    const get = (name: string): string => (asked.getAll(name).length === 1 ? (asked.get(name) ?? '') : '');
    const good =
      get('response_type') === 'code' &&
      get('code_challenge_method').toUpperCase() === 'S256' &&
      /^[\w-]{43}$/.test(get('code_challenge')) &&
      /^[\w-]{32,}$/.test(get('state')) &&
      get('scope') === this.scope &&
      URL.canParse(get('redirect_uri')) &&
      this.accepts(get);
    if (!good) {
      json(response, 400, { error: 'invalid_request' });
      return;
    }
    const deviceId = randomBytes(48).toString('base64url');
    const [state, nonce, redirectUri] = [get('state'), get('nonce'), get('redirect_uri')];
    this.consent({ challenge: get('code_challenge'), redirectUri, state, nonce, deviceId }, response);
  }

  private choose(chosen: URLSearchParams, response: ServerResponse): void {
    const id = chosen.get('id') ?? '';
    const grant = this.grants.get(id);
    this.grants.delete(id);
    const person = PEOPLE.find((one) => one.id === chosen.get('person'));
    if (!grant || grant.person) {
      json(response, 404, { error: 'not_found' });
    } else if (person) {
      this.sendCode(grant, person, response);
    } else {
      this.sendBack(grant, { error: 'access_denied', error_description: 'Вход отменён' }, response);
    }
  }

  private sendBack(grant: Grant, answer: Record<string, string>, response: ServerResponse): void {
    const back = new URL(grant.redirectUri);
    back.search = new URLSearchParams({ ...answer, state: grant.state }).toString();
    response.writeHead(302, { location: back.href }).end();
  }
}

/** Answers a program. */
export function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Whether a form brings these fields, each once, and nothing else. */
export function hasOnly(fields: URLSearchParams, names: string): boolean {
  return [...fields.keys()].sort().join(' ') === names.split(' ').sort().join(' ');
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
