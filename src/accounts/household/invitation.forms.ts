import { IsIn, IsNotEmpty } from 'class-validator';
import { IsEmailAddress } from '../../users/person.forms.js';
import { Checkbox, Text } from '../../web/field.js';
import { INVITED_ROLES } from './rights.js';

export class InvitationForm {
  @IsEmailAddress()
  @IsNotEmpty({ message: 'Введите E-mail того, кого приглашаете' })
  @Text(254)
  email!: string;

  @IsIn(INVITED_ROLES, { message: 'Выберите, кто этот человек' })
  @Text(20)
  role!: string;

  /** The last day: `2026-12-31`, or as it is typed where the browser has no calendar. */
  @Text(20)
  until!: string;

  /** For a tenant alone. */
  @Checkbox()
  money!: string;
}

export class AcceptForm {
  @Text(100)
  to!: string;
}
