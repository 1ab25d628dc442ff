import { Module } from '@nestjs/common';
import { FileStore } from './file-store.js';
import { FileIntake } from './file-intake.js';
import { PhotoProcessor } from './photo-processor.js';
import { FileSweep } from './file-sweep.js';
import { FilesAside } from './files-aside.js';

/** Photos of residents: taken from forms, kept in FILES_DIR, and cleared away when no row has them. */
@Module({
  providers: [FileStore, FileIntake, PhotoProcessor, FilesAside, FileSweep],
  exports: [FileStore, FileIntake],
})
export class FilesModule {}
