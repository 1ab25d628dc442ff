/** What somebody hears whose cabinet the office has closed, by whichever way in, once it is plain that it is theirs. */
export const BLOCKED = 'Личный кабинет закрыт. Позвоните нам или обратитесь в офис нашей компании.';
