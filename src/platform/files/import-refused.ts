/** A load that cannot be made at all, mostly because of the file; the message is for the person who started it. */
export class ImportRefused extends Error {}
