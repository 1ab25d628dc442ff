import type { Config } from '../../core/config.js';

/** Shorter ones are words of everybody. */
const SHORTEST = 4;

/** Leaves out of our own words whatever names the company, holds a secret or looks like an address of e-mail. */
export function scrubber(config: Config): (text: string) => string {
  const { bank, ...company } = config.company;
  const { vk, yandex, oidc } = config.providers;
  const secrets = [
    config.databaseUrl,
    config.databaseOwnerUrl,
    config.smtpUrl,
    config.incoming?.url ?? '',
  ].flatMap(secretsOf);
  const hidden = [
    ...[config.appSecret, config.mailFrom, config.filesDir],
    ...[vk.clientSecret, vk.clientId, yandex.clientSecret, yandex.clientId],
    ...[oidc.clientSecret, oidc.clientId, oidc.issuer, oidc.name],
    ...[...Object.values<string>(company), ...Object.values<string>({ ...bank }), ...secrets],
  ].filter((value): value is string => typeof value === 'string' && value.length >= SHORTEST);
  // The longest first: one may be a part of another.
  const values = hidden.sort((one, other) => other.length - one.length);
  return (text) =>
    values
      .reduce((left, value) => left.replaceAll(value, '…'), text)
      .replace(/[^\s<>()"',;:«»]+/g, (word) => (/.@./.test(word) ? '…' : word));
}

/** Login and password of an address, as they are written and as they are meant. */
function secretsOf(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { username, password } = new URL(url);
  const meant = (text: string): string => decodeURIComponent(text);
  return [password, meant(password), ...(username.includes('%40') ? [username, meant(username)] : [])];
}
