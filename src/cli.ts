import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { parseArgs } from 'node:util';
import { AccountsImportService } from './accounts/import/accounts-import.service.js';
import { runImport } from './accounts/import/import.command.js';
import { AppModule } from './app.module.js';
import { DemoService } from './demo/demo.service.js';
import { startTrial } from './demo/trial.js';
import { loadConfig } from './platform/config.js';
import { migrate } from './platform/migrate.js';
import { WrongSetting } from './platform/settings-reader.js';
import { routesOf } from './routes.js';
import { createStaff } from './staff/create-staff.command.js';
import { StaffService } from './staff/staff.service.js';

const USAGE = `Commands:
  npm run migrate                      bring the database up to date
  npm run demo                         load the demo company into an empty database
  npm run import -- accounts FILE.csv [--dry-run] [--errors WRONG.csv]
  npm run staff:create -- --login LOGIN --email EMAIL --role administrator|operator [--name NAME]`;

/** One command of the administrator; returns the exit code. */
async function run(command: string | undefined, args: string[]): Promise<number> {
  if (!['migrate', 'demo', 'import', 'staff:create', 'routes'].includes(command ?? '')) {
    console.error(USAGE);
    return 2;
  }
  const settings = loadConfig();
  if (command === 'demo' && settings.production) {
    console.error('The demo company is not for production.');
    return 1;
  }
  const trial = settings.embedded ? await startTrial(settings) : undefined;
  const config = trial?.config ?? settings;
  try {
    const done = await migrate(config.databaseUrl);
    if (command === 'migrate') {
      console.log(done.length === 0 ? 'The database is up to date.' : `Done: ${done.join(', ')}`);
      return 0;
    }
    const app = await NestFactory.createApplicationContext(AppModule.with({ ...config, logLevel: 'warn' }), {
      abortOnError: false,
      logger: ['error'],
    });
    try {
      if (command === 'import') {
        return await runImport(args, app.get(AccountsImportService, { strict: false }), console.log);
      }
      if (command === 'routes') {
        console.log(routesOf(app).join('\n'));
        return 0;
      }
      if (command === 'staff:create') {
        return await createStaff(args, app.get(StaffService, { strict: false }), console.log);
      }
      const demo = app.get(DemoService, { strict: false });
      if (!(await demo.isEmpty())) {
        console.error('The demo company can only be loaded into an empty database.');
        return 1;
      }
      const access = await demo.fill();
      console.log(`Staff login: ${access.login}\nPassword: ${access.password}\nCode word: ${access.word}`);
      return 0;
    } finally {
      await app.close();
    }
  } finally {
    await trial?.stop();
  }
}

const { positionals } = parseArgs({ allowPositionals: true, strict: false });
const [command] = positionals;
run(command, process.argv.slice(3)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof WrongSetting || error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
