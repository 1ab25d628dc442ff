import { IsNotEmpty } from 'class-validator';
import { Lines } from '../../web/field.js';
import type { Form } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';

/** Why an administrator says no: whoever has asked stands before somebody who wants to know. */
export class RefusingForm {
  @IsNotEmpty({ message: 'Напишите причину' })
  @Lines(300)
  reason!: string;
}

/** What an administrator is about to say no to. */
export interface Refused {
  readonly id: string;
  readonly user_id: string;
  readonly resident: string;
  readonly login: string;
  readonly ground: string;
  readonly staff: string;
}

/** The page that asks for the reason; `path` is where it stands. */
export function refusingPage(what: string, path: string, asked: Refused, form: Form<RefusingForm>): Page {
  const { user_id: userId, resident, login, ground, staff } = asked;
  return view('residents/refuse', {
    ...{ title: 'Отказать', style: 'css/card.css', form, action: `${path}/${asked.id}/refuse` },
    ...{ what, userId, resident, login, ground, staff },
  });
}
