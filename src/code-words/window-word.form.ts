import { Text } from '../web/field.js';

export class WindowWordForm {
  /** Whether the words that can still be used are revoked. */
  @Text(3)
  revoke!: string;
}
