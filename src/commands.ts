import 'reflect-metadata';
import type { INestApplicationContext, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { verifyJournal } from './audit/seals/verify.command.js';
import { JournalVerify } from './audit/seals/verify.service.js';
import { ImportsUndo } from './accounts/import/imports-undo.service.js';
import { UndoService } from './billing/import/undo.service.js';
import { runImport } from './imports/import-command.js';
import { runUndo } from './imports/undo-command.js';
import { ImportKinds } from './imports/import-kinds.js';
import { ProfilesService } from './imports/panel/profiles.service.js';
import { CommandModule } from './command.module.js';
import { DemoService } from './trial/demo/demo.service.js';
import type { Config } from './core/config.js';
import { CONFIG } from './core/tokens.js';
import { JobRunner } from './core/job-runner.js';
import { createStaff } from './staff/commands/create-staff.command.js';
import { resetSecondFactor } from './staff/commands/reset-second-factor.command.js';
import { resetStaffPassword } from './staff/commands/staff-password.command.js';
import { SecondFactor } from './staff/second-factor/second-factor.service.js';
import { StaffPasswords } from './staff/staff-passwords.service.js';
import { StaffService } from './staff/staff.service.js';

/** Nest's own words: errors only, each in one line. */
const TERMINAL: LoggerService = {
  log: () => undefined,
  warn: () => undefined,
  error: (message: unknown) => console.error(String(message).replace(/\s+/g, ' ')),
};

type Command = (app: INestApplicationContext, args: string[]) => Promise<number>;

/** What runs inside the application; each returns the exit code. */
const COMMANDS: Readonly<Record<string, Command>> = {
  'audit:verify': (app) => {
    const { timeZone } = app.get<Config>(CONFIG, { strict: false });
    return verifyJournal(app.get(JournalVerify, { strict: false }), timeZone, console.log);
  },
  demo: loadDemo,
  import: importFile,
  'staff:create': (app, args) => createStaff(args, app.get(StaffService, { strict: false }), console.log),
  'staff:password': (app, args) => {
    const passwords = app.get(StaffPasswords, { strict: false });
    return resetStaffPassword(args, app.get(StaffService, { strict: false }), passwords, console.log);
  },
  'staff:reset-second-factor': (app, args) => {
    const factor = app.get(SecondFactor, { strict: false });
    return resetSecondFactor(args, app.get(StaffService, { strict: false }), factor, console.log);
  },
  // Started by the web process for work that takes long; see core/job-starter.ts.
  job: (app, [id = '', claim]) => app.get(JobRunner, { strict: false }).run(id, claim),
};

/** Runs a command in an application without pages; letters and tidying up are left to the process that serves them. */
export async function runInside(config: Config, command: string, args: string[]): Promise<number> {
  if (command === 'routes') return printRoutes(config);
  const app = await NestFactory.createApplicationContext(
    CommandModule.with({ ...config, logLevel: 'warn', background: false }),
    { abortOnError: false, logger: TERMINAL },
  );
  try {
    return await COMMANDS[command]!(app, args);
  } finally {
    await app.close();
  }
}

/** All routes of the whole product; nobody else needs all of it here. */
async function printRoutes(config: Config): Promise<number> {
  const { AppModule } = await import('./app.module.js');
  const { routesOf } = await import('./routes.js');
  const module = AppModule.with({ ...config, logLevel: 'warn', background: false });
  const app = await NestFactory.createApplicationContext(module, { abortOnError: false, logger: TERMINAL });
  try {
    console.log(routesOf(app).join('\n'));
    return 0;
  } finally {
    await app.close();
  }
}

async function importFile(app: INestApplicationContext, args: string[]): Promise<number> {
  const service = <T>(type: new (...needs: never[]) => T): T => app.get(type, { strict: false });
  if (args[0] === 'undo') {
    return runUndo(args.slice(1), [service(UndoService), service(ImportsUndo)], console.log);
  }
  const profiles = service(ProfilesService);
  return runImport(args, {
    kinds: service(ImportKinds),
    layoutOf: async (name, what) => (await profiles.named(name, what))?.layout,
    terminal: process.stdout,
    print: console.log,
  });
}

async function loadDemo(app: INestApplicationContext): Promise<number> {
  const demo = app.get(DemoService, { strict: false });
  if (!(await demo.isEmpty())) {
    console.error('The demo company can only be loaded into an empty database.');
    return 1;
  }
  const access = await demo.fill();
  const people = access.people.map(({ login, password }) => `Staff login: ${login}\nPassword: ${password}`);
  console.log([...people, `Code word: ${access.word}`].join('\n'));
  return 0;
}
