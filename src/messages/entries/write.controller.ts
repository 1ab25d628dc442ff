import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { SignedInUser } from '../../core/request-context.js';
import { Applicants, type OwnPlace } from '../../requests/pages/applicant.js';
import { calendarDay } from '../../text/month.js';
import { duration } from '../../text/russian.js';
import { normalisePhone } from '../../users/phone.js';
import { Form, FormBody } from '../../web/form.js';
import { type Multipart, MultipartForm } from '../../web/multipart.js';
import { type Page, redirect } from '../../web/page.js';
import { CurrentUser, QueryText, TakesFiles } from '../../web/request-parts.js';
import type { Appeal, AppealFile, AppealKind, NewAppeal } from '../appeal.js';
import { AppealFiles } from '../appeal-files.js';
import { AppealRegistration } from '../appeal-registration.service.js';
import { AppealTopics } from '../appeal-topics.service.js';
import { type AppealDraft, AppealDrafts } from './appeal-drafts.service.js';
import { draftOf, valuesOf } from './draft-form.js';
import { WriteForm } from './entries.forms.js';
import { WritePage } from './write-page.js';

/** Chosen where it is about none of the resident's accounts. */
const NO_ACCOUNT = 'none';

const GONE = 'Эта квартира вам не открыта. Выберите, о какой вы пишете';
const LOST = 'Квартира, о которой вы писали, вам больше не открыта. Выберите, о какой вы пишете теперь.';
const GONE_WITHOUT_OTHERS =
  'Квартира, о которой вы писали, вам больше не открыта. Если обращение всё же о ней, напишите её адрес; если нет, просто отправьте ещё раз';

/** «Написать в книгу жалоб и предложений». */
@Controller('book/new')
export class WriteController {
  constructor(
    private readonly applicants: Applicants,
    private readonly topics: AppealTopics,
    private readonly registration: AppealRegistration,
    private readonly files: AppealFiles,
    private readonly drafts: AppealDrafts,
    private readonly page: WritePage,
  ) {}

  @Get()
  async form(@CurrentUser() user: SignedInUser, @QueryText('account') chosen: string): Promise<Page> {
    const places = await this.applicants.places(user, 'book');
    const draft = await this.drafts.find(user.id);
    if (draft) {
      return this.page.show(places, Form.empty(valuesOf(draft)), { draft, lost: lost(draft, places) });
    }
    const place = places.find(({ id }) => id === chosen) ?? places[0];
    const values = {
      ...{ account: places.length > 1 && place?.id !== chosen ? '' : (place?.id ?? '') },
      // of several flats it is the one that is chosen below
      postal: places.length > 1 ? '' : (place?.address ?? ''),
    };
    return this.page.show(places, Form.empty(values));
  }

  @Post()
  @HttpCode(200)
  @TakesFiles()
  async send(
    @Req() request: Request,
    @CurrentUser() user: SignedInUser,
    @FormBody(WriteForm) form: Form<WriteForm>,
    @MultipartForm() multipart: Multipart | undefined,
  ): Promise<Page> {
    const places = await this.applicants.places(user, 'book');
    if (form.values['save'] === 'yes') return this.keep(user, places, form);
    await this.check(form, places);
    if (!form.data) return this.page.show(places, form);
    const { name, email, phone } = await this.applicants.of(user);
    const actor = { kind: 'resident', id: user.id, name } as const;
    const said = {
      ...{ ...written(form.data, form.key, places), userId: user.id },
      ...{ name, email, phone: normalisePhone(phone) ?? '' },
    };
    const answer = await this.files.with({ multipart, form, sender: user.id }, (files) =>
      this.registration.fromPage({ ...said, files }, actor, request.ip ?? '', {
        also: async (tx) => {
          await this.drafts.drop(tx, user.id, String(form.values['draft']));
        },
      }),
    );
    if (!answer) return this.page.show(places, form);
    if (answer.kind === 'registered') return registered(answer.appeal);
    request.res?.setHeader('Retry-After', String(answer.seconds));
    const why = `Уже много обращений за час. Следующее можно отправить через ${duration(answer.seconds)}, написанное останется в этой форме.`;
    return this.page.show(places, form.reject('form', why), { status: 429 });
  }

