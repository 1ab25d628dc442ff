import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { rowsOf } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { MailService } from '../../mail/mail.service.js';
import { STAFF_ROLES } from '../../panel/person.js';
import { momentInSentence } from '../../text/russian.js';
import type { Staff } from '../staff.entity.js';

/** What is told, and how the subject goes on before the name. */
const NEWS = {
  signIn: 'вход с нового устройства',
  hired: 'новый администратор',
  promoted: 'новый администратор',
  opened: 'администратору снова открыт доступ',
  reset: 'сброшены коды и ключи',
} as const;

/** Whoever took over one administrator would not write to themselves. */
const OTHERS = `SELECT name, email FROM office_people
  WHERE role = 'administrator' AND active AND email <> '' AND id <> ALL ($1::uuid[])`;

/** Letters to administrators about what somebody who took over a login of the office would do first. */
@Injectable()
export class StaffNews {
  constructor(
    private readonly mail: MailService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Writes, within the caller's transaction, to every administrator but the person and whoever has done it. */
  async tell(
    tx: EntityManager,
    news: keyof typeof NEWS,
    { id, name: who, login, role }: Pick<Staff, 'id' | 'name' | 'login' | 'role'>,
    actor: Actor,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const at = momentInSentence(this.clock.now(), this.config.timeZone);
    const by = actor.kind === 'staff' ? actor.name : undefined;
    const data = {
      [news]: true,
      who,
      login,
      role: STAFF_ROLES[role].toLowerCase(),
      at,
      by,
      network: actor.ip,
    };
    const subjectEnd = `: ${NEWS[news]}, ${who}`;
    const known = actor.kind === 'staff' && actor.id ? [id, actor.id] : [id];
    for (const { name, email: to } of await rowsOf<{ name: string; email: string }>(tx, OTHERS, [known])) {
      await this.mail.queue(tx, { kind: 'staff-news', to, name, subjectEnd, data: { ...data, ...more } });
    }
  }
}
