import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { FilesModule } from '../../files/files.module.js';
import { CertificatePhotos } from './certificate-photos.js';
import { PhotosController } from './photos.controller.js';
import { PhotosService } from './photos.service.js';

/** Photos of dials. */
@Module({
  imports: [AuditModule, FilesModule],
  controllers: [PhotosController],
  providers: [CertificatePhotos, PhotosService],
  exports: [PhotosService],
})
export class MeterPhotosModule {}
