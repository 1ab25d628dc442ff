import { isEmail, type SettingsReader } from './settings-reader.js';

/** A mailbox to which people write. */
export interface MailboxSettings {
  readonly url: string;
  readonly folder: string;
  /** Where answers to letters of the portal go. */
  readonly address: string;
  /** How long to wait between two looks into it. */
  readonly seconds: number;
  /** How long the mail server may take for one step. */
  readonly stepSeconds: number;
}

/** Reads the settings of the mailbox: letters are taken in only where one is set; its login is mostly its address. */
export function readMailbox(read: SettingsReader): MailboxSettings | undefined {
  const url = read.url('MAILBOX_URL', ['imaps:', 'imap:'], '');
  const folder = read.text('MAILBOX_FOLDER', 'INBOX');
  const seconds = read.integer('MAILBOX_SECONDS', 60, 1, 3600);
  const stepSeconds = read.integer('MAILBOX_STEP_SECONDS', 20, 1, 300);
  const { username, password } = new URL(url || 'imaps://localhost');
  const login = decodeURIComponent(username);
  const address = read.text('MAILBOX_ADDRESS', login);
  if (url === '') return undefined;
  if (username === '' || password === '') read.fail('MAILBOX_URL', 'must have a login and a password');
  if (!isEmail(address)) {
    read.fail(
      'MAILBOX_ADDRESS',
      'must be the e-mail address of the mailbox: its login in MAILBOX_URL is none',
    );
  }
  return { url, folder, address, seconds, stepSeconds };
}
