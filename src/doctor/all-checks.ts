import { BACKUP_CHECK } from './checks/backup.check.js';
import { CERTIFICATE_CHECK } from './checks/certificate.check.js';
import { CLOCK_CHECK } from './checks/clock.check.js';
import { CONNECTIONS_CHECK } from './checks/connections.check.js';
import { DATABASE_CHECK } from './checks/database.check.js';
import { EXCHANGE_FOLDERS_CHECK } from './checks/exchange-folders.check.js';
import { FILES_DIR_CHECK } from './checks/files-dir.check.js';
import { IMPORTS_CHECK } from './checks/imports.check.js';
import { INDEXES_CHECK } from './checks/indexes.check.js';
import { JOBS_CHECK } from './checks/jobs.check.js';
import { JOURNAL_CHECK } from './checks/journal.check.js';
import { LETTERS_CHECK } from './checks/letters.check.js';
import { DKIM_CHECK, DMARC_CHECK, SPF_CHECK } from './checks/mail-domain.check.js';
import { MAILBOX_CHECK } from './checks/mailbox.check.js';
import { MIGRATIONS_CHECK } from './checks/migrations.check.js';
import { PORTAL_CHECK } from './checks/portal.check.js';
import { PROGRAM_CHECK } from './checks/program.check.js';
import { REQUISITES_CHECK } from './checks/requisites.check.js';
import { SECOND_FACTOR_CHECK } from './checks/second-factor.check.js';
import { SETTINGS_CHECK } from './checks/settings.check.js';
import { SMTP_CHECK } from './checks/smtp.check.js';
import { STATEMENTS_CHECK } from './checks/statements.check.js';
import type { Check } from './patient.js';

/** Everything that is looked at, in the order in which it is read: what others need comes first. */
export const ALL_CHECKS: readonly Check[] = [
  SETTINGS_CHECK,
  REQUISITES_CHECK,
  PROGRAM_CHECK,
  ...[DATABASE_CHECK, MIGRATIONS_CHECK, CONNECTIONS_CHECK, STATEMENTS_CHECK, INDEXES_CHECK],
  CLOCK_CHECK,
  FILES_DIR_CHECK,
  ...[PORTAL_CHECK, CERTIFICATE_CHECK],
  ...[SMTP_CHECK, SPF_CHECK, DKIM_CHECK, DMARC_CHECK, LETTERS_CHECK, MAILBOX_CHECK],
  SECOND_FACTOR_CHECK,
  JOURNAL_CHECK,
  ...[JOBS_CHECK, IMPORTS_CHECK, EXCHANGE_FOLDERS_CHECK, BACKUP_CHECK],
];
