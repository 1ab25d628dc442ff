import { Controller, Get, HttpCode, Inject, NotFoundException, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { type AccountPage, AccountsService } from '../../accounts/accounts.service.js';
import { residentActor } from '../../auth/actor.js';
import { DocumentsService } from '../../billing/documents.service.js';
import type { Config } from '../../core/config.js';
import type { SignedInUser } from '../../core/request-context.js';
import { Secrets } from '../../core/secrets.js';
import { CONFIG } from '../../core/tokens.js';
import { withoutTown } from '../../text/street.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentUser, Id } from '../../web/request-parts.js';
import { CertificatesService } from '../certificates/certificates.service.js';
import { sentPage } from '../certificates/sent-page.js';
import { ReadingsForm } from '../page/readings-form.js';
import { personOfPhone, readingsPage } from '../page/readings-page.js';
import { ReadingsService } from '../readings.service.js';
import { type FamilyOutcome, FamilyReadings, nameInHome } from './family-readings.service.js';
import { type Home, metersOf } from './flats.js';

const ADDRESS = '/readings';
const NOTHING_SENT: FamilyOutcome = { taken: [], judgements: [] };

/** «Показания всех квартир»: one form for all flats of a family, a certificate for each. */
@Controller('readings')
export class FamilyReadingsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly certificates: CertificatesService,
    private readonly documents: DocumentsService,
    private readonly family: FamilyReadings,
    private readonly readings: ReadingsService,
    private readonly secrets: Secrets,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(@CurrentUser() user: SignedInUser): Promise<Page> {
    const home = await this.family.homeOf(user.id);
    return home.flats.length + home.rest.length < 2
      ? redirect('/services/readings')
      : this.show(user, home, ReadingsForm.of(metersOf(home)), NOTHING_SENT);
  }

  @Post()
  @HttpCode(200)
  async send(@CurrentUser() user: SignedInUser, @Req() { body, context }: Request): Promise<Page> {
    const home = await this.family.homeOf(user.id);
    const name = nameInHome(home, (account) => this.addressOf(account));
    const form = ReadingsForm.from(body, metersOf(home), name);
    const outcome = await this.family.send(home, form, residentActor(context));
    if (form.summary.length > 0 || outcome.judgements.length > 0) {
      // Read anew: what was taken stands there now.
      const now = await this.family.homeOf(user.id);
      form.leaveToTheirMonth(metersOf(now));
      return this.show(user, now, form, outcome);
    }
    const [first, ...others] = outcome.taken;
    if (!first) return redirect(ADDRESS, 'Эти показания у нас уже есть.');
    const { account, certificateId } = first;
    return redirect(
      others.length > 0
        ? `${ADDRESS}/sent/${certificateId}`
        : `/accounts/${account.id}/readings/certificates/${certificateId}/sent`,
    );
  }

  /** What was taken of all flats at one time. */
  @Get('sent/:certificate')
  async sent(@CurrentUser() user: SignedInUser, @Id('certificate') id: string): Promise<Page> {
    const flats = [];
    for (const { id: certificateId, accountId } of await this.certificates.together(user.id, id)) {
      const account = await this.accounts.find(user.id, accountId);
      if (!account?.may.readings) continue;
      const certificate = await this.certificates.find(account, certificateId, user.id);
      if (!certificate) continue;
      const [meters, prices] = [
        await this.readings.metersFor(account),
        await this.documents.pricesFor(account),
      ];
      const known = { meters, prices, today: this.readings.today() };
      flats.push({
        account,
        certificate,
        address: this.addressOf(account),
        sent: sentPage(certificateId, certificate.readings, known),
        self: `/accounts/${accountId}/readings/certificates/${certificateId}`,
      });
    }
    const [first] = flats;
    if (!first) throw new NotFoundException();
    const done = flats.some(({ sent }) => sent.done);
    const heading = done ? 'Показания приняты' : first.sent.heading;
    return view('readings/family-sent', {
      ...{ title: heading, heading, done, flats, sentAt: first.certificate.sentAt },
      back: '/accounts',
    });
  }

  private async show(
    user: SignedInUser,
    { flats, rest }: Home,
    form: ReadingsForm,
    { taken, judgements }: FamilyOutcome,
  ): Promise<Page> {
    const shown = [];
    for (const { account, meters } of flats) {
      const prices = await this.documents.pricesFor(account);
      const own = judgements.filter(({ meterId }) => meters.some(({ id }) => id === meterId));
      const page = readingsPage(meters, form, { today: this.readings.today(), prices, judgements: own });
      shown.push({ ...page, account, address: this.addressOf(account) });
    }
    const missed = new Set(shown.flatMap((flat) => (flat.meters.length > 0 ? [flat.missed] : [])));
    const windows = new Set(shown.flatMap(({ meters, window }) => (meters.length > 0 ? [window?.text] : [])));
    return view('readings/family', {
      title: 'Показания всех квартир',
      form,
      person: personOfPhone(this.secrets, user),
      flats: shown,
      // Said once where it is the same everywhere.
      window: windows.size === 1 ? shown.find(({ meters }) => meters.length > 0)?.window : null,
      missed: missed.size === 1 ? [...missed][0] : '',
      canSend: shown.some(({ canSend }) => canSend),
      correcting: shown.every(({ correcting }) => correcting),
      asking: judgements.length > 0,
      taken: taken.map((one) => ({ ...one, address: this.addressOf(one.account) })),
      rest: rest.map((account) => ({ ...account, address: this.addressOf(account) })),
      back: '/accounts',
    });
  }

  private addressOf(account: AccountPage): string {
    return withoutTown(account.address, this.config.company.town);
  }
}
