/** Kinds of letters about ways in: registration, passwords, addresses, profiles, second factors; see `LETTERS`. */
export const LETTERS_OF_WAYS_IN = {
  confirmation: {
    title: 'Подтверждение регистрации',
    subject: 'Подтверждение регистрации нового пользователя',
    secret: ['code', 'link'],
  },
  'already-registered': {
    title: 'Попытка повторной регистрации',
    subject: 'Попытка регистрации с вашим адресом',
    secret: false,
  },
  recovery: { title: 'Запрос на смену пароля', subject: 'Запрос на смену пароля', secret: ['code', 'link'] },
  'password-changed': { title: 'Пароль изменён', subject: 'Пароль изменён', secret: false },
  'email-change': {
    title: 'Подтверждение нового E-mail',
    subject: 'Подтверждение нового адреса',
    secret: ['code', 'link'],
  },
  'email-changed': { title: 'E-mail изменён', subject: 'Адрес электронной почты изменён', secret: ['undo'] },
  'email-restored': { title: 'E-mail возвращён', subject: 'Возвращён прежний адрес', secret: false },
  'confirmed-by-office': {
    title: 'Регистрация подтверждена в офисе',
    subject: 'Регистрация подтверждена',
    secret: false,
  },
  'new-device': { title: 'Вход с нового устройства', subject: 'Вход с нового устройства', secret: ['link'] },
  'lost-device-asked': {
    title: 'Просьба снять ключи входа',
    subject: 'В офисе просят снять ваши ключи входа',
    secret: ['link'],
  },
  'lost-device-removed': {
    title: 'Ключи входа сняты в офисе',
    subject: 'С кабинета сняты ключи входа',
    secret: ['link'],
  },
  'slip-issued': { title: 'Выдан листок для входа', subject: 'Выдан листок для входа', secret: false },
  'removal-asked': { title: 'Просьба удалить кабинет', subject: 'Кабинет будет удалён', secret: false },
  'removal-cancelled': { title: 'Кабинет остаётся', subject: 'Удаление кабинета отменено', secret: false },
  'removal-tomorrow': {
    title: 'Последний день кабинета',
    subject: 'Завтра кабинет будет удалён',
    secret: false,
  },
  'removal-done': { title: 'Кабинет удалён', subject: 'Кабинет удалён', secret: false },
  'sign-in-codes': { title: 'Вход жителя с кодом', subject: 'Вход с кодом', secret: false },
  // to people of the office
  'second-factor': { title: 'Вход сотрудника с кодом', subject: 'Вход с кодом', secret: false },
  'staff-passkey': { title: 'Ключ доступа сотрудника', subject: 'Ключ доступа', secret: false },
  'staff-new-device': {
    title: 'Вход сотрудника с нового устройства',
    subject: 'Вход в кабинет офиса с нового устройства',
    secret: false,
  },
  'staff-email-changed': {
    title: 'E-mail сотрудника изменён',
    subject: 'Ваш адрес в кабинете офиса изменён',
    secret: false,
  },
  'staff-news': { title: 'О сотруднике: администраторам', subject: 'Сотрудники', secret: false },
  'login-changed': { title: 'Логин изменён', subject: 'Логин изменён', secret: false },
  'profile-linked': {
    title: 'Вход через профиль подключён',
    subject: 'Подключён вход через',
    secret: false,
  },
  'profile-unlinked': {
    title: 'Вход через профиль отключён',
    subject: 'Отключён вход через',
    secret: false,
  },
  'passkey-added': {
    title: 'Ключ доступа добавлен',
    subject: 'В кабинет можно войти ключом доступа',
    secret: false,
  },
  'passkey-removed': { title: 'Ключ доступа удалён', subject: 'Ключ доступа удалён', secret: false },
  // as those of VK ID were called before there were others
  'vk-linked': { title: 'Вход через VK ID подключён', subject: 'Подключён вход через VK ID', secret: false },
  'vk-unlinked': { title: 'Вход через VK ID отключён', subject: 'Отключён вход через VK ID', secret: false },
} as const;
