import { ArrayMaxSize, ArrayNotEmpty, IsIn, IsNotEmpty, Matches } from 'class-validator';
import { Lines, Many, Text } from '../../web/field.js';
import { REASONS } from '../panel/reject-reasons.js';
import { PORTION } from './unusual-readings.service.js';

/** «Принять»: `sure` is yes where a later month says less and the person has read that. */
export class AcceptForm {
  @Text(3)
  sure!: string;
}

/** «Отклонить»: a ready reason, words of one's own, or both. */
export class RejectForm {
  @IsIn(Object.keys(REASONS), { message: 'Выберите причину' })
  @IsNotEmpty({ message: 'Выберите причину' })
  @Text(20)
  reason!: string;

  @Lines(300)
  text!: string;
}

/** «Принять отмеченные». */
export class ManyForm {
  @Matches(/^\d{1,18}$/, { each: true, message: 'Список устарел, отметьте показания заново' })
  @ArrayNotEmpty({ message: 'Отметьте показания, которые нужно принять' })
  @ArrayMaxSize(PORTION, { message: `За один раз можно принять не больше ${PORTION} показаний` })
  @Many()
  readings!: string[];
}
