import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { AUDIT_ACTIONS, staffActor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { BoundedJournal } from '../audit/bounded-journal.js';
import { lastChange } from '../audit/last-change.js';
import type { PanelPerson, PanelStaff } from '../panel/person.js';
import { type PanelChange, PanelOffice } from '../panel/panel-office.js';
import { StaffCookie } from './staff-cookie.js';

/** The office as the panel asks for it: its people, and what the journal holds of what they only tried or looked at. */
@Injectable()
export class StaffOffice extends PanelOffice {
  constructor(
    private readonly database: DataSource,
    private readonly cookie: StaffCookie,
    private readonly journal: BoundedJournal,
    private readonly audit: AuditService,
  ) {
    super();
  }

  /** Nobody until a one-time password has been changed: the sign-in page leads there. */
  override async current(request: Request): Promise<PanelStaff | undefined> {
    const staff = await this.cookie.current(request);
    return staff?.mustChangePassword ? undefined : staff;
  }

  override signOut(request: Request): Promise<void> {
    return this.cookie.end(request);
  }

  override async refused(status: number, what: string | undefined, person: PanelPerson): Promise<void> {
    const { id } = person.staff;
    const object = { kind: 'staff', id } as const;
    const counter = ['journal: refusals of staff', id] as const;
    await this.journal.record(counter, staffActor(person), 'staff.refused', object, { status, what });
  }

  /** Once for a while, however often the card is opened again. */
  override async viewed(userId: string, person: PanelPerson): Promise<void> {
    const object = { kind: 'user', id: userId } as const;
    const once = ['journal: views of a card', `${person.staff.id} ${userId}`] as const;
    await this.journal.record(once, staffActor(person), 'user.viewed', object);
  }

  override async downloaded(list: Record<string, unknown>, person: PanelPerson): Promise<void> {
    const object = { kind: 'staff', id: person.staff.id } as const;
    await this.audit.record(this.database.manager, staffActor(person), 'list.downloaded', object, list);
  }

  override async lastChange(kind: string, id: string, version?: string): Promise<PanelChange | undefined> {
    const change = await lastChange(this.database, { kind, id }, version);
    if (!change) return undefined;
    const { actor_kind: actor, actor_name: name, action, at } = change;
    const who = actor === 'resident' ? `житель ${name ?? ''}`.trim() : (name ?? 'портал');
    return { action: AUDIT_ACTIONS[action], who, at };
  }
}
