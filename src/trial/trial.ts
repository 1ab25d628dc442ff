import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import type { Mailbox } from './mailbox/mailbox.js';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { runningRole } from './postgres/running-role.js';
import { startEmbeddedPostgres } from './postgres/embedded-postgres.js';
import { projectPath } from '../core/paths.js';
import type { TrialProviders } from './providers/trial-providers.js';
import type { DemoService } from './demo/demo.service.js';

/** A trial: the product with a PostgreSQL, a mail server, providers of sign-in and a demo company of its own. */
export interface Trial {
  readonly config: Config;
  readonly stop: () => Promise<void>;
}

/** Starts everything that a trial needs besides the product itself; providers of sign-in only where the portal is served. */
export async function startTrial(settings: Config, { portal = false } = {}): Promise<Trial> {
  const folder = projectPath(settings.dataDir);
  mkdirSync(folder, { recursive: true });
  const database = await startEmbeddedPostgres(projectPath(settings.dataDir, 'postgres'), {
    log: (line) => console.log(line),
  });
  const mailbox =
    settings.smtpUrl === '' ? await mailboxIn(projectPath(settings.dataDir, 'mail')) : undefined;
  const smtpUrl = (await mailbox?.start()) ?? settings.smtpUrl;
  const providers = portal ? await startProviders(settings) : undefined;
  const config = {
    ...settings,
    databaseUrl: await runningRole(database.url),
    databaseOwnerUrl: database.url,
    smtpUrl,
    mailbox: mailbox !== undefined,
    providers: providers?.settings ?? settings.providers,
    appSecret: settings.appSecret || ownSecret(projectPath(settings.dataDir, 'secret')),
  };
  return {
    config: Object.freeze(config),
    stop: async () => {
      await providers?.stop();
      await mailbox?.stop();
      await database.stop();
    },
  };
}

/** Its library is loaded only here: every process that is no trial starts without it. */
async function mailboxIn(folder: string): Promise<Mailbox> {
  const { Mailbox } = await import('./mailbox/mailbox.js');
  const clock = new Clock();
  return new Mailbox(folder, () => clock.now());
}

async function startProviders(settings: Config): Promise<TrialProviders> {
  const { startTrialProviders } = await import('./providers/trial-providers.js');
  return startTrialProviders(settings);
}

/** Made once and kept, so that sessions and code words outlive a restart. */
function ownSecret(file: string): string {
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(48).toString('base64'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8');
}

/** Loads the demo company into a trial if need be, and tells where everything is. */
export async function welcome(config: Config, demo: DemoService): Promise<string> {
  const { people, word } = await demo.load(projectPath(config.dataDir, 'demo.json'));
  const { publicUrl } = config;
  return [
    '',
    `  ${config.company.name}: личный кабинет жильца`,
    '',
    `  Портал           ${publicUrl}`,
    `  Рабочее место    ${publicUrl}/office`,
    '    логин          пароль',
    ...people.map(({ login, password }) => `    ${login.padEnd(15)}${password}`),
    `  Кодовое слово    ${word}`,
    ...(config.mailbox ? [`  Почтовый ящик    ${publicUrl}/dev/mail`] : []),
    '',
    '  Остановить: Ctrl+C',
    '',
  ].join('\n');
}
