import { IsNotEmpty } from 'class-validator';
import { Password, Text } from '../../web/field.js';

const NAME = { message: 'Напишите, что это за устройство' };

/** What is shown anew before the ways in change; the code only where an app is connected. */
export class KeyProofForm {
  @IsNotEmpty({ message: 'Введите ваш пароль' })
  @Password()
  current!: string;

  @Password(64)
  code!: string;
}

export class NewKeyForm extends KeyProofForm {
  @IsNotEmpty(NAME)
  @Text(60)
  name!: string;
}

export class KeyNameForm {
  @IsNotEmpty(NAME)
  @Text(60)
  name!: string;
}

/** What a device has answered. */
export class KeyAnswerForm {
  @IsNotEmpty({ message: 'Устройство ничего не ответило' })
  @Password(16_000)
  answer!: string;

  @Text(500)
  next!: string;
}
