import { Module } from '@nestjs/common';
import { JobReports } from './job-reports.js';

/** What became of jobs, apart from the panel that shows it: commands and jobs do without AdminJS. */
@Module({ providers: [JobReports], exports: [JobReports] })
export class JobReportsModule {}
