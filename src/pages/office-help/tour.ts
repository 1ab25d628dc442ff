import { CORRESPONDENTS, OPERATORS, RECEPTION, type StaffRole } from '../../panel/person.js';
import type { HelpCompany } from '../help/help-text.js';

/** A task of the first day: what to do, where, and how one sees that it worked. */
export interface TourTask {
  readonly what: string;
  /** A link for those who may open it, words for others. */
  readonly where: { readonly href?: string; readonly text: string };
  readonly seen: string;
}

const SEARCH = '/office/search?q=';

/** Ten minutes with the people of the demo company, for whoever tries the office out. */
export function tour({ phone }: Pick<HelpCompany, 'phone'>, role: StaffRole): readonly TourTask[] {
  const where = (href: string, text: string, roles: readonly StaffRole[]): TourTask['where'] =>
    roles.includes(role) ? { href, text } : { text };
  return [
    {
      what: 'Найдите квартиру, как её называют у окна: наберите в шапке «лесная 4 5» и нажмите Enter. Потом то же самое, забыв о раскладке: «ktcyfz 4 5».',
      where: { href: `${SEARCH}${encodeURIComponent('лесная 4 5')}`, text: 'Поиск «лесная 4 5»' },
      seen: 'Открылась карточка: Лесная, 4, кв. 5. Во второй раз портал пишет, что показал «лесная 4 5».',
    },
    {
      what: 'Распечатайте квитанцию этой квартиры: клавиша К на карточке, или сразу из поиска Ctrl + Enter.',
      where: {
        href: `${SEARCH}${encodeURIComponent('лес 4 5')}`,
        text: 'Лесная, 4, кв. 5',
      },
      seen: 'Открылся PDF с адресом, суммой и кодом для оплаты.',
    },
    {
      what: 'Выдайте слово и листок: на карточке нажмите Л и Enter.',
      where: { href: `${SEARCH}${encodeURIComponent('байкальская 17 3')}`, text: 'Байкальская, 17, кв. 3' },
      seen: 'На листке слово, адрес кабинета и код для телефона. На карточке написано, кто и до какого дня его выдал.',
    },
    {
      what: 'Привяжите квартиру сами, как житель: в другом браузере или в окне инкогнито откройте портал, зарегистрируйтесь, возьмите письмо из почтового ящика пробы, введите слово с листка.',
      where: { href: '/dev/mail', text: 'Почтовый ящик пробы' },
      seen: 'В кабинете видны долг и счетчики. На карточке квартиры в блоке «Люди» появилось ваше имя.',
    },
    {
      what: 'Запишите показания по телефону: на карточке нажмите П, введите цифры чуть больше прежних и жмите Enter. В одной строке введите втрое больше обычного.',
      where: { href: `${SEARCH}${encodeURIComponent('тихий 2 7')}`, text: 'Тихий, 2, кв. 7' },
      seen: 'Строки сохранились одна за другой, а у необычной портал переспросил: F2 — верно.',
    },
    {
      what: 'Примите заявку по телефону: «Новая заявка», наберите «байк 17 12», выберите «Протечка», запишите слова и нажмите «Зарегистрировать».',
      where: where('/office/requests/new', 'Новая заявка', RECEPTION),
      seen: 'Портал назвал номер и срок. Диспетчер видит заявку первой на своём столе, а житель — письмо.',
    },
    {
      what: 'Ответьте на обращение, срок которого прошёл: откройте его, возьмите заготовку или напишите два слова, нажмите Ctrl + Enter.',
      where: where('/office/messages', 'Обращения', CORRESPONDENTS),
      seen: 'Обращение ушло из списка ждущих, ответ лежит в почтовом ящике пробы.',
    },
    {
      what: 'Помогите тому, кто потерял почту: откройте жителя, которым вы зарегистрировались, и выдайте листок для входа.',
      where: where('/admin/resources/residents', 'Жители', OPERATORS),
      seen: 'По листку задаётся новый пароль. На прежнюю почту пришло письмо, что листок выдан.',
    },
    {
      what: `Посмотрите, что останется после вас: на карточке квартиры «История», у администратора — «Журнал». Вопросы по делу: ${phone}.`,
      where: { href: '/office', text: 'Сегодня' },
      seen: 'В истории стоит каждое ваше дело с именем и временем.',
    },
  ];
}
