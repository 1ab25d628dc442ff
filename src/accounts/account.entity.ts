import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A personal account (лицевой счет): what the company charges for one unit. */
@Entity('accounts')
export class Account {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  /** Text: leading zeros matter. */
  @Column('text')
  number!: string;

  @Column('uuid')
  unitId!: string;

  @Column('text')
  ownerName!: string;

  /** Square metres, a decimal. */
  @Column('numeric', { nullable: true })
  totalArea!: string | null;

  @Column('integer', { nullable: true })
  residents!: number | null;

  @Column('boolean')
  closed!: boolean;

  /** Positive is a debt, negative an advance. */
  @Column('bigint', { nullable: true })
  balanceKopecks!: string | null;

  /** The last day whose payments are known. */
  @Column('date', { nullable: true })
  balanceOn!: string | null;
}
