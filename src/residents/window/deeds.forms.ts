import { IsIn, IsNotEmpty, Matches, ValidateIf } from 'class-validator';
import { IsEmailAddress, IsPersonName, IsPhone } from '../../users/person.forms.js';
import { Checkbox, Lines, SameAs, Text } from '../../web/field.js';

/** On what ground the office helps; an application has a number. */
export class GroundForm {
  @IsIn(['passport', 'application'], { message: 'Выберите основание' })
  @Text(20)
  ground!: string;

  @Matches(/[\p{L}\d]/u, { message: 'Введите номер заявления' })
  @ValidateIf(({ ground }: GroundForm) => ground === 'application')
  @Text(40)
  application!: string;
}

/** The ground in words, as the journal keeps it. */
export function groundOf({ ground, application }: GroundForm): string {
  return ground === 'passport' ? 'паспорт сверен' : `заявление № ${application}`;
}

export class NewEmailForm extends GroundForm {
  @IsEmailAddress()
  @IsNotEmpty({ message: 'Введите новый E-mail' })
  @Text(254)
  email!: string;

  @SameAs('email', 'Адреса не совпадают: сверьте их по буквам')
  @IsNotEmpty({ message: 'Введите адрес ещё раз' })
  @Text(254)
  repeat!: string;

  /** Strangers read the former mailbox. */
  @Checkbox()
  forGood!: string;
}

export class DetailsForm extends GroundForm {
  @IsPersonName()
  @IsNotEmpty({ message: 'Введите фамилию' })
  @Text(60)
  lastName!: string;

  @IsPersonName()
  @IsNotEmpty({ message: 'Введите имя' })
  @Text(60)
  firstName!: string;

  @IsPersonName()
  @Text(60)
  middleName!: string;

  @IsPhone()
  @Text(40)
  phone!: string;

  /** The version that the page showed, and what its fields began with. */
  @Text(9)
  version!: string;

  @Text(2000)
  opened!: string;
}

export class RemovalForm {
  @IsNotEmpty({ message: 'Напишите причину' })
  @Lines(300)
  reason!: string;
}
