import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { MessagesModule } from '../messages.module.js';
import { BookController } from './book.controller.js';
import { OfficePublications } from './office-publications.service.js';
import { PublicBook } from './public-book.service.js';
import { PublicationController } from './publication.controller.js';
import { PublicationOffice } from './publication.office.js';
import { PublicationView } from './publication-view.js';
import { BookPublications } from './publications.service.js';

/** The book that anybody reads, and what decides what stands in it. */
@Module({
  imports: [AuditModule, MessagesModule],
  controllers: [BookController, PublicationController],
  providers: [PublicBook, BookPublications, OfficePublications, PublicationView, PublicationOffice],
  exports: [BookPublications, OfficePublications],
})
export class BookModule {}
