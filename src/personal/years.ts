import { plural } from '../text/russian.js';

/** «90 дней». */
export const days = (count: number): string => `${count}\u00A0${plural(count, 'день', 'дня', 'дней')}`;
/** «3 года». */
export const years = (count: number): string => `${count}\u00A0${plural(count, 'год', 'года', 'лет')}`;
