import { Controller, Get, HttpCode, NotFoundException, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffActor } from '../../audit/audit.js';
import { Random } from '../../core/random.js';
import { Secrets } from '../../core/secrets.js';
import type { Mailing } from '../../mail/mailings/mailing.js';
import { Mailings, PAGE } from '../../mail/mailings/mailings.service.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ADMINISTRATORS, CLERKS, type PanelPerson } from '../../panel/person.js';
import { Form, FormBody } from '../../web/form.js';
import { FRAMED_HEADERS } from '../../web/headers.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id, QueryText } from '../../web/request-parts.js';
import { administratorSince } from '../second-person.js';
import type { Audience } from './audience.js';
import { DeclineForm, MailingForm, SendForm } from './mailing.forms.js';
import { audienceOf } from './mailing-input.js';
import { MailingLists } from './mailing-lists.service.js';
import { MailingPages, ROOT } from './mailing-pages.js';
import { mayRemove, mayWork, MailingView } from './mailing-view.js';
import { ended } from '../../text/russian.js';

const GONE = 'Дома больше нет в системе. Выберите дом заново';
const AGAIN = 'Письмо уже отправлено.';
const CHANGED = 'Пока страница была открыта, письмо исправили. Проверьте его ещё раз.';
const DECIDED = {
  done: 'Подтверждено, письма пишутся.',
  again: 'Это уже решено.',
  later: 'Вас сделали администратором позже, чем отправили это письмо: решает другой.',
} as const;
const NOBODY = 'Это письмо никто не получит. Выберите других получателей.';

/** «Рассылки»: letters that the office writes to residents of a house, of an entrance, to debtors. */
@OfficePage(...CLERKS)
@Controller('office/letters/lists')
export class MailingsController {
  constructor(
    private readonly database: DataSource,
    private readonly mailings: Mailings,
    private readonly lists: MailingLists,
    private readonly pages: MailingPages,
    private readonly words: MailingView,
    private readonly secrets: Secrets,
    private readonly random: Random,
  ) {}

  @Get()
  async list(@QueryText('show') show: string, @QueryText('page') page: string): Promise<Page> {
    const asks = show === 'asks';
    const number = /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 1;
    const [rows, asking] = await Promise.all([this.mailings.list(asks, number), this.mailings.asking()]);
    return view('residents/mailings/list', {
      ...{ title: 'Рассылки', style: 'css/letters.css', asks, asking },
      rows: rows.slice(0, PAGE).map((row) => this.words.row(row)),
      next: rows.length > PAGE && `${ROOT}?${asks ? 'show=asks&' : ''}page=${number + 1}`,
    });
  }

  @Get('new')
  new(@CurrentStaff() person: PanelPerson, @QueryText('house') house: string): Promise<Page> {
    return this.pages.write(this.pages.begin(house), person);
  }

  @Post()
  @HttpCode(200)
  async draft(
    @CurrentStaff() person: PanelPerson,
    @FormBody(MailingForm) form: Form<MailingForm>,
  ): Promise<Page> {
    if (form.values['step'] === 'find') return this.pages.write(untold(form), person);
    const written = await this.writtenOf(form, person);
    if (!written) return this.pages.write(form, person);
    const id = this.idOf(form);
    await this.mailings.draft(id, written, staffActor(person));
    return redirect(`${ROOT}/${id}`);
  }

  @Get(':id')
  async page(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    return this.pages.show(await this.found(id), person);
  }

  @Get(':id/html')
  async html(@Id('id') id: string): Promise<Page> {
    const { html } = this.words.letter(await this.found(id));
    return view('residents/letters/html', { title: '', layout: 'bare', html }, 200, FRAMED_HEADERS);
  }

  @Get(':id/edit')
  async edit(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const it = await this.found(id);
    if (it.begun_at) return redirect(`${ROOT}/${id}`, 'Письмо уже отправлено, исправить его нельзя.');
    if (!mayWork(it, person)) return redirect(`${ROOT}/${id}`, notYours(it));
    return this.pages.write(this.pages.again(it), person, id);
  }

  @Post(':id/edit')
  @HttpCode(200)
  async change(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(MailingForm) form: Form<MailingForm>,
  ): Promise<Page> {
    const it = await this.found(id);
    if (!mayWork(it, person)) form.reject('form', `${notYours(it)} Ваш текст ниже.`);
    if (form.values['step'] === 'find') return this.pages.write(untold(form), person, id);
    const written = await this.writtenOf(form, person);
    if (!written) return this.pages.write(form, person, id);
    const version = numberOf(form.values['version']);
    if (await this.mailings.rewrite(id, written, version, staffActor(person))) {
      return redirect(`${ROOT}/${id}`);
    }
    return this.pages.second(form, await this.found(id), person);
  }

