import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { MailModule } from '../mail/mail.module.js';
import { JobReportsModule } from '../panel/job-reports.module.js';
import { ColumnsController } from './columns/columns.controller.js';
import { ImportJobs } from './import-jobs.js';
import { ImportKinds } from './import-kinds.js';
import { ImportFolder } from './folder/import-folder.js';
import { ImportPlaces } from './folder/import-places.js';
import { SettledFiles } from './folder/settled-files.js';
import { ImportForm } from './panel/import-form.js';
import { JobCancel } from './panel/job-cancel.js';
import { JobsAdmin } from './panel/jobs.admin.js';
import { ProfilesAdmin } from './panel/profiles.admin.js';
import { ProfilesService } from './panel/profiles.service.js';

const SERVICES = [ImportKinds, ImportJobs, ImportForm, ProfilesService];

/** Files that people bring: kinds of imports, their jobs and forms, profiles of files. */
@Module({
  imports: [AuditModule, JobReportsModule, MailModule],
  controllers: [ColumnsController],
  providers: [...SERVICES, ImportPlaces, SettledFiles, ImportFolder, JobsAdmin, JobCancel, ProfilesAdmin],
  exports: SERVICES,
})
export class ImportsModule {}
