import type { Config } from '../../core/config.js';

/** Names of settings whose values are numbers and words of ours; all others may name the company, people or secrets. */
const SHOWN = [
  ...[
    'NODE_ENV',
    'PORT',
    'STOP_DELAY_SECONDS',
    'TRUST_PROXY',
    'HSTS_SUBDOMAINS',
    'DATABASE_POOL',
    'LOG_LEVEL',
    'TIME_ZONE',
  ],
  ...[
    'METRICS_PORT',
    'MAILBOX_SECONDS',
    'MAILBOX_STEP_SECONDS',
    'ACCENT_COLOR',
    'RECEIPT_QR_NAMES',
    'PASSWORD_MIN_LENGTH',
    'STAFF_SECOND_FACTOR_FROM',
  ],
  ...['ARGON2_MEMORY_KIB', 'ARGON2_TIME', 'ARGON2_PARALLELISM', 'CONFIRM_HOURS', 'RECOVERY_MINUTES'],
  ...['REGISTRATIONS_KEEP_DAYS', 'LETTER_TEXTS_KEEP_DAYS', 'REQUESTS_KEEP_YEARS', 'APPEALS_KEEP_YEARS'],
  ...['LETTERS_KEEP_DAYS', 'CODE_WORD_DAYS', 'EXCHANGE_WARN_HOURS', 'READING_REMINDER_DAYS'],
  ...['IMPORT_QUIET_SECONDS', 'EXPORT_AT', 'EXPORT_DAYS', 'EXPORT_FORMAT', 'EXPORT_ENCODING', 'EXPORT_COMMA'],
  ...['REQUESTS_SOON_PERCENT', 'REQUESTS_SOON_MINUTES', 'APPEALS_SOON_DAYS', 'THROTTLE_FACTOR'],
];
/** Addresses with a login in them: only how they begin is told. */
const ADDRESSES = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'SMTP_URL', 'MAILBOX_URL', 'PUBLIC_URL'];
const GIVEN = [
  ...[
    'APP_SECRET',
    'APP_SECRET_FILE',
    'MAIL_FROM',
    'FILES_DIR',
    'DATA_DIR',
    'IMPORT_DIR',
    'EXPORT_DIR',
    'HOST',
    'METRICS_HOST',
    'MAILBOX_FOLDER',
  ],
  ...['MAILBOX_ADDRESS', 'SECURITY_CONTACT', 'VK_CLIENT_ID', 'VK_CLIENT_SECRET', 'VK_ID_URL'],
  ...['OTEL_EXPORTER_OTLP_ENDPOINT'],
  ...['YANDEX_CLIENT_ID', 'YANDEX_CLIENT_SECRET', 'YANDEX_ID_URL', 'YANDEX_LOGIN_URL', 'OIDC_ISSUER'],
  ...['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_SCOPES', 'OIDC_NAME'],
  ...['COMPANY_NAME', 'COMPANY_LEGAL_NAME', 'COMPANY_INN', 'COMPANY_KPP', 'COMPANY_PHONE'],
  ...['COMPANY_PHONE_NOTE', 'COMPANY_ADDRESS', 'COMPANY_TOWN', 'COMPANY_HOURS', 'COMPANY_EMAIL'],
  ...['COMPANY_HOST', 'COMPANY_SITE', 'COMPANY_LICENCE', 'COMPANY_BANK_NAME', 'COMPANY_BIC'],
  ...['BACKUP_DIR', 'BACKUP_RECIPIENT', 'COMPANY_BANK_ACCOUNT', 'COMPANY_CORRESPONDENT_ACCOUNT'],
];

/** All settings: the harmless ones with their value, of the others whether they are set. */
export function packetSettings({ environment, trustProxy }: Config): Record<string, string> {
  const told = (name: string, words: (value: string) => string): [string, string] => {
    const value = environment[name]?.trim() ?? '';
    return [name, value === '' ? 'не задано' : words(value)];
  };
  return Object.fromEntries([
    ...SHOWN.map((name) => told(name, (value) => value)),
    ...ADDRESSES.map((name) => told(name, addressTold)),
    ...GIVEN.map((name) => told(name, () => 'задано')),
    // Addresses of proxies are nobody's business; how they are told matters.
    ['TRUST_PROXY', typeof trustProxy === 'string' ? 'адреса' : String(trustProxy)],
  ]);
}

function addressTold(value: string): string {
  if (!URL.canParse(value)) return 'задано';
  const { protocol, hostname, port, searchParams } = new URL(value);
  const here = /^(localhost|127\.|\[::1\]|$)/.test(hostname) ? 'эта машина' : 'другая машина';
  return ['задано', protocol, here, port, ...searchParams.keys()].filter(Boolean).join(', ');
}
