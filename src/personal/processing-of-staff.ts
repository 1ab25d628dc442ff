import { SIGN_INS_DAYS } from '../auth/auth-chores.js';
import type { Processing } from './processing-kind.js';
import { days } from './years.js';

const STAFF = 'сотрудники Оператора';
const GROUND = 'трудовой договор и обязанность Оператора защищать данные, отдельное согласие не требуется';

type OfStaff = Omit<Processing, 'why'>;

/** What the portal keeps of the people of the office: in the register alone, for the policy addresses residents. */
export const STAFF_DATA: readonly OfStaff[] = [
  {
    ...{ title: 'Учетные записи сотрудников', whose: STAFF, ground: GROUND },
    tables: ['staff', 'office_viewers', 'answer_drafts'],
    data: 'Логин, имя, электронная почта, должность в портале, пароль в преобразованном виде, когда он задан; кто какую страницу офиса сейчас смотрит и черновики ответов.',
    purpose: 'Доступ сотрудников к кабинету офиса по их должности',
    terms: [
      'Учетная запись сотрудника — пока он работает с порталом; потом доступ закрывается, а имя остаётся у того, что он сделал, столько же, сколько хранятся эти записи.',
    ],
  },
  {
    ...{ title: 'Входы сотрудников', whose: STAFF, ground: GROUND },
    tables: ['staff_sign_ins', 'stopped_staff_sign_ins', 'sessions'],
    data: 'Дата, время и способ входа, IP-адрес в сокращённом виде, название браузера и системы, сколько было неудачных попыток.',
    purpose: 'Журнал входов сотрудников и открытые сеансы',
    terms: [`Входы сотрудников — ${days(SIGN_INS_DAYS)}.`],
  },
  {
    ...{ title: 'Коды и ключи доступа сотрудников', whose: STAFF, ground: GROUND },
    tables: ['staff_passkeys', 'staff_recovery_codes'],
    data: 'Секрет приложения для кодов в зашифрованном виде, с какого дня оно подключено, резервные коды в преобразованном виде; название и открытая часть ключа доступа, когда он добавлен и когда им входили. Отпечаток и лицо остаются в устройстве сотрудника.',
    purpose: 'Вход сотрудников с кодом и ключом доступа (второй фактор)',
    terms: ['Коды и ключи доступа сотрудника — пока он их не отключит или администратор их не сбросит.'],
  },
];
