import './core/small-heap.js';
import { parseArgs } from 'node:util';
import { type Config, loadConfig } from './core/config.js';
import { warnInOneLine } from './core/node-warnings.js';

const USAGE = `Commands:
  npm run migrate                      bring the database up to date
  npm run demo                         load the demo company into an empty database
  npm run import -- accounts FILE.csv [--dry-run] [--errors WRONG.csv]
  npm run import -- charges|balances|payments FILE [--dry-run] [--errors WRONG.csv] [--profile NAME]
  npm run import -- meters FILE [--dry-run] [--errors WRONG.csv] [--account-length DIGITS]
  npm run import -- undo NUMBER
  npm run doctor [-- --json] [--letter ADDRESS] [--dkim SELECTOR] [--dns SERVER] [--packet FILE]
  npm run audit:verify                 whether the journal is what was written
  npm run staff:create -- --login LOGIN --email EMAIL --role administrator|accountant|dispatcher|moderator|operator [--name NAME]
  npm run staff:password -- --login LOGIN
  npm run staff:reset-second-factor -- --login LOGIN
  npm run backup [-- FOLDER]           database and files, encrypted, into a folder
  npm run restore -- BACKUP|latest --key FILE [--replace] [--verify]
  npm run restore -- --release-letters | --settle`;

const KNOWN = [
  'migrate',
  'demo',
  'doctor',
  'audit:verify',
  'import',
  'staff:create',
  'staff:password',
  'staff:reset-second-factor',
  'job',
  'routes',
  'backup',
  'restore',
];

/** As far as it has been read when a command fails. */
let known: Config | undefined;

/** One command of the administrator; returns the exit code. */
async function run(command: string | undefined, args: string[]): Promise<number> {
  if (!KNOWN.includes(command ?? '')) {
    console.error(USAGE);
    return 2;
  }
  warnInOneLine((line) => console.error(line));
  if (command === 'doctor') return examine(args);
  const settings = (known = loadConfig());
  if (command === 'demo' && settings.production) {
    console.error('The demo company is not for production.');
    return 1;
  }
  if (command === 'job') return inside(settings, command, args);

  const { startTrial } = await import('./trial/trial.js');
  const trial = settings.embedded ? await startTrial(settings) : undefined;
  const config = (known = trial?.config ?? settings);
  try {
    const { checkDatabase } = await import('./core/database-check.js');
    await checkDatabase(config);
    // A backup is made of the database as it is, also before an update.
    if (command === 'backup' || command === 'restore') return await copies(config, command, args);

    const { migrate } = await import('./core/migrate.js');
    const done = await migrate(config);
    if (command !== 'migrate') return await inside(config, command!, args);

    console.log(done.length === 0 ? 'The database is up to date.' : `Done: ${done.join(', ')}`);
    return 0;
  } finally {
    await trial?.stop();
  }
}

/** Whatever is wrong is told, not mended: nothing waits for the database here, and nothing migrates it. */
async function examine(args: string[]): Promise<number> {
  const [{ runDoctor }, { Clock }] = await Promise.all([
    import('./doctor/doctor.command.js'),
    import('./core/clock.js'),
  ]);
  return runDoctor(args, new Clock(), async () => {
    const settings = (known = loadConfig());
    if (!settings.embedded) return { config: settings, close: async () => undefined };
    const { startTrial } = await import('./trial/trial.js');
    const { config, stop } = await startTrial(settings);
    return { config, close: stop };
  });
}

/** Backups, which say in words what stands against them. */
async function copies(config: Config, command: 'backup' | 'restore', args: string[]): Promise<number> {
  const { BackupRefused } = await import('./backup/backup-refused.js');
  try {
    if (command === 'restore') {
      const { runRestore } = await import('./backup/restore.command.js');
      return await runRestore(config, args, console.log);
    }
    const { runBackup } = await import('./backup/backup.command.js');
    // Modules say by being loaded which tables name files.
    return await runBackup(config, args, {
      print: console.log,
      loadModules: () => import('./app.module.js'),
    });
  } catch (error) {
    if (!(error instanceof BackupRefused)) throw error;
    console.error(error.message);
    return error.code;
  }
}

/** The application is loaded only where there is something to do inside. */
async function inside(config: Config, command: string, args: string[]): Promise<number> {
  const { runInside } = await import('./commands.js');
  return runInside(config, command, args);
}

const { positionals } = parseArgs({ allowPositionals: true, strict: false });
const [command] = positionals;
run(command, process.argv.slice(3)).then(
  (code) => process.exit(code),
  async (error: unknown) => {
    const { startTrouble } = await import('./core/start-trouble.js');
    const trouble = known && startTrouble(error, known);
    console.error(trouble ?? (error instanceof Error ? error.message : error));
    // that the journal could not be checked is not that it was altered, which a timer reads as 1
    process.exit(command === 'audit:verify' ? 2 : 1);
  },
);
