import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { mayIn } from '../../accounts/household/rights.sql.js';
import { one, rowsOf } from '../../core/query.js';
import { MailService } from '../../mail/mail.service.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import { type Appeal, APPEAL_COLUMNS } from '../appeal.js';
import type { IncomingLetter } from './incoming-letter.js';

/** Who seems to have written a letter, and where it is about, if they have but one account. */
export interface LetterAuthor {
  readonly user: User;
  readonly by: 'answer' | 'email';
  readonly place?: { readonly account_id: string; readonly house_id: string; readonly address: string };
}

/** Finds out what a letter belongs to. */
@Injectable()
export class LetterThreads {
  constructor(
    private readonly users: UsersService,
    private readonly mail: MailService,
  ) {}

  /** The entry whose conversation the letter goes on, locked; the last of them where it names several. */
  async entryOf(tx: EntityManager, letter: IncomingLetter): Promise<Appeal | undefined> {
    return one<Appeal>(
      tx,
      `SELECT ${APPEAL_COLUMNS} FROM appeals a WHERE a.id = (
         SELECT t.appeal_id FROM appeal_threads t WHERE t.message_id = ANY ($1) ORDER BY t.at DESC, t.message_id LIMIT 1)
       FOR UPDATE`,
      [namedIn(letter)],
    );
  }

  /** Whether a letter comes from the address to which letters about the entry go. */
  async isFromAuthor(tx: EntityManager, appeal: Appeal, { from, forged }: IncomingLetter): Promise<boolean> {
    if (from.address === '' || forged) return false;
    if (appeal.user_id === null) return appeal.author_email.toLowerCase() === from.address;
    return (await this.users.findByConfirmedEmail(tx, from.address))?.id === appeal.user_id;
  }

  /** The resident who has confirmed the address of the sender; nobody where the mail server doubts it. */
  async authorOf(tx: EntityManager, letter: IncomingLetter): Promise<LetterAuthor | undefined> {
    if (letter.from.address === '' || letter.forged) return undefined;
    const user = await this.users.findByConfirmedEmail(tx, letter.from.address);
    if (user?.status !== 'active') return undefined;
    const places = await rowsOf<NonNullable<LetterAuthor['place']>>(
      tx,
      `SELECT l.account_id, p.house_id, p.address FROM active_links l JOIN account_places p ON p.id = l.account_id
       WHERE l.user_id = $1 AND ${mayIn('l', 'book')} AND p.house_id IS NOT NULL AND NOT p.closed LIMIT 2`,
      [user.id],
    );
    const answers = await this.mail.hasWrittenTo(tx, user.id, namedIn(letter));
    return { user, by: answers ? 'answer' : 'email', ...(places.length === 1 && { place: places[0]! }) };
  }
}

function namedIn({ inReplyTo, references }: IncomingLetter): string[] {
  return [inReplyTo, ...references].filter(Boolean);
}
