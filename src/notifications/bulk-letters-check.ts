import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Right } from '../accounts/household/rights.js';
import { mayIn } from '../accounts/household/rights.sql.js';
import type { Letter } from '../mail/letter.entity.js';
import { bulkKinds } from '../mail/letters.js';
import { MailService } from '../mail/mail.service.js';
import { type Topic, TOPIC_NAMES, TOPICS } from '../mail/topics.js';
import { rowsOf } from '../core/query.js';

/** What a letter of a topic tells is seen with this right alone. */
const NEEDED: Record<Topic, Right> = { receipts: 'money', readings: 'readings', announcements: 'requests' };

/**
 * Asks before a letter in bulk about an account leaves whether it is still wanted and the account still theirs. Whatever ends that also
 * withdraws waiting letters, but not those that a load is writing at the same time and has not committed yet.
 */
@Injectable()
export class BulkLettersCheck implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
  ) {}

  onModuleInit(): void {
    for (const topic of TOPIC_NAMES.filter((name) => TOPICS[name].ofAccount)) {
      this.mail.checkBefore(bulkKinds(topic), (letter) => this.isWanted(letter, topic));
    }
  }

  private async isWanted({ userId, about }: Letter, topic: Topic): Promise<boolean> {
    const found = await rowsOf<unknown>(
      this.database,
      `SELECT FROM letter_subscribers s
       JOIN active_links l ON l.user_id = s.user_id AND ${mayIn('l', NEEDED[topic])}
       JOIN account_places a ON a.id = l.account_id AND NOT a.closed
       WHERE s.user_id = $1 AND s.topic = $3 AND a.id = left($2, 36)::uuid`,
      [userId, about, topic],
    );
    return found.length > 0;
  }
}
