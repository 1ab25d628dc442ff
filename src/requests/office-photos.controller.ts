import { Controller, Get, type StreamableFile } from '@nestjs/common';
import { OfficePage } from '../office/office-page.js';
import { photoAnswer, ShowsPhoto } from '../photos/photo-answer.js';
import { Id } from '../web/request-parts.js';
import { RequestPhotos } from './request-photos.js';

/** Photos of requests on the pages of the office. */
@OfficePage('dispatcher', 'operator', 'administrator')
@Controller('office/requests/:id/photos')
export class OfficePhotosController {
  constructor(private readonly photos: RequestPhotos) {}

  @Get(':photoId')
  @ShowsPhoto()
  async picture(@Id('id') id: string, @Id('photoId') photoId: string): Promise<StreamableFile> {
    return photoAnswer(await this.photos.forOffice(id, photoId), 'zayavka.jpg');
  }
}
