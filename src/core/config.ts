import { readFileSync } from 'node:fs';
import { type BackupSettings, readBackup } from './backup-settings.js';
import { type Company, readCompany } from './company.js';
import { type ExchangeSettings, readExchange } from './exchange-settings.js';
import { isGuessable } from './guessable-secret.js';
import { type MailboxSettings, readMailbox } from './mailbox-settings.js';
import { type MetricsSettings, readMetrics } from './metrics-settings.js';
import { readTracing, type TracingSettings } from './tracing-settings.js';
import { type ProviderSettings, readProviders } from './provider-settings.js';
import { readRetention, type Retention } from './retention-settings.js';
import { SettingsReader } from './settings-reader.js';

/** Everything that can be set from outside, read once, checked and frozen. */
export interface Config {
  readonly production: boolean;
  /** True when no DATABASE_URL is given: own PostgreSQL, demo company, built-in mailbox. */
  readonly embedded: boolean;
  readonly host: string;
  readonly port: number;
  /** So long an instance that was told to stop still answers, while proxies find out. */
  readonly stopDelaySeconds: number;
  readonly dataDir: string;
  /** Uploads and files that jobs have made. */
  readonly filesDir: string;
  /** True in the process that serves pages: only there letters leave and old things are cleared away. */
  readonly background: boolean;
  /** Where the settings come from; for processes of our own, see childEnvironment. */
  readonly environment: NodeJS.ProcessEnv;
  readonly databaseUrl: string;
  /** By whom the tables are made and changed; the same as `databaseUrl` unless told apart. */
  readonly databaseOwnerUrl: string;
  readonly databasePool: number;
  readonly smtpUrl: string;
  /** True when the letters of a trial go to the built-in mail server and can be read at /dev/mail. */
  readonly mailbox: boolean;
  readonly mailFrom: string;
  /** The mailbox whose letters are taken in; undefined where none is set. */
  readonly incoming: MailboxSettings | undefined;
  readonly publicUrl: string;
  readonly secure: boolean;
  /** Whether browsers shall insist on https for all names below that of PUBLIC_URL, too. */
  readonly hstsSubdomains: boolean;
  readonly appSecret: string;
  readonly trustProxy: string | number | false;
  readonly logLevel: string;
  /** Where Prometheus asks for figures; undefined where nobody counts. */
  readonly metrics: MetricsSettings | undefined;
  readonly tracing: TracingSettings | undefined;
  readonly timeZone: string;
  readonly accentColor: string;
  readonly passwordMinLength: number;
  readonly argon2: { memoryCost: number; timeCost: number; parallelism: number };
  /** The first day on which people of the office need a second factor, `2027-01-15`; empty: whoever wants has one. */
  readonly staffSecondFactorFrom: string;
  readonly confirmHours: number;
  readonly recoveryMinutes: number;
  /** After so many days a letter loses receiver and subject. */
  readonly lettersKeepDays: number;
  readonly retention: Retention;
  /** Where to report a weakness: mailto: or https:. */
  readonly securityContact: string;
  readonly codeWordDays: number;
  /** The first page of the panel warns when charges or payments have not come for longer. */
  readonly exchangeWarnHours: number;
  /** Residents are reminded of readings so many days before the last one. */
  readonly readingReminderDays: number;
  /** How many working days before its end the term of an entry begins to be called soon over. */
  readonly appealsSoonDays: number;
  /** When a term begins to be called soon over: in its last hundredths or its last minutes, whichever begins first. */
  readonly requestsSoon: { readonly percent: number; readonly minutes: number };
  readonly throttleFactor: number;
  readonly providers: ProviderSettings;
  /** Whether the code for payment on a receipt names the payer; a printed receipt is seen by others. */
  readonly receiptQrNames: boolean;
  readonly backup: BackupSettings;
  readonly exchange: ExchangeSettings;
  readonly company: Company;
}

