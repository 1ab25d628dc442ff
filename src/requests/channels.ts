import type { Channel } from './service-request.js';

/** How requests come, in words. */
export const CHANNELS: Readonly<Record<Channel, string>> = {
  cabinet: 'личный кабинет',
  phone: 'телефон',
  office: 'в офисе',
  email: 'электронная почта',
  max: 'MAX',
  gis: 'ГИС ЖКХ',
};
