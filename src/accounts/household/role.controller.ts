import { Controller, Get, HttpCode, Inject, NotFoundException, Post } from '@nestjs/common';
import { IsIn, IsNotEmpty } from 'class-validator';
import type { Pool } from 'pg';
import { staffActor } from '../../audit/audit.js';
import { Clock, dayIn, secondsAfter } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { Prepared } from '../../core/database.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { OPERATORS, type PanelPerson } from '../../panel/person.js';
import { streetOf } from '../../text/street.js';
import { Checkbox, Lines, Text } from '../../web/field.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { endInForm } from './end-of-rights.js';
import { rolesToChoose } from './household-words.js';
import { Roles } from './roles.service.js';
import { type Role, ROLES } from './rights.js';

interface Linked {
  readonly name: string;
  readonly role: Role;
  readonly sees_money: boolean;
  readonly until: Date | null;
  readonly number: string;
  readonly address: string;
}

const LINK = new Prepared<Linked>(
  'link whose role changes',
  `SELECT r.full_name AS name, l.role, l.sees_money, l.until, a.number, a.address
   FROM active_links l JOIN residents r ON r.id = l.user_id JOIN account_places a ON a.id = l.account_id
   WHERE l.id = $2 AND l.account_id = $1`,
);

const LAST =
  'Это единственный владелец, а счет видят и другие. Сначала отметьте владельцем другого или нажмите «Сменился владелец» на карточке';

class RoleForm {
  @IsIn(Object.keys(ROLES), { message: 'Выберите, кто этот человек' })
  @Text(20)
  role!: string;

  @Text(20)
  until!: string;

  @Checkbox()
  money!: string;

  @IsNotEmpty({ message: 'Напишите основание: выписка из ЕГРН, заявление владельца' })
  @Lines(500)
  ground!: string;
}

/** «Кто это»: the office marks an owner, or that somebody is none. */
@OfficePage(...OPERATORS)
@Controller('office/accounts/:id/people/:link/role')
export class RoleController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly roles: Roles,
    private readonly clock: Clock,
  ) {}

  @Get()
  async page(@Id('id') id: string, @Id('link') link: string): Promise<Page> {
    const linked = await this.find(id, link);
    const last = linked.until && dayIn(secondsAfter(linked.until, -1), this.config.timeZone);
    const money = linked.sees_money ? 'yes' : '';
    return this.ask(id, link, linked, Form.empty({ role: linked.role, until: last ?? '', money }));
  }

  @Post()
  @HttpCode(200)
  async change(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @Id('link') link: string,
    @FormBody(RoleForm) form: Form<RoleForm>,
  ): Promise<Page> {
    const linked = await this.find(id, link);
    // an owner has no last day
    const until =
      form.values['role'] === 'owner' ? null : endInForm(form, this.clock.now(), this.config.timeZone);
    if (!form.data) return this.ask(id, link, linked, form);
    const role = form.data.role as Role;
    const terms = { role, until, seesMoney: role === 'tenant' && form.data.money !== '' };
    const outcome = await this.roles.change(id, link, terms, form.data.ground, staffActor(person));
    if (outcome === 'last') return this.ask(id, link, linked, form.reject('form', LAST));
    const card = `/office/accounts/${id}`;
    return outcome === 'missing'
      ? redirect(card, 'Этот счет уже отвязан.')
      : redirect(card, `Отмечено: ${linked.name} — ${ROLES[role]}. Письмо отправлено.`);
  }

  private async find(id: string, link: string): Promise<Linked> {
    const linked = await LINK.first(this.pool, id, link);
    if (!linked) throw new NotFoundException();
    return linked;
  }

  private ask(id: string, link: string, linked: Linked, form: Form<RoleForm>): Page {
    return view('accounts/card/role', {
      ...{ title: 'Кто это', form, linked, account: id },
      place: streetOf(linked.address, this.config.company.town),
      roles: rolesToChoose(Object.keys(ROLES) as Role[]),
      action: `/office/accounts/${id}/people/${link}/role`,
    });
  }
}
