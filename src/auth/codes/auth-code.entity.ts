import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** confirm: the address at registration; recover: a forgotten password; email: a new address; slip: a way in on paper. */
export type CodePurpose = 'confirm' | 'recover' | 'email' | 'slip';

/** A code that went by letter or on paper; only HMACs of its secrets are kept. */
@Entity('auth_codes')
export class AuthCode {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('uuid')
  userId!: string;

  @Column('text')
  purpose!: CodePurpose;

  @Column('text')
  email!: string;

  @Column('bytea')
  codeHmac!: Buffer;

  @Column('bytea')
  linkHmac!: Buffer;

  /** Of a cookie of the browser that asked for the code, where that matters. */
  @Column('bytea', { nullable: true })
  browserHmac!: Buffer | null;

  /** The office has asked for it. */
  @Column('boolean')
  byOffice!: boolean;

  /** Of a new address: the former one cannot take the change back. */
  @Column('boolean')
  forGood!: boolean;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('timestamptz', { nullable: true })
  usedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  supersededAt!: Date | null;

  @Column('integer')
  typedAttempts!: number;
}
