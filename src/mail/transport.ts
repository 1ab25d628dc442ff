import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import type { Config } from '../core/config.js';

/** Servers let strangers wait before they greet, ten seconds and more where they are busy. */
const TIMEOUT_MS = 20_000;
const LOCAL = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|\[::ffff:127\.[\d.]+\])$/i;

/**
 * How to reach the mail server of SMTP_URL, for example smtps://login:password@mail.example.ru:465.
 * STARTTLS is used wherever it is offered. A server elsewhere must offer it and show a certificate for its name;
 * `?tls=none` at the end of the address waives both. On this machine nobody listens on the way, and many servers have
 * a certificate that they have signed themselves.
 */
export function transport(config: Config): SMTPPool.Options {
  const url = new URL(config.smtpUrl);
  const secure = url.protocol === 'smtps:';
  const trusted = LOCAL.test(url.hostname) || url.searchParams.get('tls') === 'none';
  return {
    pool: true,
    maxConnections: 2,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !trusted,
    opportunisticTLS: trusted,
    ...(trusted && { tls: { rejectUnauthorized: false } }),
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
