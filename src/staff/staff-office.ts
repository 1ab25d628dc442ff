import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { AUDIT_ACTIONS, staffActor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { BoundedJournal } from '../audit/bounded-journal.js';
import { type Change, history, lastChange } from '../audit/history.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import type { PanelPerson, PanelStaff } from '../panel/person.js';
import type { PanelNotice } from '../panel/first-page.js';
import { type PanelChange, type PanelLine, PanelOffice, type Told } from '../panel/panel-office.js';
import { JournalAlarm } from './journal-alarm.js';
import { noticesOf } from './second-factor/second-factor-notices.js';
import { SecondFactor } from './second-factor/second-factor.service.js';
import { failedNotices } from './sign-ins/sign-in-notices.js';
import { StaffSignIns } from './sign-ins/staff-sign-ins.service.js';
import { StaffCookie } from './staff-cookie.js';
import { HOUR, MINUTE, limit } from '../core/limits.js';

/** Refusals of one person of the office that the journal keeps. */
const JOURNAL_REFUSALS_OF_STAFF = limit('journal: refusals of staff', 30, HOUR);
/** How often the journal tells that one person of the office opens one card. */
const JOURNAL_VIEWS_OF_A_CARD = limit('journal: views of a card', 1, 30 * MINUTE);

/** The office as the panel asks for it: its people, and what the journal holds of what they only tried or looked at. */
@Injectable()
export class StaffOffice extends PanelOffice {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly cookie: StaffCookie,
    private readonly factor: SecondFactor,
    private readonly signIns: StaffSignIns,
    private readonly journal: BoundedJournal,
    private readonly audit: AuditService,
    private readonly alarm: JournalAlarm,
  ) {
    super();
  }

  /** Nobody who owes an own password or a second factor: the sign-in page leads there. */
  override async current(request: Request): Promise<PanelStaff | undefined> {
    const staff = await this.cookie.current(request);
    return staff?.owes ? undefined : staff;
  }

  override signOut(request: Request): Promise<void> {
    return this.cookie.end(request);
  }

  override async notices({ id, role }: PanelStaff): Promise<readonly PanelNotice[]> {
    const failed = failedNotices(await this.signIns.failedBefore(id));
    const factor = noticesOf(await this.factor.state(id), this.config.staffSecondFactorFrom);
    return [...(await this.alarm.notices(role)), ...failed, ...factor];
  }

  override async refused(status: number, what: string | undefined, person: PanelPerson): Promise<void> {
    const { id } = person.staff;
    const object = { kind: 'staff', id } as const;
    const counter = [JOURNAL_REFUSALS_OF_STAFF, id] as const;
    await this.journal.record(counter, staffActor(person), 'staff.refused', object, { status, what });
  }

  /** Once for a while, however often the card is opened again. */
  override async viewed(userId: string, person: PanelPerson): Promise<void> {
    const object = { kind: 'user', id: userId } as const;
    const once = [JOURNAL_VIEWS_OF_A_CARD, `${person.staff.id} ${userId}`] as const;
    await this.journal.record(once, staffActor(person), 'user.viewed', object);
  }

  override async downloaded(list: Record<string, unknown>, person: PanelPerson): Promise<void> {
    await this.left('list.downloaded', list, person);
  }

  override async printed(list: Record<string, unknown>, person: PanelPerson): Promise<void> {
    await this.left('list.printed', list, person);
  }

  private left(
    action: 'list.downloaded' | 'list.printed',
    list: Record<string, unknown>,
    person: PanelPerson,
  ): Promise<void> {
    const object = { kind: 'staff', id: person.staff.id } as const;
    return this.audit.record(this.database.manager, staffActor(person), action, object, list);
  }

  override async lastChange(told: Told, version?: string): Promise<PanelChange | undefined> {
    const change = await lastChange(this.database, told, version);
    return change && named(change);
  }

  override async history(told: Told, most: number, before?: string): Promise<PanelLine[]> {
    const lines = await history(this.database, told, most, before);
    return lines.map((line) => ({ id: line.id, details: line.details, ...named(line) }));
  }

  override async lostRights(request: Request): Promise<PanelChange | undefined> {
    // Of a session that has been ended only the browser still knows whose it was.
    const id = (await this.cookie.current(request))?.id ?? this.cookie.known(request)?.userIds[0];
    if (id === undefined) return undefined;
    const [change] = await this.database.query<{ action: keyof typeof LOST; who: string | null; at: Date }[]>(
      LAST_LOSS,
      [id],
    );
    return change && { action: LOST[change.action], who: change.who ?? 'портал', at: change.at };
  }
}

function named({ actor_kind: actor, actor_name: name, action, at }: Change): PanelChange {
  const known = actor === 'resident' ? `житель ${name ?? ''}`.trim() : name;
  return {
    action: AUDIT_ACTIONS[action],
    who: known ?? (actor === 'stranger' ? 'посетитель' : 'портал'),
    at,
  };
}

const LOST = {
  'staff.changed': 'Вам изменили роль',
  'staff.disabled': 'Вам закрыли доступ в панель',
  'staff.password-changed': 'Вам выдали новый одноразовый пароль',
  'staff.second-factor-reset': 'Вам сбросили коды и ключи входа',
} as const;

/** What others did to somebody of the office since they signed in. */
const LAST_LOSS = `
  SELECT e.action, e.actor_name AS who, e.at FROM audit_events e JOIN staff s ON s.id::text = e.object_id
  WHERE e.object_kind = 'staff' AND e.object_id = $1 AND e.actor_id IS DISTINCT FROM s.id
    AND e.at > coalesce(s.last_sign_in_at, s.created_at)
    AND e.action IN ('staff.disabled', 'staff.changed', 'staff.password-changed', 'staff.second-factor-reset')
    AND (e.action <> 'staff.changed' OR e.details->'changed' ? 'role' OR e.details->>'role' <> e.details->>'before')
  ORDER BY e.id DESC LIMIT 1`;
