import { Controller, Get, NotFoundException, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { AccountPage } from '../../accounts/accounts.service.js';
import { AccountDoor } from '../../accounts/household/account-door.js';
import { Throttle } from '../../core/throttle.js';
import type { SignedInUser } from '../../core/request-context.js';
import { formKeyOf } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentUser, Id } from '../../web/request-parts.js';
import { type Certificate, CertificatesService } from './certificates.service.js';
import { Recipients } from '../../billing/recipients/recipients.service.js';
import { DocumentsService } from '../../billing/documents.service.js';
import { ReadingsService } from '../readings.service.js';
import { sentPage } from './sent-page.js';
import { HOUR, limit } from '../../core/limits.js';

const CERTIFICATE_LETTERS_RESIDENT = limit('certificate letters: resident', 10, HOUR);

/** «Справка о передаче показаний»: to print, or to be sent by letter. */
@Controller('accounts/:id/readings/certificates/:certificate')
export class CertificatesController {
  constructor(
    private readonly door: AccountDoor,
    private readonly certificates: CertificatesService,
    private readonly documents: DocumentsService,
    private readonly readings: ReadingsService,
    private readonly throttle: Throttle,
    private readonly recipients: Recipients,
  ) {}

  @Get()
  async page(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @Id('certificate') certificateId: string,
  ): Promise<Page> {
    const { account, certificate } = await this.find(user, id, certificateId);
    return view('readings/certificate', {
      title: `Справка № ${certificate.number}`,
      account,
      certificate,
      // Of a company with several legal entities, that of the house.
      to: (await this.recipients.today(account.houseId)).executor?.name,
      self: `/accounts/${id}/readings/certificates/${certificateId}`,
      back: `/accounts/${id}/readings`,
    });
  }

  /** What comes after sending: taken or looked at, what it costs, until when it can be corrected. */
  @Get('sent')
  async sent(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @Id('certificate') certificateId: string,
  ): Promise<Page> {
    const { account, certificate } = await this.find(user, id, certificateId);
    const [meters, prices] = [
      await this.readings.metersFor(account),
      await this.documents.pricesFor(account),
    ];
    const sent = sentPage(certificateId, certificate.readings, {
      meters,
      prices,
      today: this.readings.today(),
    });
    return view('readings/sent', {
      title: sent.heading,
      account,
      certificate,
      sent,
      self: `/accounts/${id}/readings/certificates/${certificateId}`,
      back: `/accounts/${id}`,
    });
  }

  @Post('letter')
  async letter(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @Id('certificate') certificateId: string,
    @Req() { body }: Request,
  ): Promise<Page> {
    const { account, certificate } = await this.find(user, id, certificateId);
    await this.throttle.pass([CERTIFICATE_LETTERS_RESIDENT, user.id]);
    await this.certificates.send(user.id, account, certificateId, certificate, formKeyOf(body));
    return redirect(
      `/accounts/${id}/readings/certificates/${certificateId}`,
      'Справка отправлена на вашу почту.',
    );
  }

  private async find(
    user: SignedInUser,
    id: string,
    certificateId: string,
  ): Promise<{ account: AccountPage; certificate: Certificate }> {
    const account = await this.door.open(user.id, id, 'readings');
    const certificate = await this.certificates.find(
      account,
      certificateId,
      account.may.owner ? undefined : user.id,
    );
    if (!certificate) {
      throw new NotFoundException();
    }
    return { account, certificate };
  }
}
