import { IsIn, IsNotEmpty, ValidateIf } from 'class-validator';
import { Lines, Text } from '../../web/field.js';
import { GROUNDS } from './grounds.js';

/** «Отменить показание»: the ground, and words of one's own where no ready one says it. */
export class CancelForm {
  @IsIn(Object.keys(GROUNDS), { message: 'Выберите причину' })
  @Text(20)
  ground!: string;

  @IsNotEmpty({ message: 'Напишите, в чём дело' })
  @ValidateIf(({ ground }: CancelForm) => ground === 'other')
  @Lines(200)
  text!: string;
}
