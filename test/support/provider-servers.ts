import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Page } from './page.js';
import { type IdToken, OidcServer } from '../../src/trial/providers/oidc-server.js';
import type { Person } from '../../src/trial/providers/person.js';
import { type Grant, json, type ProviderServer } from '../../src/trial/providers/provider-server.js';

/** How an answer goes wrong. */
export type Trouble = 'error' | 'slow' | 'drip' | 'huge' | 'redirect' | 'broken' | 'not json' | 'nobody';

/** A provider of which a test says who presses «Разрешить», and what it answers wrongly. */
export class TestProvider<Server extends ProviderServer = ProviderServer> {
  /** Who presses «Разрешить» when a browser opens its page. */
  person: Person = { id: '1' };
  /** What was asked for, as `POST /token`. */
  readonly asked: string[] = [];
  private trouble: { at: string; how: Trouble } | undefined;

  constructor(readonly server: Server) {
    server.conduct = {
      person: () => this.person,
      answer: (request, response) => this.answer(request, response),
    };
  }

  get url(): string {
    return this.server.url;
  }

  /** Does everything wrong at a path from now on; without arguments it is well again. */
  behave(at?: string, how?: Trouble): void {
    this.trouble = at !== undefined && how !== undefined ? { at, how } : undefined;
  }

  /** Somebody opens the page that the product leads to and allows everything; gives the address that it sends back to. */
  async allow(address: string | undefined, person: Person): Promise<string> {
    this.person = person;
    const response = await fetch(address ?? '', { redirect: 'manual' });
    const location = response.headers.get('location');
    if (response.status !== 302 || location === null) {
      throw new Error(`The provider refused ${address}: ${response.status} ${await response.text()}`);
    }
    return location;
  }

  private answer(request: IncomingMessage, response: ServerResponse): boolean {
    const { pathname } = new URL(request.url ?? '/', this.url);
    this.asked.push(`${request.method} ${request.url}`);
    if (this.trouble?.at !== pathname) return false;
    request.resume();
    misbehave(this.trouble.how, response);
    return true;
  }
}

/** Its tokens of identity can be bent by a test. */
export class BentOidc extends OidcServer {
  bend: ((token: IdToken) => IdToken) | undefined;
  describe: (description: object) => object = (description) => description;
  /** The key that it shows, when that is not the one it signs with. */
  shownKey: Record<string, unknown> | undefined;

  protected override idToken(grant: Grant & { person: Person }): IdToken {
    const token = super.idToken(grant);
    return this.bend?.(token) ?? token;
  }

  protected override description(): object {
    return this.describe(super.description());
  }

  protected override publicKey(): Record<string, unknown> {
    return this.shownKey ?? super.publicKey();
  }
}

function misbehave(how: Trouble, response: ServerResponse): void {
  const answers: Record<Trouble, () => void> = {
    error: () =>
      json(response, 400, { error: 'invalid_client', error_description: '<script>alert(1)</script>' }),
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

/** The settings that send the product to these. */
export function settingsOf(servers: {
  vk?: ProviderServer;
  yandex?: ProviderServer;
  oidc?: ProviderServer;
}): Record<string, string> {
  const { vk, yandex, oidc } = servers;
  return {
    ...(vk && { VK_CLIENT_ID: vk.clientId, VK_ID_URL: vk.url }),
    ...(yandex && {
      ...{ YANDEX_CLIENT_ID: yandex.clientId, YANDEX_CLIENT_SECRET: yandex.secret },
      ...{ YANDEX_ID_URL: yandex.url, YANDEX_LOGIN_URL: yandex.url },
    }),
    ...(oidc && { OIDC_ISSUER: oidc.url, OIDC_CLIENT_ID: oidc.clientId, OIDC_CLIENT_SECRET: oidc.secret }),
  };
}

/** Where a page that leads to a provider sends the browser. */
export function awayTo(page: Page): string {
  const [, url = ''] = /^0; url=(.+)$/.exec(String(page.headers['refresh'] ?? '')) ?? [];
  return url;
}
