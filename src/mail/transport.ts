import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import type { Config } from '../platform/config.js';

const TIMEOUT_MS = 10_000;

/**
 * How to reach the mail server of SMTP_URL, for example smtps://login:password@mail.example.ru:465.
 * An smtp:// server elsewhere must offer STARTTLS; `?tls=none` at the end of the address waives that.
 */
export function transport(config: Config): SMTPPool.Options {
  const url = new URL(config.smtpUrl);
  const secure = url.protocol === 'smtps:';
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  const unprotected = local || url.searchParams.get('tls') === 'none';
  return {
    pool: true,
    maxConnections: 2,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !unprotected,
    ignoreTLS: !secure && unprotected,
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