/** Reads the settings; throws an Error of one line that names the first wrong one. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const read = new SettingsReader(env);
  const production =
    read.oneOf('NODE_ENV', ['development', 'test', 'production'], 'development') === 'production';
  const databaseUrl = read.url('DATABASE_URL', ['postgres:', 'postgresql:'], '');
  const embedded = databaseUrl === '';
  if (embedded && production) {
    read.fail('DATABASE_URL', 'is required when NODE_ENV=production');
  }

  const port = read.integer('PORT', 3000, 1, 65535);
  const host = read.text('HOST', '127.0.0.1');
  const publicUrl = read.origin('PUBLIC_URL', production ? '' : `http://127.0.0.1:${port}`);
  const secure = publicUrl.startsWith('https:');
  if (production && !secure && !read.isLoopback(publicUrl)) {
    read.fail('PUBLIC_URL', 'must begin with https:// when NODE_ENV=production');
  }

  const config: Config = {
    production,
    embedded,
    host,
    port,
    stopDelaySeconds: read.integer('STOP_DELAY_SECONDS', 0, 0, 60),
    dataDir: read.text('DATA_DIR', 'data'),
    filesDir: read.text('FILES_DIR', `${read.text('DATA_DIR', 'data')}/files`),
    background: true,
    environment: env,
    databaseUrl,
    databaseOwnerUrl: read.url('DATABASE_OWNER_URL', ['postgres:', 'postgresql:'], databaseUrl),
    databasePool: read.integer('DATABASE_POOL', 10, 2, 200),
    smtpUrl: read.url('SMTP_URL', ['smtp:', 'smtps:'], embedded ? '' : undefined),
    mailbox: false,
    mailFrom: read.email('MAIL_FROM', embedded ? 'noreply@kabinet.maxkom.ru' : undefined),
    incoming: readMailbox(read),
    publicUrl,
    secure,
    hstsSubdomains: read.oneOf('HSTS_SUBDOMAINS', ['on', 'off'], 'off') === 'on',
    appSecret: appSecret(read, embedded),
    trustProxy: read.trustProxy('TRUST_PROXY'),
    logLevel: read.oneOf(
      'LOG_LEVEL',
      ['debug', 'info', 'warn', 'error', 'silent'],
      embedded ? 'warn' : 'info',
    ),
    metrics: readMetrics(read),
    tracing: readTracing(read),
    timeZone: read.timeZone('TIME_ZONE', 'Asia/Irkutsk'),
    accentColor: read.matching('ACCENT_COLOR', /^#[0-9a-f]{6}$/i, '#0a6273', 'a colour like #0a6273'),
    passwordMinLength: read.integer('PASSWORD_MIN_LENGTH', 6, 6, 64),
    argon2: {
      memoryCost: read.integer('ARGON2_MEMORY_KIB', 19456, 19456, 1048576),
      timeCost: read.integer('ARGON2_TIME', 2, 2, 20),
      parallelism: read.integer('ARGON2_PARALLELISM', 1, 1, 16),
    },
    staffSecondFactorFrom: read.day('STAFF_SECOND_FACTOR_FROM'),
    confirmHours: read.integer('CONFIRM_HOURS', 48, 1, 168),
    recoveryMinutes: read.integer('RECOVERY_MINUTES', 60, 10, 1440),
    lettersKeepDays: read.integer('LETTERS_KEEP_DAYS', 180, 30, 3650),
    retention: readRetention(read),
    securityContact: read.matching(
      'SECURITY_CONTACT',
      /^$|^mailto:[^\s@]+@[^\s@]+$|^https:\/\/\S+$/,
      '',
      'an address like mailto:security@example.ru or https://example.ru/security',
    ),
    codeWordDays: read.integer('CODE_WORD_DAYS', 30, 1, 365),
    exchangeWarnHours: read.integer('EXCHANGE_WARN_HOURS', 840, 1, 87_600),
    readingReminderDays: read.integer('READING_REMINDER_DAYS', 3, 0, 30),
    requestsSoon: {
      percent: read.integer('REQUESTS_SOON_PERCENT', 25, 1, 90),
      minutes: read.integer('REQUESTS_SOON_MINUTES', 60, 1, 1440),
    },
    appealsSoonDays: read.integer('APPEALS_SOON_DAYS', 4, 1, 30),
    throttleFactor: read.integer('THROTTLE_FACTOR', 1, 1, 1_000_000),
    providers: readProviders(read),
    receiptQrNames: read.oneOf('RECEIPT_QR_NAMES', ['on', 'off'], 'off') === 'on',
    backup: readBackup(read),
    exchange: readExchange(read),
    company: readCompany(read, production, production ? new URL(publicUrl).host : 'kabinet.maxkom.ru'),
  };
  read.done();
  return Object.freeze(config);
}

/** The environment of a process that works for this one: in a trial it must not start a database of its own. */
export function childEnvironment(config: Config): NodeJS.ProcessEnv {
  return {
    ...config.environment,
    DATABASE_URL: config.databaseUrl,
    // they neither make nor change tables
    DATABASE_OWNER_URL: '',
    SMTP_URL: config.smtpUrl,
    MAIL_FROM: config.mailFrom,
    APP_SECRET: config.appSecret,
    LOG_LEVEL: config.logLevel,
  };
}

/** The secret from the settings, or a file `APP_SECRET_FILE`; the embedded mode makes its own later. */
function appSecret(read: SettingsReader, embedded: boolean): string {
  const file = read.text('APP_SECRET_FILE', '');
  const secret = file === '' ? read.text('APP_SECRET', '') : secretFromFile(read, file);
  if (secret === '' && embedded) {
    return '';
  }
  if (secret.length < 32) {
    read.fail('APP_SECRET', 'must have at least 32 characters, for example from: openssl rand -base64 48');
  }
  if (secret.includes('change-me')) {
    read.fail('APP_SECRET', 'is the value of .env.example: make your own with openssl rand -base64 48');
  }
  if (isGuessable(secret)) {
    read.fail('APP_SECRET', 'is easy to guess: make your own with openssl rand -base64 48');
  }
  return secret;
}

function secretFromFile(read: SettingsReader, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return read.fail('APP_SECRET_FILE', 'cannot be read');
  }
}
