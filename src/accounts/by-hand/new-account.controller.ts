import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ADMINISTRATORS, type PanelPerson } from '../../panel/person.js';
import { Form, FormBody } from '../../web/form.js';
import { lookAlikes } from '../../text/look-alikes.js';
import { type Page, redirect, view } from '../../web/page.js';
import { shownFacts, wrongArea } from './account-facts.js';
import { factsIn, groundIn, NewAccountForm } from './by-hand.forms.js';
import { BUSY, ByHandPages, HOUSE_GONE, STYLE, untold } from './by-hand-pages.js';
import { NewAccounts } from './new-accounts.service.js';
import { PlaceChoice } from './place-choice.js';
import { addressOf } from './places.service.js';
import { LIKE_NUMBERED } from './places.sql.js';

const PATH = '/office/accounts/new';
const TITLE = 'Новый лицевой счет';

/** One account that no file has brought: its number, where it is, whose it is. */
@OfficePage(...ADMINISTRATORS)
@Controller(PATH)
export class NewAccountController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly pages: ByHandPages,
    private readonly accounts: NewAccounts,
    private readonly choice: PlaceChoice,
  ) {}

  @Get()
  page(): Promise<Page> {
    return this.ask(Form.empty<NewAccountForm>({ type: 'flat' }));
  }

  @Post()
  @HttpCode(200)
  async add(
    @CurrentStaff() person: PanelPerson,
    @FormBody(NewAccountForm) form: Form<NewAccountForm>,
  ): Promise<Page> {
    if (form.values['step'] === 'edit') return this.ask(untold(form));
    const number = String(form.values['number']);
    const alike = lookAlikes(number);
    const like = number === '' ? [] : await LIKE_NUMBERED.rows(this.pool, number, alike);
    const same = like.find((one) => one.number === number);
    const twins: { id: string; address: string }[] = [];
    const { data } = form;
    const place = await this.choice.read(form, twins);
    if (!data || !place) return this.ask(form, twins);
    const meant = same ? undefined : like.find((one) => alike.includes(one.number));
    if (meant) {
      const known = `${meant.number}, ${this.pages.place(meant.address)}`;
      return this.ask(form.reject('number', `${LOOKS_ALIKE}: ${known}`));
    }
    const facts = factsIn(data);
    const area = wrongArea(facts.total_area);
    if (area !== undefined) return this.ask(form.reject('area', area));
    const ground = groundIn(data);
    if (data.step === 'save') {
      const end = await this.accounts.add({ number, place, ...facts }, ground, person, form.mark);
      if (end === 'busy') return this.ask(form.reject('form', BUSY));
      if (end === 'gone') return this.ask(form.reject('house', HOUSE_GONE));
      if (typeof end === 'object') return redirect(`/office/accounts/${end.id}`, ADDED);
      if (end === 'again') {
        const [made] = await LIKE_NUMBERED.rows(this.pool, number, []);
        return redirect(made ? `/office/accounts/${made.id}` : PATH, ADDED);
      }
      return this.ask(form.reject('number', TAKEN));
    }
    if (same) return this.ask(form.reject('number', `${TAKEN}: ${this.pages.place(same.address)}`));
    const shown = shownFacts(facts);
    const rows = [
      { label: 'Номер', will: number },
      { label: 'Адрес', will: addressOf(place) },
      { label: 'Владелец', will: shown.owner },
      { label: 'Площадь', will: shown.area },
      { label: 'Проживает', will: shown.residents },
    ];
    return this.pages.check({
      ...{ title: TITLE, form, action: PATH, back: PATH, button: 'Завести счет' },
      rows: rows.map((row) => ({ ...row, now: row.will === '' ? '' : 'нет' })),
      notes: [
        `Основание: ${ground}.`,
        ...like.map((one) => `Похожий номер уже есть: ${one.number}, ${this.pages.place(one.address)}.`),
        ...(await this.choice.notes(place)),
      ],
    });
  }

  private async ask(
    form: Form<NewAccountForm>,
    twins: readonly { id: string; address: string }[] = [],
  ): Promise<Page> {
    return view('accounts/by-hand/new', {
      ...{ title: TITLE, style: STYLE, form, back: '/office/houses', ...this.pages.grounds('add', form) },
      ...(await this.choice.fields(form, twins)),
    });
  }
}

const ADDED = 'Лицевой счет заведён.';
/** Payments would come to either of two numbers that nobody can tell apart. */
const LOOKS_ALIKE = 'В номере буква вместо цифры или из другого алфавита, такой счет уже есть';
const TAKEN = 'Лицевой счет с таким номером уже есть';
