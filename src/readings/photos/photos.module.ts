import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { CertificatePhotos } from './certificate-photos.js';
import { PhotoProcessor } from './photo-processor.js';
import { PhotoFiles } from './photo-files.js';
import { PhotoSweep } from './photo-sweep.js';
import { PhotosAside } from './photos-aside.js';
import { PhotosController } from './photos.controller.js';
import { PhotosService } from './photos.service.js';

/** Photos of dials. */
@Module({
  imports: [AuditModule],
  controllers: [PhotosController],
  providers: [CertificatePhotos, PhotoProcessor, PhotoFiles, PhotosAside, PhotoSweep, PhotosService],
  exports: [PhotosService],
})
export class PhotosModule {}
