import { ArrayNotEmpty, IsNotEmpty } from 'class-validator';
import { Many, Text } from '../../web/field.js';
import { FitsJob, GroundForm } from '../by-hand/by-hand.forms.js';

export class MergingForm extends GroundForm {
  @FitsJob('merge')
  override ground!: string;

  /** The house that stays, by its address. */
  @IsNotEmpty({ message: 'Выберите дом, который останется' })
  @Text(300)
  house!: string;
}

export class RemovalForm {
  @ArrayNotEmpty({ message: 'Отметьте дома, которые нужно убрать' })
  @Many()
  houses!: string[];
}