  /** «Сохранить черновик». */
  private async keep(user: SignedInUser, places: readonly OwnPlace[], form: Form<WriteForm>): Promise<Page> {
    const typed = draftOf(form);
    if (!typed) return this.page.show(places, form);
    const kept = await this.drafts.keep(user.id, typed, String(form.values['draft']));
    if (kept) {
      return redirect(
        '/book/new',
        'Черновик сохранён. Файлы в нём не хранятся: приложите их, когда будете отправлять.',
      );
    }
    const other = await this.drafts.find(user.id);
    const shown = Form.empty<WriteForm>({ ...typed, draft: other?.version ?? '' });
    const why = other
      ? 'Этот черновик не сохранён: в другом окне с тех пор сохранён другой, он ниже. Нажмите «Сохранить черновик» ещё раз, чтобы заменить тот этим'
      : 'Этот черновик не сохранён: прежний с тех пор отправлен или удалён в другом окне. Нажмите «Сохранить черновик» ещё раз, чтобы сохранить новый';
    return this.page.show(places, shown.reject('form', why), { ...(other && { other }) });
  }

  private async check(form: Form<WriteForm>, places: readonly OwnPlace[]): Promise<void> {
    const { account, topic, paper, postal } = form.values;
    if (account !== NO_ACCOUNT && !places.some(({ id }) => id === account)) {
      // chosen while it was open to them; without other flats the page asks for an address instead
      const gone = account !== '';
      if (places.length > 0) form.reject('account', gone ? GONE : 'Выберите, о какой квартире вы пишете');
      else if (gone) form.reject('address', GONE_WITHOUT_OTHERS);
    }
    if (topic !== '' && !(await this.topics.forResidents()).some(({ id }) => id === topic)) {
      form.reject('topic', 'Выберите, о чём вы пишете, ещё раз: список изменился');
    }
    const ofFlat = postal === '' && places.some(({ id }) => id === account);
    if (paper === 'yes' && String(postal).length < 10 && !ofFlat) {
      form.reject('postal', 'Напишите адрес для письма: улица, дом, квартира');
    }
  }
}

/** What is to be said of the flat of a draft that is not open to its writer any more. */
function lost({ typed: { account = '' } }: AppealDraft, places: readonly OwnPlace[]): string | undefined {
  if (account === '' || account === NO_ACCOUNT || places.some(({ id }) => id === account)) return undefined;
  return places.length > 0 ? LOST : `${GONE_WITHOUT_OTHERS}.`;
}

function written(
  data: WriteForm,
  formKey: string,
  places: readonly OwnPlace[],
): Omit<NewAppeal, 'name' | 'email' | 'phone'> & { files: readonly AppealFile[] } {
  const place = places.find(({ id }) => id === data.account);
  const paperAnswer = data.paper === 'yes';
  return {
    ...{ kind: data.kind as AppealKind, channel: 'cabinet', topic: data.topic },
    ...{ title: data.title, text: data.text, publish: data.publish === 'yes' },
    ...(place
      ? { accountId: place.id, houseId: place.house_id, address: place.address }
      : { address: places.length > 0 ? '' : data.address }),
    ...{
      paperAnswer,
      postalAddress: paperAnswer ? data.postal || (place?.address ?? '') : '',
      formKey,
      files: [],
    },
  };
}

function registered({ id, number, due_day: due }: Appeal): Page {
  const by = due === null ? 'Срок ответа назовём позже' : `Ответим до ${calendarDay(due)}`;
  return redirect(`/book/entries/${id}`, `✓ Зарегистрировано, номер ${number}. ${by}.`);
}
