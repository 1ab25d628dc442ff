import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A code word that the office handed out: it opens accounts for whoever knows it. */
@Entity('code_words')
export class CodeWord {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('bytea')
  wordHmac!: Buffer;

  @Column('uuid')
  issuedBy!: string;

  @Column('timestamptz')
  issuedAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;

  /** How many residents may use it: one, or up to five of a family. */
  @Column('integer')
  maxUses!: number;

  /** As whom its users see the accounts. */
  @Column('text')
  makes!: 'owner' | 'family';

  @Column('integer')
  usedCount!: number;

  @Column('timestamptz', { nullable: true })
  lastUsedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;

  @Column('uuid', { nullable: true })
  revokedBy!: string | null;

  @Column('text', { nullable: true })
  revokeReason!: string | null;
}
