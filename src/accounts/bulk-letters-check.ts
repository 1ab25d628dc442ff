import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Letter } from '../mail/letter.entity.js';
import { bulkKinds } from '../mail/letters.js';
import { MailService } from '../mail/mail.service.js';
import type { Wish } from '../mail/wish.js';
import { WISH_NAMES, WISHES } from '../users/wishes.js';

/**
 * Asks before a letter in bulk leaves whether it is still wanted and the account still theirs. Whatever ends that also
 * withdraws waiting letters, but not those that a load is writing at the same time and has not committed yet.
 */
@Injectable()
export class BulkLettersCheck implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
  ) {}

  onModuleInit(): void {
    for (const wish of WISH_NAMES) {
      this.mail.checkBefore(bulkKinds(wish), (letter) => this.isWanted(letter, wish));
    }
  }

  private async isWanted({ userId, about }: Letter, wish: Wish): Promise<boolean> {
    const found: unknown[] = await this.database.query(
      `SELECT FROM users u
       JOIN account_links l ON l.user_id = u.id AND l.ended_at IS NULL
       JOIN accounts a ON a.id = l.account_id AND NOT a.closed
       WHERE u.id = $1 AND u.status = 'active' AND u.${WISHES[wish].column} AND a.id = left($2, 36)::uuid`,
      [userId, about],
    );
    return found.length > 0;
  }
}
