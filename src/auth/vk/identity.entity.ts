import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Networks that residents may sign in with; Russian ones only (149-ФЗ, article 8, part 10). */
export type Provider = 'vk';

/** A profile of a social network that opens a resident's cabinet. */
@Entity('identities')
export class Identity {
  @PrimaryColumn('text')
  provider!: Provider;

  /** Who it is at the network; never an e-mail. */
  @PrimaryColumn('text')
  subject!: string;

  @Column('uuid')
  userId!: string;

  @Column('timestamptz')
  createdAt!: Date;
}
