import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { StaffRole } from '../panel/person.js';

/** Somebody of the office. */
@Entity('staff')
export class Staff {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('text')
  login!: string;

  @Column('text')
  loginKey!: string;

  @Column('text')
  name!: string;

  @Column('text')
  email!: string;

  @Column('text')
  passwordHash!: string;

  @Column('timestamptz')
  passwordChangedAt!: Date;

  @Column('boolean')
  mustChangePassword!: boolean;

  /** A one-time password is good until then. */
  @Column('timestamptz', { nullable: true })
  passwordExpiresAt!: Date | null;

  /** Since when a code is asked for after the password; null where it is not. Secret and step stay in the database. */
  @Column('timestamptz', { nullable: true })
  secondFactorAt!: Date | null;

  @Column('text')
  role!: StaffRole;

  /** Null of who is none, and of those who were one before it was kept. */
  @Column('timestamptz', { nullable: true })
  administratorSince!: Date | null;

  @Column('timestamptz', { nullable: true })
  disabledAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  lastSignInAt!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;
}
