/** Who does something: a resident, somebody of the office, the product itself, or a stranger. */
export interface Actor {
  readonly kind: 'resident' | 'staff' | 'system' | 'stranger';
  readonly id?: string;
  readonly name?: string;
  /** Shortened address. */
  readonly ip?: string;
  /** The number of the request, which stands in the log too. */
  readonly requestId?: string;
}

/** What the journal knows how to name. The key is stored, the text is what staff read. */
export const AUDIT_ACTIONS = {
  'user.registered': 'Регистрация жителя',
  'user.confirmed': 'Регистрация подтверждена',
  'user.signed-in': 'Вход жителя',
  'user.signed-out': 'Выход жителя',
  'user.session-ended': 'Сеанс завершён',
  'user.recovery-asked': 'Запрос на смену пароля',
  'user.password-changed': 'Пароль изменён',
  'user.profile-changed': 'Профиль изменён',
  'user.email-change-asked': 'Запрос на смену E-mail',
  'user.email-changed': 'E-mail изменён',
  'user.email-restored': 'Смена E-mail отменена по ссылке из письма',
  'user.removed': 'Незавершённая регистрация удалена',
  'user.help-asked': 'Попросили администратора подтвердить',
  'user.help-refused': 'Администратор отказал',
  'user.slip-issued': 'Листок для входа выдан',
  'user.slip-used': 'Новый пароль задан по листку',
  'user.login-changed': 'Логин заменён адресом: прежний адрес подтвердил новый владелец',
  'user.vk-linked': 'Вход через VK ID подключён',
  'user.vk-unlinked': 'Вход через VK ID отключён',
  'user.notifications-on': 'Письма включены',
  'user.notifications-off': 'Письма отключены',
  'user.letters-on': 'Письма о квитанциях включены',
  'user.letters-off': 'Письма о квитанциях отключены',
  'user.reading-letters-on': 'Письма о показаниях и поверке включены',
  'user.reading-letters-off': 'Письма о показаниях и поверке отключены',
  'user.blocked': 'Житель заблокирован',
  'user.unblocked': 'Блокировка снята',
  'user.viewed': 'Просмотр карточки жителя',
  'staff.created': 'Заведён сотрудник',
  'staff.changed': 'Данные сотрудника изменены',
  'staff.disabled': 'Доступ сотрудника закрыт',
  'staff.enabled': 'Доступ сотрудника открыт',
  'staff.signed-in': 'Вход сотрудника',
  'staff.signed-out': 'Выход сотрудника',
  'staff.sign-in-failed': 'Неудачный вход сотрудника',
  'staff.sign-in-stopped': 'Вход сотрудника остановлен: слишком много попыток',
  'user.refused': 'Жителю отказано в доступе',
  'list.downloaded': 'Список скачан в Excel',
  'staff.refused': 'Сотруднику отказано в доступе',
  'user.sign-in-stopped': 'Вход жителя остановлен: слишком много попыток',
  'staff.password-changed': 'Пароль сотрудника изменён',
  'code-word.issued': 'Кодовое слово выдано',
  'code-word.revoked': 'Кодовое слово отозвано',
  'code-word.refused': 'Кодовое слово не подошло',
  'account.linked': 'Лицевой счет привязан',
  'account.unlinked': 'Лицевой счет отвязан',
  'account.added': 'Лицевой счет заведён вручную',
  'account.corrected': 'Лицевой счет исправлен вручную',
  'account.moved': 'Лицевой счет переведён в другое помещение',
  'account.closed': 'Лицевой счет закрыт',
  'account.reopened': 'Лицевой счет открыт снова',
  'account.overwritten': 'Исправленное вручную заменено загрузкой',
  'paper.given': 'Выдана справка или выписка',
  'accounts.imported': 'Лицевые счета загружены',
  'batch.loaded': 'Файл начислений, сальдо или платежей загружен',
  'batch.undone': 'Загрузка отменена',
  'batch.assigned': 'Неизвестные строки разнесены',
  'batch.dismissed': 'Неизвестные строки сняты с разноски',
  'batch.restored': 'Неизвестные строки возвращены в разноску',
  'job.cancelled': 'Задание убрано из очереди',
  'receipts.printed': 'Квитанции дома собраны для печати',
  'import-profile.saved': 'Профиль загрузки сохранён',
  'import-profile.removed': 'Профиль загрузки удалён',
  'readings.sent': 'Показания переданы',
  'readings.accepted': 'Показания приняты',
  'readings.rejected': 'Показания отклонены',
  'readings.exported': 'Показания выгружены',
  'readings.export-undone': 'Выгрузка показаний отменена',
  'meter.added': 'Счетчик добавлен',
  'meter.removed': 'Счетчик снят',
  'reading.photo-added': 'Фото счетчика приложено',
  'reading.photo-removed': 'Фото счетчика удалено',
  'meter.changed': 'Счетчик изменён',
  'meter.replaced': 'Счетчик заменён',
  'meters.imported': 'Счетчики и показания загружены',
  'reading-window.changed': 'Срок приёма показаний изменён',
  // of the time before the register of entries
  'feedback.received': 'Сообщение из обратной связи',
  'feedback.answered': 'Ответ на сообщение',
  'executor.added': 'Исполнитель добавлен',
  'executor.changed': 'Данные исполнителя изменены',
  'executor.disabled': 'Исполнитель убран из списка',
  'executor.enabled': 'Исполнитель возвращён в список',
  'executor.links-revoked': 'Ссылки исполнителя отозваны',
  'request-category.changed': 'Вид заявок изменён',
  'appeal-topic.added': 'Тема обращений добавлена',
  'appeal-topic.changed': 'Тема обращений изменена',
  'message-template.added': 'Заготовка добавлена',
  'message-template.changed': 'Заготовка изменена',
  'message-template.removed': 'Заготовка удалена',
  'answer-template.added': 'Заготовка ответа добавлена',
  'answer-template.changed': 'Заготовка ответа изменена',
  'answer-template.removed': 'Заготовка ответа удалена',
  'announcement.published': 'Объявление опубликовано',
  'announcement.prolonged': 'Срок объявления изменён',
  'announcement.ended': 'Отключение или объявление закончено',
  'announcement.changed': 'Объявление исправлено',
  'working-calendar.loaded': 'Производственный календарь загружен',
  'appeal.published': 'Обращение опубликовано в книге',
  'appeal.unpublished': 'Обращение убрано из книги',
  'appeal.not-published': 'Решено не публиковать обращение',
  'appeal.consent-withdrawn': 'Автор отозвал разрешение опубликовать обращение',
  'letter.again': 'Письмо отправлено снова',
  'house.merged': 'Дома объединены',
  'house.removed': 'Пустой дом убран',
} as const;

