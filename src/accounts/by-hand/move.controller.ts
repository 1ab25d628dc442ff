import { Controller, Get, HttpCode, NotFoundException, Post } from '@nestjs/common';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ADMINISTRATORS, type PanelPerson } from '../../panel/person.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { AccountCorrections } from './account-corrections.service.js';
import { groundIn, MoveForm, versionIn } from './by-hand.forms.js';
import type { AccountNow } from './by-hand.sql.js';
import { BUSY, ByHandPages, HOUSE_GONE, STYLE, untold } from './by-hand-pages.js';
import { PlaceChoice } from './place-choice.js';
import { addressOf } from './places.service.js';

const TITLE = 'Перевести в другое помещение';

/** Moves an account to another flat or house; residents, meters and history go with it. */
@OfficePage(...ADMINISTRATORS)
@Controller('office/accounts/:id/move')
export class MoveController {
  constructor(
    private readonly pages: ByHandPages,
    private readonly corrections: AccountCorrections,
    private readonly choice: PlaceChoice,
  ) {}

  @Get()
  async page(@Id('id') id: string): Promise<Page> {
    const account = await this.pages.account(id);
    const { house, unit_type: type, unit, version } = account;
    return this.ask(account, Form.empty({ house, type, unit, version: String(version) }));
  }

  @Post()
  @HttpCode(200)
  async move(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(MoveForm) form: Form<MoveForm>,
  ): Promise<Page> {
    const account = await this.pages.account(id);
    if (form.values['step'] === 'edit') return this.ask(account, untold(form));
    const twins: { id: string; address: string }[] = [];
    const place = await this.choice.read(form, twins);
    if (!form.data || !place) return this.ask(account, form, twins);
    const will = addressOf(place);
    if (form.data.step !== 'save') {
      if (versionIn(form.data) !== account.version) return this.overtaken(account, form);
      if (will === account.address) return this.ask(account, form.reject('unit', 'Счет уже здесь'));
      return this.pages.check({
        ...{ title: TITLE, form, button: 'Перевести', ...this.where(account) },
        action: `/office/accounts/${id}/move`,
        rows: [{ label: 'Адрес', now: account.address, will }],
        notes: [
          `Основание: ${groundIn(form.data)}.`,
          'Жители, счетчики, квитанции и история переедут вместе со счетом. Прежние заявки и обращения останутся при прежнем доме.',
          ...(await this.choice.notes(place)),
        ],
      });
    }
    const asked = { id, version: versionIn(form.data), ground: groundIn(form.data), person };
    switch (await this.corrections.move(place, asked)) {
      case 'done':
      case 'same':
        return redirect(`/office/accounts/${id}`, 'Счет переведён.');
      case 'busy':
        return this.ask(account, form.reject('form', BUSY));
      case 'stale':
        return this.overtaken(await this.pages.account(id), form);
      case 'gone':
        return this.ask(account, form.reject('house', HOUSE_GONE), [], 409);
      case 'missing':
        throw new NotFoundException();
    }
  }

  /** Where it stands now is said on the page; sending again moves it from there. */
  private async overtaken(account: AccountNow, form: Form<MoveForm>): Promise<Page> {
    form.values['version'] = String(account.version);
    form.reject('form', `${await this.pages.overtaken(account)}. Проверьте и отправьте ещё раз`);
    return this.ask(account, form, [], 409);
  }

  private where(account: AccountNow): { about: string; back: string } {
    return {
      about: `${this.pages.place(account.address)}, лицевой счет ${account.number}`,
      back: `/office/accounts/${account.id}`,
    };
  }

  private async ask(
    account: AccountNow,
    form: Form<MoveForm>,
    twins: readonly { id: string; address: string }[] = [],
    status?: number,
  ): Promise<Page> {
    const data = {
      ...{ title: TITLE, style: STYLE, form, account, ...this.where(account) },
      ...{ ...this.pages.grounds('move', form), ...(await this.choice.fields(form, twins)) },
    };
    return view('accounts/by-hand/move', data, status);
  }
}
