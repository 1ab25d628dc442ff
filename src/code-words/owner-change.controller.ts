import { Controller, Get, HttpCode, Inject, NotFoundException, Post } from '@nestjs/common';
import { IsNotEmpty } from 'class-validator';
import type { Pool } from 'pg';
import { FLAT, type FlatCard } from '../accounts/card/flat-card.js';
import { roleInWords } from '../accounts/household/household-words.js';
import { Household } from '../accounts/household/household.service.js';
import { Invitations } from '../accounts/household/invitations.service.js';
import { staffActor } from '../audit/audit.js';
import type { Config } from '../core/config.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { CurrentStaff, OfficePage } from '../office/office-page.js';
import { OPERATORS, type PanelPerson } from '../panel/person.js';
import { date, plural } from '../text/russian.js';
import { streetOf } from '../text/street.js';
import { fullName } from '../users/person-name.js';
import { Lines } from '../web/field.js';
import { Form, FormBody } from '../web/form.js';
import { type Page, redirect, view } from '../web/page.js';
import { Id } from '../web/request-parts.js';
import { type Ended, OwnerChange } from './owner-change.service.js';
import { LIVING_WORDS } from './word.card.js';

class OwnerChangeForm {
  @IsNotEmpty({ message: 'Напишите основание: выписка из ЕГРН, договор' })
  @Lines(500)
  reason!: string;
}

/** «Сменился владелец»: who loses the account and which words, before it is done. */
@OfficePage(...OPERATORS)
@Controller('office/accounts/:id/owner-change')
export class OwnerChangeController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly household: Household,
    private readonly invitations: Invitations,
    private readonly change: OwnerChange,
  ) {}

  @Get()
  async page(@Id('id') id: string): Promise<Page> {
    return this.show(await this.find(id), Form.empty());
  }

  @Post()
  @HttpCode(200)
  async end(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(OwnerChangeForm) form: Form<OwnerChangeForm>,
  ): Promise<Page> {
    const flat = await this.find(id);
    if (!form.data) return this.show(flat, form);
    const ended = await this.change.end(id, form.data.reason, staffActor(person));
    return redirect(`/office/accounts/${id}`, told(ended, flat.closed));
  }

  private async find(id: string): Promise<FlatCard> {
    const flat = await FLAT.first(this.pool, id);
    if (!flat) throw new NotFoundException();
    return flat;
  }

  private async show(flat: FlatCard, form: Form<OwnerChangeForm>): Promise<Page> {
    const [members, words, waiting] = await Promise.all([
      this.household.members(flat.id),
      LIVING_WORDS.rows(this.pool, flat.id),
      this.invitations.waiting(flat.id),
    ]);
    return view('code-words/owner-change', {
      ...{ title: 'Сменился владелец', form, flat },
      place: streetOf(flat.address, this.config.company.town),
      people: members.map((member) => ({
        name: fullName({ firstName: member.first_name, lastName: member.last_name }),
        as: roleInWords(member.role, member.sees_money),
      })),
      words: words.map(({ expires_at: until, accounts }) => ({
        until: date(until, this.config.timeZone),
        several: accounts > 1,
      })),
      waiting: waiting.length,
      nothing: members.length + words.length + waiting.length === 0,
      action: `/office/accounts/${flat.id}/owner-change`,
    });
  }
}

function told({ people, words, invitations }: Ended, closed: boolean): string {
  if (people + words + invitations === 0) return 'Закрывать было нечего: счет никому не открыт.';
  const parts = [
    people > 0 && `отвязано ${people}\u00a0${plural(people, 'житель', 'жителя', 'жителей')}`,
    words > 0 && `отозвано ${words}\u00a0${plural(words, 'слово', 'слова', 'слов')}`,
    invitations > 0 &&
      `отозвано ${invitations}\u00a0${plural(invitations, 'приглашение', 'приглашения', 'приглашений')}`,
  ];
  // a closed account is linked by no word
  const next = closed ? '' : ' Новому владельцу выдайте слово.';
  return `Доступ закрыт: ${parts.filter(Boolean).join(', ')}.${next}`;
}
