import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { LetterKind } from './letters.js';
import type { Fault } from './smtp-refusal.js';

/** A letter that waits to be sent, or was sent. The secrets of its data are erased as soon as they have left. */
@Entity('letters')
export class Letter {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('text')
  kind!: LetterKind;

  @Column('text')
  recipient!: string;

  @Column('text')
  recipientName!: string;

  @Column('text')
  subject!: string;

  @Column('uuid', { nullable: true })
  userId!: string | null;

  /** Whose name it tells somebody else. */
  @Column('uuid', { nullable: true })
  tellsOf!: string | null;

  @Column('uuid', { nullable: true })
  authCodeId!: string | null;

  @Column('jsonb', { nullable: true })
  data!: Record<string, unknown> | null;

  /** What it is about, where a resident gets but one letter of a kind about the same. */
  @Column('text', { nullable: true })
  about!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  notAfter!: Date;

  @Column('integer')
  attempts!: number;

  @Column('timestamptz')
  nextAttemptAt!: Date;

  @Column('timestamptz', { nullable: true })
  sentAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  failedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  cancelledAt!: Date | null;

  @Column('text', { nullable: true })
  lastError!: string | null;

  /** Whose fault the last failure was. */
  @Column('text', { nullable: true })
  fault!: Fault | null;
}
