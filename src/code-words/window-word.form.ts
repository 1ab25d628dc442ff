import { Checkbox, Text } from '../web/field.js';

export class WindowWordForm {
  /** Whether the words that can still be used are revoked. */
  @Text(3)
  revoke!: string;

  /** It makes a member of the family. */
  @Checkbox()
  family!: string;

  /** The one of them to revoke; all where it is empty. */
  @Text(36)
  only!: string;

  /** The mark of the words that the page has shown. */
  @Text(50)
  seen!: string;
}
