import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A question from «Обратная связь». */
@Entity('feedback')
export class Feedback {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  /** An e-mail address or a telephone number. */
  @Column('text')
  contact!: string;

  @Column('text')
  text!: string;

  @Column('uuid', { nullable: true })
  userId!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  answeredAt!: Date | null;

  @Column('uuid', { nullable: true })
  answeredBy!: string | null;

  @Column('text', { nullable: true })
  answer!: string | null;
}
