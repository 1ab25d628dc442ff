import type { EndedBy } from './account-links.service.js';
import type { Role } from './household/rights.js';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A resident's right to see an account, from the moment it is linked to the moment it is unlinked. */
@Entity('account_links')
export class AccountLink {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('uuid')
  userId!: string;

  @Column('uuid')
  accountId!: string;

  @Column('text')
  role!: Role;

  @Column('uuid', { nullable: true })
  codeWordId!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  @Column('text', { nullable: true })
  endedBy!: EndedBy | null;

  @Column('text', { nullable: true })
  endReason!: string | null;
}
