import { Field } from '../web/field.js';

export class WayForm {
  @Field({
    required: 'Выберите способ привязки',
    check: (way) => (way === 'account' ? null : 'Выберите способ'),
  })
  way!: string;
}

export class CodeWordForm {
  @Field({ required: 'Введите кодовое слово', max: 100 })
  word!: string;
}

export class ChooseForm {
  @Field({ kind: 'many', required: 'Выберите свой лицевой счет' })
  accounts!: string[];
}
