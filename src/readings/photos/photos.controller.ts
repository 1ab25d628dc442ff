import { Controller, Get, Header, HttpCode, NotFoundException, Post, StreamableFile } from '@nestjs/common';
import { residentActor } from '../../auth/actor.js';
import { Throttle } from '../../core/throttle.js';
import type { SignedInUser, RequestContext } from '../../core/request-context.js';
import { Form } from '../../web/form.js';
import { type Multipart, MultipartForm } from '../../web/multipart.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentUser, CurrentContext, Id } from '../../web/request-parts.js';
import { type PhotosOfCertificate, CertificatePhotos } from './certificate-photos.js';
import { PHOTO_LIMITS, PHOTO_REFUSALS } from './photo-rules.js';
import { type IncomingPhoto, PhotosService, type RefusedPhoto } from './photos.service.js';
import { HOUR, limit } from '../../core/limits.js';

/** Forms with photos, each with up to 50 MB. */
const PHOTOS_RESIDENT = limit('photos: resident', 40, HOUR);

/** «Приложить фото счетчика»: the photos of one certificate. */
@Controller('accounts/:id/readings/certificates/:certificateId/photos')
export class PhotosController {
  constructor(
    private readonly albums: CertificatePhotos,
    private readonly photos: PhotosService,
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
  async add(
    @CurrentUser() user: SignedInUser,
    @CurrentContext() context: RequestContext,
    @Id('id') accountId: string,
    @Id('certificateId') certificateId: string,
    @MultipartForm() multipart: Multipart | undefined,
  ): Promise<Page> {
    const album = await this.find(user, accountId, certificateId);
    await this.throttle.pass([PHOTOS_RESIDENT, user.id]);
    const actor = { ...residentActor(context), id: user.id };
    const answer = await this.photos.add(
      album,
      incoming(album, multipart),
      actor,
      multipart?.field('_key') ?? '',
    );
    if (typeof answer === 'number') {
      return redirect(addressOf(album), answer === 1 ? 'Фото приложено' : 'Фото приложены');
    }
    return refused(await this.find(user, accountId, certificateId), answer);
  }

  @Get(':photoId')
  @Header('Content-Security-Policy', "sandbox; default-src 'none'")
  async picture(
    @CurrentUser() user: SignedInUser,
    @Id('id') accountId: string,
    @Id('certificateId') certificateId: string,
    @Id('photoId') photoId: string,
  ): Promise<StreamableFile> {
    const bytes = await this.photos.forResident(user.id, { accountId, certificateId }, photoId);
    if (!bytes) {
      throw new NotFoundException();
    }
    return new StreamableFile(bytes, {
      type: 'image/jpeg',
      length: bytes.length,
      disposition: 'inline; filename="schetchik.jpg"',
    });
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
    return redirect(addressOf(album), 'Фото удалено');
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

/** The files of the form with the readings that they were chosen for. */
async function* incoming(
  album: PhotosOfCertificate,
  multipart: Multipart | undefined,
): AsyncGenerator<IncomingPhoto> {
  if (!multipart) return;
  for await (const { field, bytes } of multipart.files()) {
    const reading = album.readings.find(({ id }) => field === `photo-${id}`);
    if (!reading) {
      throw new NotFoundException();
    }
    yield { readingId: reading.id, bytes };
  }
}

function addressOf({ accountId, id }: PhotosOfCertificate): string {
  return `/accounts/${accountId}/readings/certificates/${id}/photos`;
}

/** The page with what is wrong, beside the fields if it still has any. */
function refused(album: PhotosOfCertificate, refusals: readonly RefusedPhoto[]): Page {
  const form = Form.empty<Record<string, string>>();
  const [first] = album.readings;
  for (const { readingId, why } of refusals) {
    form.reject(roomIn(album) > 0 ? `photo-${readingId ?? first?.id}` : 'form', PHOTO_REFUSALS[why]);
  }
  return show(album, form);
}

/** So many more photos the form may offer. */
function roomIn({ readings, count, used }: PhotosOfCertificate): number {
  const full = readings.length === 0 || used >= PHOTO_LIMITS.quota;
  return full ? 0 : Math.max(0, PHOTO_LIMITS.photos - count);
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
    why: album.used >= PHOTO_LIMITS.quota ? PHOTO_REFUSALS.quota : PHOTO_REFUSALS.many,
  });
}
