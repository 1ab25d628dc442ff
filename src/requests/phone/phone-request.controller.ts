import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { isUuid } from '../../core/ids.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { RECEPTION, type PanelPerson } from '../../panel/person.js';
import { normalisePhone } from '../../users/phone.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect } from '../../web/page.js';
import { Id, QueryText } from '../../web/request-parts.js';
import { RequestCategories } from '../categories.service.js';
import type { NewRequest } from '../new-request.js';
import { RegistrationService } from '../registration.service.js';
import type { Channel } from '../service-request.js';
import { callerOf, isDispatcher, PhonePages } from './phone-pages.js';
import { PhoneRequestForm } from './phone-request.forms.js';
import { type PlaceNow, PlacesNow } from './place-now.service.js';
import type { OpenRequest } from './place-now.sql.js';
import { type Found, PlaceSearch } from './place-search.service.js';

/** A request by telephone: where, what, in whose words, and a number at once. */
@OfficePage(...RECEPTION)
@Controller('office/requests')
export class PhoneRequestController {
  constructor(
    private readonly pages: PhonePages,
    private readonly search: PlaceSearch,
    private readonly places: PlacesNow,
    private readonly categories: RequestCategories,
    private readonly registration: RegistrationService,
  ) {}

  @Get('new')
  async form(
    @CurrentStaff() person: PanelPerson,
    @QueryText('q') said: string,
    @QueryText('account') account: string,
    @QueryText('house') house: string,
    @QueryText('within') words: string,
    @QueryText('category') category: string,
    @QueryText('emergency') emergency: string,
    @QueryText('caller') caller: string,
    @QueryText('by') by: string,
  ): Promise<Page> {
    const { applicant = '', phone = '' } = (await this.places.find(account, house)) ?? {};
    const form = Form.empty<PhoneRequestForm>({
      ...{ said, account, house, words, category, emergency, caller, applicant, phone, channel: 'phone' },
    });
    return this.pages.form(person, form, by === 'words');
  }

  /** Places for the script of the form, as the form itself lists them. */
  @Get('places')
  find(@QueryText('q') asked: string): Promise<Found> {
    return this.search.find(asked);
  }

  @Get('new/:id')
  registered(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    return this.pages.registered(person, id);
  }

  @Post('new')
  @HttpCode(200)
  async send(
    @CurrentStaff() person: PanelPerson,
    @FormBody(PhoneRequestForm) form: Form<PhoneRequestForm>,
  ): Promise<Page> {
    const value = (name: keyof PhoneRequestForm): string => String(form.values[name] ?? '');
    const place = await this.places.find(value('account'), value('house'));
    const same = await this.sameAs(form, place);
    this.checkPlace(form, place);
    if (!same) await this.checkWhat(form);
    const resident = callerOf(place?.residents ?? [], value('caller'));
    if (!resident && value('caller') !== '' && value('caller') !== 'nobody') {
      form.reject('caller', 'Этот житель больше не привязан к квартире, выберите ещё раз');
    }
    const { data } = form;
    if (!data) return this.pages.form(person, form);
    const input: NewRequest = {
      ...{ channel: data.channel as Channel, externalNumber: data.externalNumber, formKey: form.key },
      ...(data.account !== '' ? { accountId: data.account } : { address: data.words }),
      ...(data.account === '' && place && { houseId: place.house }),
      ...{ userId: resident?.id, applicant: data.applicant || (resident?.name ?? ''), access: data.access },
      phone: data.phone === '' ? (resident?.phone ?? '') : (normalisePhone(data.phone) ?? data.phone),
      ...{
        category: same?.category ?? data.category,
        emergency: same?.emergency ?? data.emergency === 'yes',
      },
      ...{ text: data.text, sameAs: same?.id },
    };
    const { id, name } = person.staff;
    const answer = await this.registration.fromOffice(input, { kind: 'staff', id, name });
    switch (answer.kind) {
      case 'registered': {
        const { request } = answer;
        if (data.then !== 'assign' || !isDispatcher(person)) {
          return redirect(`/office/requests/new/${request.id}`);
        }
        return redirect(
          `/office/requests/${request.id}#assign-executor`,
          `Скажите позвонившему: номер ${request.number}.`,
        );
      }
      case 'no category':
        return this.pages.form(
          person,
          form.reject('category', 'Выберите, что случилось, ещё раз: список изменился'),
        );
      case 'no place':
        return this.pages.form(person, form.reject('q', 'Этой квартиры больше нет, найдите адрес ещё раз'));
      case 'wait':
        throw new Error('Nobody limits the office');
    }
  }

  /** The open request that the caller has the same as; one that has been closed meanwhile is no reason to lose the call. */
  private async sameAs(form: Form<PhoneRequestForm>, place?: PlaceNow): Promise<OpenRequest | undefined> {
    const id = String(form.values['sameAs'] ?? '');
    if (id === '') return undefined;
    const same = place && isUuid(id) ? await this.places.openRequest(place.house, id) : undefined;
    if (!same) {
      form.reject('form', 'Этой заявки среди открытых уже нет. Выберите, что случилось, и запишите новую');
    }
    return same;
  }

  private checkPlace(form: Form<PhoneRequestForm>, place?: PlaceNow): void {
    const { account, house, words } = form.values;
    if (place) return;
    if (account !== '' || house !== '') form.reject('q', 'Этой квартиры больше нет, найдите адрес ещё раз');
    else if (words === '') form.reject('q', 'Найдите, где это, или запишите адрес словами');
    else if (String(words).length < 5) form.reject('words', 'Запишите улицу, дом и квартиру');
  }

  private async checkWhat(form: Form<PhoneRequestForm>): Promise<void> {
    const { category, emergency, text } = form.values;
    const known = category === '' ? undefined : await this.categories.find(String(category));
    if (!known) form.reject('category', 'Выберите, что случилось');
    else if (known.question !== '' && emergency === '') {
      form.reject('emergency', `Спросите: ${known.question.toLowerCase()}`);
    }
    if (text === '' && emergency !== 'yes') form.reject('text', 'Запишите в двух словах, что видно и где');
  }
}
