import { Module } from '@nestjs/common';
import { FileStore } from './file-store.js';
import { FileIntake } from './file-intake.js';
import { FileSweep } from './file-sweep.js';
import { FilesAside } from './files-aside.js';
import { PdfChecker } from './pdf-checker.js';
import { PhotoProcessor } from './photo-processor.js';

/** Files that people bring: taken from forms and letters, kept in FILES_DIR, and cleared away when no row has them. */
@Module({
  providers: [FileStore, FileIntake, FilesAside, FileSweep, PdfChecker, PhotoProcessor],
  exports: [FileStore, FileIntake],
})
export class FilesModule {}
