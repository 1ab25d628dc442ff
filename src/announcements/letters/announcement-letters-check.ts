import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { mayIn } from '../../accounts/household/rights.sql.js';
import { Clock } from '../../core/clock.js';
import { rowsOf } from '../../core/query.js';
import type { Letter } from '../../mail/letter.entity.js';
import { MailService } from '../../mail/mail.service.js';
import { NOT_REFUSED, wantedFor } from '../receivers.js';

/** It is not over yet, the resident lives there, and letters about it may reach them. */
const STILL_NEWS = `
  SELECT FROM announcements a, residents u
  WHERE u.id = $1 AND u.status = 'active' AND a.id = left($2, 36)::uuid AND a.over_at > $3
    AND EXISTS (SELECT FROM active_links l JOIN account_places p ON p.id = l.account_id
      WHERE l.user_id = u.id AND ${mayIn('l', 'requests')} AND NOT p.closed AND (a.whole_company OR p.house_id IN (
        SELECT house_id FROM announcement_places WHERE announcement_id = a.id)))
    AND CASE a.kind WHEN 'emergency' THEN ${wantedFor('emergency')} ELSE ${wantedFor('planned')} END`;

/** Whoever has asked hears of the end in any case. */
const END_WANTED = `
  SELECT FROM residents u WHERE u.id = $1 AND u.status = 'active' AND (${NOT_REFUSED} OR EXISTS (
    SELECT FROM announcement_asks k WHERE k.announcement_id = $2::uuid AND k.user_id = u.id))`;

/** Asks before a letter about an announcement leaves whether it is still news. */
@Injectable()
export class AnnouncementLettersCheck implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const found = async (sql: string, values: unknown[]) =>
      (await rowsOf<unknown>(this.database, sql, values)).length > 0;
    this.mail.checkBefore(['outage', 'announcement'], ({ userId, about }: Letter) =>
      found(STILL_NEWS, [userId, about, this.clock.now()]),
    );
    this.mail.checkBefore(['announcement-ended'], ({ userId, about }: Letter) =>
      found(END_WANTED, [userId, about]),
    );
  }
}
