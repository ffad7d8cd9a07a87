import type { Item, List } from '../items.ts';

/** A person or a company as every provider's lens reads it. `company` is the employer of a person, or the company's own name. */
export type Contact = Item & {
  readonly kind: 'person' | 'company';
  readonly prefix?: string;
  readonly firstName?: string;
  readonly middleName?: string;
  readonly lastName?: string;
  readonly company?: string;
  readonly jobTitle?: string;
  /** `YYYY-MM-DD`. */
  readonly birthday?: string;
  readonly emails?: List;
  readonly phones?: List;
  /** Values are records of `street`, `city`, `province`, `postalCode`, `country`. */
  readonly addresses?: List;
  readonly sites?: List;
  readonly messengers?: List;
};
