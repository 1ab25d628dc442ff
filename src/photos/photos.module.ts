import { Module } from '@nestjs/common';
import { PhotoFiles } from './photo-files.js';
import { PhotoIntake } from './photo-intake.js';
import { PhotoProcessor } from './photo-processor.js';
import { PhotoSweep } from './photo-sweep.js';
import { PhotosAside } from './photos-aside.js';

/** Photos of residents: taken from forms, kept in FILES_DIR, and cleared away when no row has them. */
@Module({
  providers: [PhotoFiles, PhotoIntake, PhotoProcessor, PhotosAside, PhotoSweep],
  exports: [PhotoFiles, PhotoIntake],
})
export class PhotosModule {}
