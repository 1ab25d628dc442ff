import { ArrayNotEmpty, IsIn, IsNotEmpty } from 'class-validator';
import { Many, Text } from '../web/field.js';

export class WayForm {
  @IsIn(['account'], { message: 'Выберите способ' })
  @IsNotEmpty({ message: 'Выберите способ привязки' })
  @Text()
  way!: string;

  /** The service that was asked for before there was an account. */
  @Text(20)
  then!: string;
}

export class CodeWordForm {
  @IsNotEmpty({ message: 'Введите кодовое слово' })
  @Text(100)
  word!: string;
}

export class ChooseForm {
  @ArrayNotEmpty({ message: 'Выберите свой лицевой счет' })
  @Many()
  accounts!: string[];
}
