import { describe, expect, it } from '@jest/globals';
import { unknownSetting } from './unknown-settings.js';

const KNOWN = [
  ...[
    'DATABASE_URL',
    'DATABASE_POOL',
    'LOG_LEVEL',
    'MAIL_FROM',
    'PUBLIC_URL',
    'READING_REMINDER_DAYS',
    'HOST',
    'PORT',
  ],
  ...[
    'TIME_ZONE',
    'DATA_DIR',
    'FILES_DIR',
    'NODE_ENV',
    'TRUST_PROXY',
    'SMTP_URL',
    'APP_SECRET',
    'EXCHANGE_WARN_HOURS',
  ],
];

describe('A setting that is none', () => {
  it.each([
    ['DATABASE_PASSWORD', undefined],
    ['READING_REMINDER_DAY', 'READING_REMINDER_DAYS'],
    ['MAIL_TO', undefined],
    ['LOG_LEVE', 'LOG_LEVEL'],
    ['PUBLIC_URI', 'PUBLIC_URL'],
    ['EXCHANGE_HOURS', undefined],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASEURL', 'DATABASE_URL'],
    ['database_url', 'DATABASE_URL'],
    ['TIMEZONE', 'TIME_ZONE'],
    ['TME_ZONE', 'TIME_ZONE'],
    ['PROT', 'PORT'],
    ['HSOT', 'HOST'],
    ['DATADIR', 'DATA_DIR'],
    ['FILE_DIR', 'FILES_DIR'],
    ['HSTS', undefined],
    ['HSTS_MAX_AGE', undefined],
    ['RECEIPTS_QR', undefined],
    ['ARGON_MEMORY', undefined],
    ['VK', undefined],
    ['SECURITY_EMAIL', undefined],
    ['LETTER_DAYS', undefined],
    ['THROTLE', undefined],
    ['PASSWORD_MIN', undefined],
    ['CODE_WORD', undefined],
  ])('is told: %s, perhaps %s', (name, meant) => {
    expect(unknownSetting({ PATH: '/bin', [name]: 'x' }, KNOWN)).toEqual({ name, meant });
  });

  it('is no variable of the system, of Node, of npm, of libpq or of the neighbours', () => {
    const others = [
      ...[
        'PATH',
        'HOME',
        'HOSTNAME',
        'HOSTTYPE',
        'LOGNAME',
        'MAIL',
        'USER',
        'TERM',
        'SHELL',
        'SHLVL',
        'PWD',
        'OLDPWD',
        'LANG',
      ],
      ...[
        'TZ',
        'TMPDIR',
        'EDITOR',
        'TIME_STYLE',
        'XDG_DATA_DIRS',
        'XDG_DATA_HOME',
        'LC_TIME',
        'SSH_AUTH_SOCK',
        'HTTP_PROXY',
      ],
      ...[
        'HTTPS_PROXY',
        'NO_PROXY',
        'NODE_OPTIONS',
        'NODE_EXTRA_CA_CERTS',
        'NODE_V8_COVERAGE',
        'npm_config_port',
        'PGHOST',
      ],
      ...[
        'PGPORT',
        'PGUSER',
        'PGPASSWORD',
        'PGDATABASE',
        'PGSSLMODE',
        'INVOCATION_ID',
        'JOURNAL_STREAM',
        'LOGS_DIRECTORY',
        'FILE_SERVER',
        'MAILTO',
        'PUBLIC',
        'SMTPD_PORT',
        'SECURITYSESSIONID',
        'COMPANY',
        'VKEY',
      ],
      ...[
        'CI',
        'UV_THREADPOOL_SIZE',
        'DATABASE_SERVICE_HOST',
        'MAIL_SERVICE_PORT_SMTP',
        'DATABASE_PORT_5432_TCP_ADDR',
      ],
      ...KNOWN,
    ];
    const environment = Object.fromEntries(others.map((name) => [name, 'x']));
    expect(unknownSetting({ ...environment, DATABASE_PORT: 'tcp://10.0.0.1:5432' }, KNOWN)).toBeUndefined();
  });
});
