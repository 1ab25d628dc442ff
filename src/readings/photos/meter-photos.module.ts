import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { PhotosModule } from '../../photos/photos.module.js';
import { CertificatePhotos } from './certificate-photos.js';
import { PhotosController } from './photos.controller.js';
import { PhotosService } from './photos.service.js';

/** Photos of dials. */
@Module({
  imports: [AuditModule, PhotosModule],
  controllers: [PhotosController],
  providers: [CertificatePhotos, PhotosService],
  exports: [PhotosService],
})
export class MeterPhotosModule {}
