import { Controller, Get, HttpCode, Inject, NotFoundException, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import type { SignedInUser } from '../../core/request-context.js';
import { isUuid } from '../../core/ids.js';
import { duration } from '../../text/russian.js';
import { normalisePhone } from '../../users/phone.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { type Multipart, MultipartForm } from '../../web/multipart.js';
import { CurrentUser, QueryText, TakesFiles } from '../../web/request-parts.js';
import { RequestCategories } from '../categories.service.js';
import type { NewRequest, Registered } from '../new-request.js';
import { RegistrationService } from '../registration.service.js';
import { RequestPhotos } from '../request-photos.js';
import { Applicants, type OwnPlace } from './applicant.js';
import { BeforeForm } from './before-form.js';
import { JoinForm, RequestForm } from './requests.forms.js';

const TITLE = 'Отправить заявку в аварийно-диспетчерскую службу';

/** «Отправить заявку в аварийно-диспетчерскую службу»: what is known of the house already, and the form. */
@Controller('requests')
export class NewRequestController {
  constructor(
    private readonly applicants: Applicants,
    private readonly before: BeforeForm,
    private readonly categories: RequestCategories,
    private readonly registration: RegistrationService,
    private readonly photos: RequestPhotos,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('new')
  async form(@CurrentUser() user: SignedInUser, @QueryText('account') chosen: string): Promise<Page> {
    const places = await this.applicants.places(user);
    if (chosen === '' && places.length > 1) {
      return view('requests/choose-account', { title: TITLE, places, back: '/accounts' });
    }
    const place = chosen === '' ? places[0] : places.find(({ id }) => id === chosen);
    if (chosen !== '' && !place) throw new NotFoundException();
    const { phone } = await this.applicants.of(user);
    return this.show(user, places, place, Form.empty({ phone, account: place?.id ?? '' }));
  }

  @Post()
  @HttpCode(200)
  @TakesFiles()
  async send(
    @Req() request: Request,
    @CurrentUser() user: SignedInUser,
    @FormBody(RequestForm) form: Form<RequestForm>,
    @MultipartForm() multipart: Multipart | undefined,
  ): Promise<Page> {
    const places = await this.applicants.places(user);
    const place = places.find(({ id }) => id === form.values['account']);
    if (!place) this.checkPlace(form, places);
    await this.checkWords(form);
    const { data } = form;
    if (!data) return this.show(user, places, place, form);
    const { name } = await this.applicants.of(user);
    const input: NewRequest = {
      ...{ channel: 'cabinet', userId: user.id, applicant: name, access: data.access, formKey: form.key },
      ...(place ? { accountId: place.id } : { address: data.address }),
      ...{ category: data.category, emergency: data.emergency === 'yes', text: data.text },
      phone: normalisePhone(data.phone) ?? data.phone,
    };
    const actor = { kind: 'resident', id: user.id, name } as const;
    const answer = await this.photos.with({ multipart, form, sender: user.id }, (photos) =>
      this.registration.fromResident({ ...input, photos }, actor, request.ip ?? ''),
    );
    if (!answer) return this.show(user, places, place, form);
    return this.answered(answer, request, (why) => this.show(user, places, place, form.reject('form', why)));
  }

  /** «У меня тоже»: a request of one's own about the same, with what is known of the resident. */
  @Post('join')
  @HttpCode(200)
  async join(
    @Req() request: Request,
    @CurrentUser() user: SignedInUser,
    @FormBody(JoinForm) form: Form<JoinForm>,
  ): Promise<Page> {
    const place = (await this.applicants.places(user)).find(({ id }) => id === form.values['account']);
    if (!place || !form.data || !isUuid(form.data.request)) throw new NotFoundException();
    const same = (await this.before.openIn(place.house_id, user.id)).find(
      ({ id }) => id === form.data?.request,
    );
    const again = `/requests/new?account=${place.id}`;
    if (!same) return redirect(again, 'Эту заявку уже закрыли. Если у вас всё ещё сломано, подайте свою.');
    const { name, phone } = await this.applicants.of(user);
    const input: NewRequest = {
      ...{
        channel: 'cabinet',
        userId: user.id,
        applicant: name,
        phone: normalisePhone(phone) ?? '',
        access: '',
      },
      ...{ accountId: place.id, category: same.category, emergency: same.emergency, text: '' },
      ...{ sameAs: same.id, formKey: form.key },
    };
    const actor = { kind: 'resident', id: user.id, name } as const;
    const answer = await this.registration.fromResident(input, actor, request.ip ?? '');
    return this.answered(
      answer,
      request,
      (why) => Promise.resolve(redirect(again, why)),
      'Вы присоединились, номер вашей заявки',
    );
  }

  private async answered(
    answer: Registered,
    request: Request,
    refused: (why: string) => Promise<Page>,
    greeting = 'Заявка принята, её номер',
  ): Promise<Page> {
    switch (answer.kind) {
      case 'registered': {
        const { id, number } = answer.request;
        return redirect(`/requests/${id}`, `${greeting} ${number}.`);
      }
      case 'wait':
        request.res?.setHeader('Retry-After', String(answer.seconds));
        return refused(
          `Уже много заявок за час. Если дело срочное, позвоните: ${this.config.company.phone}. Следующую заявку можно отправить через ${duration(answer.seconds)}.`,
        );
      case 'no category':
        return refused('Выберите, что случилось, ещё раз: список изменился.');
      case 'no place':
        return refused('Укажите адрес: где это случилось.');
    }
  }

  /** Of somebody who has accounts the place is one of them; others write an address. */
  private checkPlace(form: Form<RequestForm>, places: readonly OwnPlace[]): void {
    if (places.length > 0) form.reject('account', 'Выберите, где это случилось');
    else if (String(form.values['address']).length < 5) {
      form.reject('address', 'Напишите адрес: улица, дом, квартира');
    }
  }

  private async checkWords(form: Form<RequestForm>): Promise<void> {
    const { category, emergency, text } = form.values;
    if (category === '' || category === undefined) return;
    const known = await this.categories.find(String(category));
    if (!known) form.reject('category', 'Выберите, что случилось, из списка');
    else if (known.question !== '' && emergency === '') {
      form.reject('emergency', `Ответьте, пожалуйста: ${known.question.toLowerCase()}`);
    } else if (known.question === '' && emergency === 'yes') {
      form.reject(
        'emergency',
        'Аварией такая беда не бывает. Если это опасно, выберите «Другое» и позвоните',
      );
    }
    if (text === '' && emergency !== 'yes') form.reject('text', 'Напишите в двух словах, что видно и где');
  }

  private async show(
    user: SignedInUser,
    places: readonly OwnPlace[],
    place: OwnPlace | undefined,
    form: Form<RequestForm>,
  ): Promise<Page> {
    const [tiles, reported, announcements] = await Promise.all([
      this.before.tiles(),
      place ? this.before.reported(place.house_id, user.id) : [],
      place ? this.before.outages(place.house_id, user.id) : [],
    ]);
    return view('requests/new', {
      ...{ title: TITLE, form, tiles, reported, announcements, place, places, several: places.length > 1 },
      back: places.length > 1 ? '/requests/new' : '/accounts',
    });
  }
}