/** The key of something that can be done. */
export type AuditAction = keyof typeof AUDIT_ACTIONS;

/** What objects the journal speaks of, as staff read them. */
export const AUDIT_OBJECTS = {
  user: 'Житель',
  staff: 'Сотрудник',
  account: 'Лицевой счет',
  'code-word': 'Кодовое слово',
  feedback: 'Сообщение',
  letter: 'Письмо',
  import: 'Загрузка счетов или счетчиков',
  batch: 'Загрузка',
  house: 'Дом',
  'import-profile': 'Профиль загрузки',
  job: 'Задание',
  session: 'Сеанс',
  meter: 'Счетчик',
  reading: 'Показания',
  'reading-window': 'Срок приёма показаний',
  'reading-export': 'Выгрузка показаний',
  executor: 'Исполнитель',
  'request-category': 'Вид заявок',
  'appeal-topic': 'Тема обращений',
  'message-template': 'Заготовка сообщения',
  'answer-template': 'Заготовка ответа',
  announcement: 'Объявление',
  appeal: 'Обращение',
  'working-calendar': 'Производственный календарь',
} as const;

/** Somebody of the office who acts in the panel. */
export function staffActor({
  staff,
  ip,
  requestId,
}: {
  staff: { id: string; name: string };
  ip: string;
  requestId: string;
}): Actor & { id: string } {
  return { kind: 'staff', id: staff.id, name: staff.name, ip, requestId };
}
