import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProviderId } from './provider.js';

/** A profile of a provider that opens a resident's cabinet. */
@Entity('identities')
export class Identity {
  @PrimaryColumn('text')
  provider!: ProviderId;

  /** Who it is there; never an e-mail. */
  @PrimaryColumn('text')
  subject!: string;

  @Column('uuid')
  userId!: string;

  @Column('timestamptz')
  createdAt!: Date;
}
