import { IsIn, IsNotEmpty } from 'class-validator';
import { IsPhone } from '../../users/person.forms.js';
import { Lines, Text } from '../../web/field.js';

/** A request as a resident writes it. */
export class RequestForm {
  /** One of the resident's accounts; empty for those who have none. */
  @Text(40)
  account!: string;

  /** Of those who have no account. */
  @Text(200)
  address!: string;

  @IsNotEmpty({ message: 'Выберите, что случилось' })
  @Text(30)
  category!: string;

  @IsIn(['yes', 'no', ''], { message: 'Ответьте, авария ли это' })
  @Text(10)
  emergency!: string;

  @Lines(4000)
  text!: string;

  @Text(300)
  access!: string;

  @IsPhone()
  @IsNotEmpty({ message: 'Укажите телефон: мастер позвонит, если не сможет войти' })
  @Text(40)
  phone!: string;
}

/** «У меня тоже». */
export class JoinForm {
  @Text(40)
  request!: string;

  @Text(40)
  account!: string;
}

export class MessageForm {
  @IsNotEmpty({ message: 'Напишите сообщение' })
  @Lines(4000)
  text!: string;
}

/** «Не сделано». */
export class ReopenForm {
  @IsNotEmpty({ message: 'Напишите, что осталось не так' })
  @Lines(1000)
  reason!: string;
}

export class RatingForm {
  @IsIn(['1', '2', '3', '4', '5'], { message: 'Поставьте оценку от 1 до 5' })
  @Text(1)
  rating!: string;

  @Lines(1000)
  comment!: string;
}