  @Post(':id/send')
  async send(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(SendForm) form: Form<SendForm>,
  ): Promise<Page> {
    const it = await this.found(id);
    const audience = it.audience as Audience;
    if (person.staff.role === 'accountant' && audience.debt === undefined && audience.months === undefined) {
      return redirect(`${ROOT}/${id}`, 'Бухгалтер пишет должникам. Это письмо отправит оператор.');
    }
    const version = numberOf(form.values['version']);
    const begun = await this.mailings.begin(id, version, staffActor(person));
    if (begun === 'changed') return redirect(`${ROOT}/${id}`, CHANGED);
    if (begun === 'nobody') return redirect(`${ROOT}/${id}`, NOBODY);
    return redirect(`${ROOT}/${id}`, begun === 'again' ? AGAIN : this.words.begun(await this.found(id)));
  }

  @Post(':id/remove')
  async remove(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const it = await this.mailings.find(id);
    if (it && !mayRemove(it, person)) return redirect(`${ROOT}/${id}`, notYours(it));
    const removed = await this.mailings.remove(id, staffActor(person));
    return redirect(ROOT, removed ? 'Черновик удалён.' : 'Письмо уже отправлено или удалено.');
  }

  @Post(':id/stop')
  async stop(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const it = await this.found(id);
    if (!mayWork(it, person)) {
      return redirect(
        `${ROOT}/${id}`,
        'Это письмо отправили не вы: его остановит оператор или администратор.',
      );
    }
    const stopped = await this.mailings.stop(id, staffActor(person));
    return redirect(`${ROOT}/${id}`, stopped ? 'Отправка остановлена.' : 'Отправка уже остановлена.');
  }

  @OfficePage(...ADMINISTRATORS)
  @Post(':id/approve')
  async approve(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    await this.found(id);
    const since = await administratorSince(this.database, person.staff.id);
    const end = await this.mailings.decide(id, { day: this.lists.today(), since }, staffActor(person));
    return redirect(`${ROOT}/${id}`, DECIDED[end]);
  }

  @OfficePage(...ADMINISTRATORS)
  @Post(':id/decline')
  @HttpCode(200)
  async decline(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(DeclineForm) form: Form<DeclineForm>,
  ): Promise<Page> {
    const it = await this.found(id);
    if (!form.data) return this.pages.show(it, person, form);
    const said = { refusal: form.data.reason, day: this.lists.today() };
    const end = await this.mailings.decide(id, said, staffActor(person));
    return redirect(`${ROOT}/${id}`, end === 'done' ? 'Отклонено.' : DECIDED[end]);
  }

  private async found(id: string): Promise<Mailing> {
    const it = await this.mailings.find(id);
    if (!it) throw new NotFoundException();
    return it;
  }

  private async writtenOf(form: Form<MailingForm>, { staff }: PanelPerson) {
    const audience = audienceOf(form, staff.role);
    const house = audience?.house === undefined ? undefined : await this.lists.house(audience.house);
    if (audience?.house !== undefined && !house) form.reject('house', GONE);
    if (!audience || !form.data) return undefined;
    const { subject, text, signature } = form.data;
    return { audience, audienceWords: this.lists.wordsOf(audience, house), subject, text, signature };
  }

  /** The same form sent twice makes the same draft. */
  private idOf(form: Form<MailingForm>): string {
    const hex = this.secrets.mac('mailing', form.mark || this.random.token(16)).toString('hex');
    const parts = [
      hex.slice(0, 8),
      hex.slice(8, 12),
      hex.slice(12, 16),
      hex.slice(16, 20),
      hex.slice(20, 32),
    ];
    return parts.join('-');
  }
}

/** The form as it was typed, without what would be wrong with it if it were sent. */
function untold({ values }: Form<MailingForm>): Form<MailingForm> {
  return Object.assign(Form.empty<MailingForm>(), { values });
}

function notYours({ author }: Mailing): string {
  return `Автор этого черновика — ${ended(author)} Удалить его может автор или администратор, исправить — оператор.`;
}

function numberOf(text: unknown): number {
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
