import { Controller, Get, Inject, NotFoundException } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { CodesService } from '../../auth/codes/codes.service.js';
import { HeldFactors } from '../../auth/held-factors.js';
import { IdentitiesService } from '../../auth/providers/identities.service.js';
import type { Config } from '../../core/config.js';
import { Clock } from '../../core/clock.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { historyPage } from '../../office/history-page.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { OPERATORS, type PanelPerson } from '../../panel/person.js';
import { capital, date, dateTime } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { formatPhone } from '../../users/phone.js';
import { type Page, view } from '../../web/page.js';
import { Id, QueryText } from '../../web/request-parts.js';
import { letterLine } from '../letters/letter-view.js';
import { LETTERS_OF_RESIDENT } from '../letters/letters.sql.js';
import { LostDevices } from '../lost-device/lost-devices.service.js';
import { DEEDS } from './deed.js';
import { ResidentDeeds } from './deeds.service.js';
import { Refusals } from './refusals.service.js';
import { ACCOUNTS_OF_RESIDENT, CONSENTS_OF_RESIDENT, RESIDENT, type ShownResident } from './resident.sql.js';

const LINES = 12;

const STATES = { pending: 'ждёт подтверждения', active: 'активен', blocked: 'доступ закрыт' };

/** A resident at the window: who it is, what they have linked, and how to help them in. */
@OfficePage(...OPERATORS)
@Controller('office/residents')
export class ResidentController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly codes: CodesService,
    private readonly identities: IdentitiesService,
    private readonly factors: HeldFactors,
    private readonly lost: LostDevices,
    private readonly deeds: ResidentDeeds,
    private readonly refusals: Refusals,
    private readonly office: PanelOffice,
    private readonly clock: Clock,
  ) {}

  @Get(':id')
  async page(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const resident = await RESIDENT.first(this.pool, id);
    if (!resident) throw new NotFoundException();
    const [
      consents,
      accounts,
      letters,
      newEmail,
      slip,
      profiles,
      held,
      waiting,
      lost,
      granted,
      refusals,
      history,
    ] = await Promise.all([
      CONSENTS_OF_RESIDENT.rows(this.pool, id),
      ACCOUNTS_OF_RESIDENT.rows(this.pool, id),
      LETTERS_OF_RESIDENT.rows(this.pool, id),
      this.codes.living(id, 'email'),
      this.codes.living(id, 'slip'),
      this.identities.linked(this.database.manager, id),
      this.factors.list(id),
      this.deeds.waitingOf(id),
      this.lost.waitingOf(id),
      this.deeds.hasGrant(id, person.staff.id),
      this.refusals.lately(person.staff.id),
      this.office.history({ kind: 'user', id }, LINES + 1),
      this.office.viewed(id, person),
    ]);
    const at = (time: Date): string => dateTime(time, this.config.timeZone);
    const day = (time: Date): string => date(time, this.config.timeZone);
    return view('residents/resident', {
      ...{ title: resident.name, style: 'css/card.css', granted, jobs: jobsOf(resident, held.length > 0) },
      resident: {
        ...resident,
        state: resident.removed_at ? 'кабинет удалён' : STATES[resident.status],
        blocked: resident.status === 'blocked',
        removed: resident.removed_at && day(resident.removed_at),
        phone: resident.phone && formatPhone(resident.phone),
        created: at(resident.created_at),
        seen: resident.last_sign_in_at && at(resident.last_sign_in_at),
      },
      accounts: accounts.map(({ address, since, ...account }) => ({
        ...account,
        address: streetOf(address, this.config.company.town),
        since: day(since),
      })),
      consents: consents.map(({ given_at: given, withdrawn_at: withdrawn, ...consent }) => ({
        ...{ ...consent, given: day(given), withdrawn: withdrawn && day(withdrawn) },
      })),
      removal: removalOf(resident, day),
      letters: letters.map((row) => letterLine(row, this.clock.now(), this.config.timeZone)),
      newEmail: newEmail && { email: newEmail.email, until: at(newEmail.expiresAt) },
      slip: slip && at(slip.expiresAt),
      profiles,
      held: held.map(({ said, since }) => ({ said: capital(said), since: day(since) })),
      waiting: waiting.map(({ id: deed, kind, staff, staff_id: asker, asked_at: asked, stands }) => ({
        ...{ id: deed, what: DEEDS[kind], staff, own: asker === person.staff.id },
        ...{ asked: at(asked), left: !stands },
      })),
      refused: refusals
        .filter(({ userId }) => userId === id)
        .map(({ what, reason, refuser, at: time }) => ({ what, reason, refuser, at: at(time) })),
      lost: lost && {
        ...{ id: lost.id, staff: lost.staff, confirmer: lost.confirmer },
        ...{ own: lost.staff_id === person.staff.id, asked: at(lost.asked_at), due: at(lost.due_at) },
      },
      wholeHistory: history.length > LINES && `/office/residents/${id}/history`,
      history: history
        .slice(0, LINES)
        .map(({ at: time, action, details, who }) => ({ action, details, who, at: at(time) })),
      record: `/admin/resources/residents/records/${id}`,
    });
  }

  @Get(':id/history')
  async history(@Id('id') id: string, @QueryText('before') before: string): Promise<Page> {
    const resident = await RESIDENT.first(this.pool, id);
    if (!resident) throw new NotFoundException();
    const told = { kind: 'user', id };
    const { timeZone } = this.config;
    const path = `/office/residents/${id}`;
    return historyPage(this.office, { told, title: resident.name, path, before, timeZone });
  }
}

/** When the login goes that its owner wants to be removed. */
function removalOf(
  { removal_asked_at: asked, removal_due_at: due }: ShownResident,
  day: (time: Date) => string,
): object | undefined {
  return asked && due ? { asked: day(asked), due: day(due) } : undefined;
}

/** Of a blocked resident nothing can be done here. */
function jobsOf({ id, status }: ShownResident, holds: boolean): object[] {
  const path = `/office/residents/${id}`;
  const email = { label: 'Сменить E-mail', href: `${path}/email`, key: 'KeyT' };
  const details = { label: 'Имя и телефон', href: `${path}/details`, key: 'KeyB' };
  switch (status) {
    case 'active':
      return [
        ...[email, { label: 'Листок для входа', href: `${path}/slip`, key: 'KeyK' }, details],
        ...(holds ? [{ label: 'Потеряно устройство', href: `${path}/device`, key: 'KeyU' }] : []),
      ];
    case 'pending':
      return [
        { label: 'Подтвердить регистрацию', href: `${path}/confirm`, key: 'KeyG' },
        ...[email, details],
        { label: 'Удалить регистрацию', href: `${path}/remove`, key: 'KeyE' },
      ];
    case 'blocked':
      return [];
  }
}
