import { IsNotEmpty } from 'class-validator';
import { Password, Text } from '../../web/field.js';

const NAME = { message: 'Напишите, что это за устройство' };

export class NewPasskeyForm {
  @IsNotEmpty(NAME)
  @Text(60)
  name!: string;

  @IsNotEmpty({ message: 'Введите ваш пароль' })
  @Password()
  current!: string;
}

export class PasskeyNameForm {
  @IsNotEmpty(NAME)
  @Text(60)
  name!: string;
}

export class PasskeyRemovalForm {
  @IsNotEmpty({ message: 'Введите ваш пароль' })
  @Password()
  current!: string;
}

/** What a device has answered. */
export class PasskeyAnswerForm {
  @IsNotEmpty({ message: 'Устройство ничего не ответило' })
  @Password(16_000)
  answer!: string;

  @Text(500)
  next!: string;
}
