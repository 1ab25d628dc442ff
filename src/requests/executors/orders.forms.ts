import { IsIn, IsNotEmpty } from 'class-validator';
import { Lines, Text } from '../../web/field.js';
import { CANNOT } from './orders.service.js';

/** «Сделано». */
export class DoneForm {
  @IsNotEmpty({ message: 'Напишите, что сделали' })
  @Lines(2000)
  work!: string;

  @Text(1000)
  materials!: string;
}

/** «Не могу сделать». */
export class CannotForm {
  @IsIn(Object.keys(CANNOT), { message: 'Выберите причину' })
  @Text(20)
  reason!: string;

  @Lines(500)
  comment!: string;
}
