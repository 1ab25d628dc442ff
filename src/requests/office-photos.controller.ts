import { Controller, Get, type StreamableFile } from '@nestjs/common';
import { OfficePage } from '../office/office-page.js';
import { fileAnswer, ShowsFile } from '../files/file-answer.js';
import { Id } from '../web/request-parts.js';
import { RequestPhotos } from './request-photos.js';

/** Photos of requests on the pages of the office. */
@OfficePage('dispatcher', 'operator', 'administrator')
@Controller('office/requests/:id/photos')
export class OfficePhotosController {
  constructor(private readonly photos: RequestPhotos) {}

  @Get(':photoId')
  @ShowsFile()
  async picture(@Id('id') id: string, @Id('photoId') photoId: string): Promise<StreamableFile> {
    return fileAnswer(await this.photos.forOffice(id, photoId), 'zayavka.jpg');
  }
}
