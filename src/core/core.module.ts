import { type DynamicModule, Global, Module } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { Clock } from './clock.js';
import type { Config } from './config.js';
import { databaseOptions } from './database.js';
import { DatabaseWatch } from './database-watch.js';
import { KeptFiles } from './kept-files.js';
import { Storage } from './storage.js';
import { FormKeys } from './form-keys.js';
import { SlowLane } from './slow-lane.js';
import { Housekeeping } from './housekeeping.js';
import { JobRunner } from './job-runner.js';
import { JobStarter } from './job-starter.js';
import { Jobs } from './jobs.service.js';
import { Log } from './log.js';
import { Random } from './random.js';
import { Secrets } from './secrets.js';
import { Throttle } from './throttle.js';
import { CONFIG, POOL } from './tokens.js';

const SERVICES = [
  FormKeys,
  SlowLane,
  Clock,
  Random,
  Log,
  DatabaseWatch,
  Throttle,
  Housekeeping,
  Storage,
  KeptFiles,
  Jobs,
];

/** What every module may use: settings, time, chance, database, jobs. */
@Global()
@Module({})
export class CoreModule {
  static with(config: Config): DynamicModule {
    return {
      module: CoreModule,
      imports: [TypeOrmModule.forRoot(databaseOptions(config))],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Secrets, useValue: new Secrets(config.appSecret) },
        { provide: POOL, useFactory: poolOf, inject: [getDataSourceToken(), DatabaseWatch] },
        JobRunner,
        JobStarter,
        ...SERVICES,
      ],
      exports: [CONFIG, POOL, Secrets, TypeOrmModule, ...SERVICES],
    };
  }
}

/** TypeORM's own pool, so that entities and prepared statements share connections. */
function poolOf(source: DataSource, watch: DatabaseWatch): Pool {
  const pool = (source.driver as unknown as { master: Pool }).master;
  watch.over(pool);
  return pool;
}
