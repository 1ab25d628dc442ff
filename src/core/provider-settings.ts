import type { SettingsReader } from './settings-reader.js';

/** An application at VK ID; without a number residents cannot sign in with it. */
interface VkSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly url: string;
}

/** An application at Яндекс ID, and the two places where it answers. */
interface YandexSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly url: string;
  readonly loginUrl: string;
}

/** A sign-in by OpenID Connect; without an issuer there is none. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: string;
  readonly name: string;
}

/** Whom residents may sign in with; each is off until its settings name it. */
export interface ProviderSettings {
  readonly vk: VkSettings;
  readonly yandex: YandexSettings;
  readonly oidc: OidcSettings;
}

/** Sign-ins of other countries, which a Russian site may not offer (149-ФЗ, article 8, part 10). */
const FOREIGN =
  /(^|\.)(google|googleapis|apple|facebook|instagram|github|gitlab|twitter|x|linkedin|amazon|amazoncognito|microsoft|microsoftonline|live|windows|yahoo|okta|auth0|onelogin|telegram|discord|slack|twitch|paypal)\.(com|net|org)$/;

/** Reads the settings of all providers; their addresses at VK ID and Яндекс ID change only in tests. */
export function readProviders(read: SettingsReader): ProviderSettings {
  return { vk: readVk(read), yandex: readYandex(read), oidc: readOidc(read) };
}

/** Whether residents can come in by any profile. */
export function isAnyOffered({ vk, yandex, oidc }: ProviderSettings): boolean {
  return [vk.clientId, yandex.clientId, oidc.issuer].some((set) => set !== '');
}

function readVk(read: SettingsReader): VkSettings {
  return {
    clientId: read.matching('VK_CLIENT_ID', /^\d{0,20}$/, '', 'the number of an application at VK ID'),
    clientSecret: read.text('VK_CLIENT_SECRET', ''),
    url: safeOrigin(read, 'VK_ID_URL', 'https://id.vk.ru'),
  };
}

function readYandex(read: SettingsReader): YandexSettings {
  const clientId = read.matching(
    'YANDEX_CLIENT_ID',
    /^([0-9a-f]{32})?$/,
    '',
    'the ClientID of an application at Яндекс ID, 32 characters',
  );
  const clientSecret = read.text('YANDEX_CLIENT_SECRET', '');
  if (clientId !== '' && clientSecret === '') {
    read.fail('YANDEX_CLIENT_ID', 'needs YANDEX_CLIENT_SECRET beside it');
  }
  return {
    clientId,
    clientSecret,
    url: safeOrigin(read, 'YANDEX_ID_URL', 'https://oauth.yandex.ru'),
    loginUrl: safeOrigin(read, 'YANDEX_LOGIN_URL', 'https://login.yandex.ru'),
  };
}

function readOidc(read: SettingsReader): OidcSettings {
  const issuer = read.url('OIDC_ISSUER', ['https:', 'http:'], '');
  const clientId = read.text('OIDC_CLIENT_ID', '');
  const scopes = read.matching(
    'OIDC_SCOPES',
    /^openid( [\x21\x23-\x5b\x5d-\x7e]+)*$/,
    'openid profile email phone',
    'words that begin with openid, with single spaces between them',
  );
  const name = read.matching(
    'OIDC_NAME',
    /^[^\p{C}<>«»"]{1,40}$/u,
    'Единый вход',
    'what stands on the button, at most 40 characters without quotes',
  );
  const settings = { issuer, clientId, clientSecret: read.text('OIDC_CLIENT_SECRET', ''), scopes, name };
  if (issuer === '') return settings;
  const { protocol, hostname, search, username } = new URL(issuer);
  if (search !== '' || username !== '') {
    read.fail('OIDC_ISSUER', 'must have neither a login nor a question mark');
  }
  if (protocol !== 'https:' && !read.isLoopback(issuer)) read.fail('OIDC_ISSUER', 'must begin with https://');
  if (FOREIGN.test(hostname)) {
    read.fail('OIDC_ISSUER', 'names a foreign sign-in, which the law forbids to offer (149-ФЗ, article 8)');
  }
  if (clientId === '') read.fail('OIDC_ISSUER', 'needs OIDC_CLIENT_ID beside it');
  return settings;
}

function safeOrigin(read: SettingsReader, name: string, fallback: string): string {
  const origin = read.origin(name, fallback);
  return origin.startsWith('https:') || read.isLoopback(origin)
    ? origin
    : read.fail(name, 'must begin with https://');
}
