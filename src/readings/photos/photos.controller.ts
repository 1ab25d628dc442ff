import {
  Body,
  Controller,
  Get,
  HttpCode,
  NotFoundException,
  Post,
  type StreamableFile,
} from '@nestjs/common';
import { residentActor } from '../../auth/actor.js';
import { Throttle } from '../../core/throttle.js';
import { fileAnswer, ShowsFile } from '../../files/file-answer.js';
import { FileIntake, type RefusedFile } from '../../files/file-intake.js';
import type { FileRules } from '../../files/file-rules.js';
import type { SignedInUser, RequestContext } from '../../core/request-context.js';
import { Form, formKeyOf } from '../../web/form.js';
import { type Multipart, MultipartForm } from '../../web/multipart.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentUser, CurrentContext, Id, TakesFiles } from '../../web/request-parts.js';
import { type PhotosOfCertificate, CertificatePhotos } from './certificate-photos.js';
import { METER_PHOTO_LIMITS, METER_PHOTO_REFUSALS } from './meter-photo-rules.js';
import { PhotosService } from './photos.service.js';
import { HOUR, limit } from '../../core/limits.js';

/** Forms with photos, each with up to 50 MB. */
const PHOTOS_RESIDENT = limit('photos: resident', 40, HOUR);

/** What the names of file inputs begin with. */
const FIELD = 'photo-';

/** «Приложить фото счетчика»: the photos of one certificate. */
@Controller('accounts/:id/readings/certificates/:certificateId/photos')
export class PhotosController {
  constructor(
    private readonly albums: CertificatePhotos,
    private readonly photos: PhotosService,
    private readonly intake: FileIntake,
    private readonly throttle: Throttle,
  ) {}

  @Get()
  async list(
    @CurrentUser() user: SignedInUser,
    @Id('id') accountId: string,
    @Id('certificateId') certificateId: string,
  ): Promise<Page> {
    return show(await this.find(user, accountId, certificateId));
  }

  @Post()
  @HttpCode(200)
  @TakesFiles()
  async add(
    @CurrentUser() user: SignedInUser,
    @CurrentContext() context: RequestContext,
    @Id('id') accountId: string,
    @Id('certificateId') certificateId: string,
    @MultipartForm() multipart: Multipart | undefined,
    @Body() body: unknown,
  ): Promise<Page> {
    const album = await this.find(user, accountId, certificateId);
    await this.throttle.pass([PHOTOS_RESIDENT, user.id]);
    const actor = { ...residentActor(context), id: user.id };
    if (album.used >= METER_PHOTO_LIMITS.quota) return refused(album, METER_PHOTO_REFUSALS.quota);
    const rules: FileRules<'photo'> = {
      kinds: ['photo'],
      fields: album.readings.map(({ id }) => fieldOf(id)),
      most: Math.max(0, METER_PHOTO_LIMITS.photos - album.count),
      tooMany: METER_PHOTO_REFUSALS.many,
    };
    const taken = await this.intake.take(multipart, rules, (photos) => {
      const ours = photos.map((photo) => ({ ...photo, readingId: photo.field.slice(FIELD.length) }));
      return this.photos.add(album, ours, actor, formKeyOf(body));
    });
    const answer = 'refused' in taken ? taken.refused : taken.answer;
    if (typeof answer === 'number') {
      return redirect(addressOf(album), answer === 1 ? 'Фото приложено.' : 'Фото приложены.');
    }
    const now = await this.find(user, accountId, certificateId);
    return refused(now, typeof answer === 'string' ? METER_PHOTO_REFUSALS[answer] : answer);
  }

  @Get(':photoId')
  @ShowsFile()
  async picture(
    @CurrentUser() user: SignedInUser,
    @Id('id') accountId: string,
    @Id('certificateId') certificateId: string,
    @Id('photoId') photoId: string,
  ): Promise<StreamableFile> {
    const bytes = await this.photos.forResident(user.id, { accountId, certificateId }, photoId);
    return fileAnswer(bytes, 'schetchik.jpg');
  }

  @Post(':photoId/delete')
  async remove(
    @CurrentUser() user: SignedInUser,
    @CurrentContext() context: RequestContext,
    @Id('id') accountId: string,
    @Id('certificateId') certificateId: string,
    @Id('photoId') photoId: string,
  ): Promise<Page> {
    const album = await this.find(user, accountId, certificateId);
    if (!(await this.photos.remove(album, photoId, { ...residentActor(context), id: user.id }))) {
      throw new NotFoundException();
    }
    return redirect(addressOf(album), 'Фото удалено.');
  }

  private async find(
    user: SignedInUser,
    accountId: string,
    certificateId: string,
  ): Promise<PhotosOfCertificate> {
    const album = await this.albums.find(user.id, accountId, certificateId);
    if (!album) {
      throw new NotFoundException();
    }
    return album;
  }
}

/** The name of the file input of a reading. */
function fieldOf(readingId: string): string {
  return `${FIELD}${readingId}`;
}

function addressOf({ accountId, id }: PhotosOfCertificate): string {
  return `/accounts/${accountId}/readings/certificates/${id}/photos`;
}

/** The page with what is wrong, beside the fields if it still has any; a word about all of them stands at the first. */
function refused(album: PhotosOfCertificate, why: string | readonly RefusedFile[]): Page {
  const form = Form.empty<Record<string, string>>();
  const refusals =
    typeof why === 'string' ? [{ field: fieldOf(`${album.readings[0]?.id}`), words: why }] : why;
  for (const { field, words } of refusals) form.reject(roomIn(album) > 0 ? field : 'form', words);
  return show(album, form);
}

/** So many more photos the form may offer. */
function roomIn({ readings, count, used }: PhotosOfCertificate): number {
  const full = readings.length === 0 || used >= METER_PHOTO_LIMITS.quota;
  return full ? 0 : Math.max(0, METER_PHOTO_LIMITS.photos - count);
}

function show(album: PhotosOfCertificate, form = Form.empty<Record<string, string>>()): Page {
  const address = addressOf(album);
  return view('readings/photos', {
    title: 'Фото счетчиков',
    album,
    form,
    address,
    back: address.replace(/\/photos$/, ''),
    room: roomIn(album),
    why: album.used >= METER_PHOTO_LIMITS.quota ? METER_PHOTO_REFUSALS.quota : METER_PHOTO_REFUSALS.many,
  });
}
