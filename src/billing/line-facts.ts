/** What a file tells of a service of a payment document beside its sums; only what it has. Sums are kopecks. */
export interface LineFacts {
  /** How the volume was found, in the words of the file: «Прибор учета», «Норматив», «Иное». */
  readonly method?: string;
  readonly commonMethod?: string;
  /** What of the charge is for the flat itself, and what for the common property. */
  readonly own?: number;
  readonly common?: number;
  /** The same of the total, with what is recalculated and taken off. */
  readonly ownTotal?: number;
  readonly commonTotal?: number;
  readonly order?: string;
  readonly norm?: string;
  readonly commonNorm?: string;
  readonly reading?: string;
  readonly houseReading?: string;
  readonly houseVolume?: string;
  readonly houseCommonVolume?: string;
  /** What the grounds of the recalculation come to. */
  readonly grounds?: number;
  readonly supplier?: string;
  readonly instalment?: InstalmentFacts;
}

/** How a service is paid for in parts. */
export interface InstalmentFacts {
  /** Of the charge of the month, and of former months. */
  readonly now?: number;
  readonly before?: number;
  readonly interest?: number;
  /** Per cent, in the words of the file. */
  readonly percent?: string;
  /** With interest. */
  readonly total?: number;
}
