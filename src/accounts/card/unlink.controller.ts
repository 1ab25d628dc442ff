import { Controller, Get, HttpCode, Inject, NotFoundException, Post } from '@nestjs/common';
import { IsNotEmpty } from 'class-validator';
import type { Pool } from 'pg';
import { staffActor } from '../../audit/audit.js';
import type { Config } from '../../core/config.js';
import { Prepared } from '../../core/database.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { OPERATORS, type PanelPerson } from '../../panel/person.js';
import { date, ended } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { Lines } from '../../web/field.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { AccountLinksService } from '../account-links.service.js';

interface Linked {
  readonly user_id: string;
  readonly name: string;
  readonly email: string;
  readonly since: Date;
  readonly number: string;
  readonly address: string;
  readonly ended: boolean;
}

const LINK = new Prepared<Linked>(
  'link to be ended',
  `SELECT l.user_id, r.full_name AS name, r.email, l.created_at AS since, a.number, a.address, l.ended_at IS NOT NULL AS ended
   FROM account_links l JOIN residents r ON r.id = l.user_id JOIN account_places a ON a.id = l.account_id
   WHERE l.id = $2 AND l.account_id = $1`,
);

/** What the office is told instead, here and in the panel. */
export const LAST_OWNER =
  'Это единственный владелец, а счет видят и другие. Отметьте владельцем другого («Кто это») или нажмите «Сменился владелец» на карточке';

class UnlinkForm {
  @IsNotEmpty({ message: 'Напишите причину: житель получит её в письме' })
  @Lines(500)
  reason!: string;
}

/** Takes an account away from a resident at the window: whom and what is said before it is done. */
@OfficePage(...OPERATORS)
@Controller('office/accounts/:id/people/:link/unlink')
export class UnlinkController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly links: AccountLinksService,
  ) {}

  @Get()
  async page(@Id('id') id: string, @Id('link') link: string): Promise<Page> {
    const linked = await this.find(id, link);
    return linked.ended ? this.ended(id, linked) : this.ask(id, link, linked, Form.empty());
  }

  /** Who comes second is told that it has been done. */
  @Post()
  @HttpCode(200)
  async unlink(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @Id('link') link: string,
    @FormBody(UnlinkForm) form: Form<UnlinkForm>,
  ): Promise<Page> {
    const linked = await this.find(id, link);
    if (linked.ended) return this.ended(id, linked);
    if (!form.data) return this.ask(id, link, linked, form);
    const done = await this.links.unlinkByStaff(linked.user_id, id, form.data.reason, staffActor(person));
    const said = `Лицевой счет отвязан: ${ended(linked.name)} Письмо с причиной отправлено на ${linked.email}.`;
    if (done === 'last') return this.ask(id, link, linked, form.reject('form', LAST_OWNER));
    return done === 'done' ? redirect(`/office/accounts/${id}`, said) : this.ended(id, linked);
  }

  private ended(id: string, { name }: Linked): Page {
    return redirect(`/office/accounts/${id}`, `Лицевой счет уже отвязан: ${ended(name)}`);
  }

  private async find(id: string, link: string): Promise<Linked> {
    const linked = await LINK.first(this.pool, id, link);
    if (!linked) throw new NotFoundException();
    return linked;
  }

  private ask(id: string, link: string, linked: Linked, form: Form<UnlinkForm>): Page {
    return view('accounts/card/unlink', {
      ...{ title: 'Отвязать лицевой счет', form, linked, account: id },
      place: streetOf(linked.address, this.config.company.town),
      since: date(linked.since, this.config.timeZone),
      action: `/office/accounts/${id}/people/${link}/unlink`,
    });
  }
}
