import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { Manual } from '../help/manual.js';
import { MANAGING_JOBS } from './managing-jobs.js';
import { MONEY_JOBS } from './money-jobs.js';
import { READING_JOBS } from './reading-jobs.js';
import { TALK_JOBS } from './talk-jobs.js';
import { WINDOW_JOBS } from './window-jobs.js';

/** What the office does with the portal, job by job. */
@Injectable()
export class OfficeHelp {
  readonly manual: Manual;

  constructor(@Inject(CONFIG) config: Config, database: DataSource) {
    const sections = [WINDOW_JOBS, READING_JOBS, MONEY_JOBS, TALK_JOBS, MANAGING_JOBS];
    this.manual = new Manual('Инструкция для офиса', sections, 'help-office', config, database);
  }
}
