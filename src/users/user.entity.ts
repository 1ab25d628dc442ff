import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** pending: waits for confirmation by letter; blocked: closed by the office. */
export type UserStatus = 'pending' | 'active' | 'blocked';

/** A resident with a login of the portal. */
@Entity('users')
export class User {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  /** Random; stands in letters instead of the id, tells nothing of how many there are. */
  @Column('bigint')
  publicNo!: string;

  @Column('text')
  login!: string;

  @Column('text')
  loginKey!: string;

  @Column('text')
  email!: string;

  @Column('text')
  emailKey!: string;

  @Column('timestamptz', { nullable: true })
  emailConfirmedAt!: Date | null;

  @Column('text', { nullable: true })
  passwordHash!: string | null;

  @Column('timestamptz')
  passwordChangedAt!: Date;

  @Column('text')
  firstName!: string;

  @Column('text')
  middleName!: string;

  @Column('text')
  lastName!: string;

  @Column('text')
  phone!: string;

  @Column('text')
  status!: UserStatus;

  @Column('text', { nullable: true })
  blockReason!: string | null;

  /** Grows with every change of name or telephone; the database keeps it. */
  @Column('integer')
  version!: number;

  @Column('timestamptz', { nullable: true })
  lastSignInAt!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;

  /** Since when a code is asked for after the password; null where it is not. Secret and step stay in the database. */
  @Column('timestamptz', { nullable: true })
  secondFactorAt!: Date | null;

  /** The consent was withdrawn: since when, and when the login goes. */
  @Column('timestamptz', { nullable: true })
  removalAskedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  removalDueAt!: Date | null;

  /** Since then nothing tells whose it was. */
  @Column('timestamptz', { nullable: true })
  removedAt!: Date | null;
}
