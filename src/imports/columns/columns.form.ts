import { IsNotEmpty } from 'class-validator';
import { Many, Text } from '../../web/field.js';

export class ColumnsForm {
  /** The profile that keeps what was chosen. */
  @IsNotEmpty({ message: 'Назовите профиль: по нему эти файлы узнают в следующий раз' })
  @Text(100)
  name!: string;

  /** What each column of the file holds, in their order; nothing where it is not loaded. */
  @Many()
  column!: string[];
}
