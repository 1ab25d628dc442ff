/** Where forms with photos are sent to; the parser of forms with files listens there and nowhere else. */
export const PHOTO_ADDRESS = /^\/accounts\/[^/]+\/readings\/certificates\/[^/]+\/photos\/?$/;
