import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { Albums } from './album.js';
import { Darkroom } from './darkroom.js';
import { PhotoFiles } from './photo-files.js';
import { PhotoSweep } from './photo-sweep.js';
import { PhotosAside } from './photos-aside.js';
import { PhotosController } from './photos.controller.js';
import { PhotosService } from './photos.service.js';

/** Photos of dials. */
@Module({
  imports: [AuditModule],
  controllers: [PhotosController],
  providers: [Albums, Darkroom, PhotoFiles, PhotosAside, PhotoSweep, PhotosService],
  exports: [PhotosService],
})
export class PhotosModule {}
