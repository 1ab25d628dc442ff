import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A person as VK ID knows them. */
export interface VkPerson {
  user_id: unknown;
  first_name?: string;
  last_name?: string;
  email?: string;
  phone?: string;
}

/** What goes wrong, and at which of the two requests of the product. */
interface Misbehaviour {
  at: '/oauth2/auth' | '/oauth2/user_info';
  how: 'error' | 'slow' | 'drip' | 'huge' | 'redirect' | 'broken' | 'not json' | 'nobody';
}

interface Grant {
  challenge: string;
  redirectUri: string;
  state: string;
  deviceId: string;
  person: VkPerson;
}

const TOKEN_FIELDS = 'client_id code code_verifier device_id grant_type redirect_uri state';

/** VK ID on loopback, as its documentation describes it: OAuth 2.1 with PKCE; what it does not expect is refused with 404. */
export class VkServer {
  readonly clientId = '51234567';
  /** Empty: an application that sends no secret, as is usual at VK ID. */
  secret = '';
  /** Who presses «Разрешить» when a browser opens the page of VK ID. */
  person: VkPerson = { user_id: 1 };
  /** What was asked for, as `POST /oauth2/auth`. */
  readonly asked: string[] = [];

  private readonly grants = new Map<string, Grant>();
  private readonly tokens = new Map<string, VkPerson>();
  private misbehaviour?: Misbehaviour;
  private server?: Server;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Listens on a free port, or on the one it had before stop(). */
  async start(): Promise<this> {
    this.server = createServer((request, response) => {
      this.serve(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
    this.server.listen(this.port, '127.0.0.1');
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

  /** Does everything wrong from now on; without arguments it is well again. */
  behave(misbehaviour?: Misbehaviour): void {
    this.misbehaviour = misbehaviour;
  }

  /** Somebody opens the page of VK ID that the product leads to and allows everything; gives the address that VK ID sends back to. */
  async allow(address: string | undefined, person: VkPerson): Promise<string> {
    this.person = person;
    const response = await fetch(address ?? '', { redirect: 'manual' });
    const location = response.headers.get('location');
    if (response.status !== 302 || location === null) {
      throw new Error(`VK ID refused ${address}: ${response.status} ${await response.text()}`);
    }
    return location;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    this.asked.push(`${request.method} ${url.pathname}`);
    if (request.method === 'GET' && url.pathname === '/authorize') {
      this.authorize(url.searchParams, response);
      return;
    }
    const fields = new URLSearchParams(await text(request));
    if (this.misbehaviour?.at === url.pathname) {
      misbehave(this.misbehaviour.how, response);
      return;
    }
    const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
    const pages: Record<string, (fields: URLSearchParams) => object | undefined> = {
      '/oauth2/auth': (asked) => this.token(asked),
      '/oauth2/user_info': (asked) => this.userInfo(asked),
    };
    const reply =
      form && request.method === 'POST' && url.search === '' ? pages[url.pathname]?.(fields) : undefined;
    json(response, reply ? 200 : 404, reply ?? { error: 'not_found' });
  }

  private authorize(asked: URLSearchParams, response: ServerResponse): void {
    const get = (name: string): string => (asked.getAll(name).length === 1 ? (asked.get(name) ?? '') : '');
    const good =
      get('response_type') === 'code' &&
      get('client_id') === this.clientId &&
      get('code_challenge_method').toUpperCase() === 'S256' &&
      /^[\w-]{43}$/.test(get('code_challenge')) &&
      /^[\w-]{32,}$/.test(get('state')) &&
      get('scope') === 'vkid.personal_info email phone' &&
      URL.canParse(get('redirect_uri'));
    if (!good) {
      json(response, 400, { error: 'invalid_request' });
      return;
    }
    const code = `vk2.a.${randomBytes(60).toString('base64url')}`;
    const deviceId = randomBytes(48).toString('base64url');
    const [state, redirectUri] = [get('state'), get('redirect_uri')];
    this.grants.set(code, {
      challenge: get('code_challenge'),
      redirectUri,
      state,
      deviceId,
      person: this.person,
    });
    const back = new URL(redirectUri);
    const answer = { code, state, device_id: deviceId, expires_in: '600', type: 'code_v2' };
    back.search = new URLSearchParams(answer).toString();
    response.writeHead(302, { location: back.href }).end();
  }

  /** A code is good once: whoever shows it first, right or wrong, spends it. */
  private token(fields: URLSearchParams): object | undefined {
    const expected = this.secret === '' ? TOKEN_FIELDS : TOKEN_FIELDS.replace('code ', 'client_secret code ');
    const secret = fields.get('client_secret') ?? '';
    if ([...fields.keys()].sort().join(' ') !== expected || secret !== this.secret) return undefined;
    const grant = this.grants.get(fields.get('code') ?? '');
    this.grants.delete(fields.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(fields.get('code_verifier') ?? '')
      .digest('base64url');
    const good =
      grant &&
      fields.get('grant_type') === 'authorization_code' &&
      fields.get('client_id') === this.clientId &&
      challenge === grant.challenge &&
      fields.get('redirect_uri') === grant.redirectUri &&
      fields.get('device_id') === grant.deviceId &&
      fields.get('state') === grant.state;
    if (!good) return { error: 'invalid_grant', error_description: 'code is missing or invalid' };
    const token = randomBytes(60).toString('base64url');
    this.tokens.set(token, grant.person);
    const more = { refresh_token: 'refresh', id_token: 'id', token_type: 'Bearer', expires_in: 3600 };
    return {
      access_token: token,
      ...more,
      user_id: grant.person.user_id,
      state: grant.state,
      scope: 'email phone',
    };
  }

  private userInfo(fields: URLSearchParams): object | undefined {
    if ([...fields.keys()].sort().join(' ') !== 'access_token client_id') return undefined;
    const person = this.tokens.get(fields.get('access_token') ?? '');
    if (!person || fields.get('client_id') !== this.clientId) return { error: 'invalid_token' };
    return { user: { ...person, avatar: 'https://vk.invalid/a.png', verified: false, sex: 1 } };
  }
}

function misbehave(how: Misbehaviour['how'], response: ServerResponse): void {
  const answers: Record<Misbehaviour['how'], () => void> = {
    error: () =>
      json(response, 200, { error: 'invalid_client', error_description: '<script>alert(1)</script>' }),
    slow: () => undefined,
    drip: () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 200);
      response.once('close', () => clearInterval(timer));
    },
    huge: () => {
      const flood = (): void => {
        while (!response.destroyed && response.write(' '.repeat(65_536)));
      };
      response.writeHead(200, { 'content-type': 'application/json' }).on('drain', flood);
      flood();
    },
    redirect: () => void response.writeHead(307, { location: '/stolen' }).end(),
    broken: () => json(response, 500, { error: 'server_error' }),
    'not json': () => void response.writeHead(200).end('<html>'),
    nobody: () => json(response, 200, { user: { user_id: '', first_name: 'x' }, access_token: '' }),
  };
  answers[how]();
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
