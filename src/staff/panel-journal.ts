import { Injectable } from '@nestjs/common';
import type { Actor } from '../audit/audit.js';
import { BoundedJournal } from '../audit/bounded-journal.js';

type Person = Actor & { id: string };

/** Writes down what people of the office only tried or looked at. */
@Injectable()
export class PanelJournal {
  constructor(private readonly journal: BoundedJournal) {}

  /** One refusal, with the status that was answered. */
  async refused(status: number, staff: Person): Promise<void> {
    const object = { kind: 'staff', id: staff.id } as const;
    await this.journal.record(['journal: refusals of staff', staff.id], staff, 'staff.refused', object, {
      status,
    });
  }

  /** A resident's card that was opened: once for a while, however often it is opened again. */
  async viewed(userId: string, staff: Person): Promise<void> {
    const object = { kind: 'user', id: userId } as const;
    const once = ['journal: views of a card', `${staff.id} ${userId}`] as const;
    await this.journal.record(once, staff, 'user.viewed', object);
  }
}
