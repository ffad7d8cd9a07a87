/** The firm's matters as one member sees them. Only the book of record has them, and Concord only ever reads them. */
export type Matters = {
  /** One page in the order of ids, at most 200. `next` is what the page before gave; its own filters hold. */
  readonly list: (filter: MattersFilter, next?: string) => Promise<MattersPage>;
  /** Those of at most 100 that the member is shown, in one request and in no order. What is missing is deleted or hidden. */
  readonly read: (ids: readonly string[]) => Promise<readonly Matter[]>;
  /** Those of at most 200 contacts that the member is shown in full, in one request and in no order. */
  readonly people: (ids: readonly string[]) => Promise<readonly MatterPerson[]>;
  readonly practiceAreas: () => Promise<readonly Named[]>;
  /** Whoever can be responsible for a matter. */
  readonly attorneys: () => Promise<readonly Named[]>;
};

export type Named = { readonly id: string; readonly name: string };

export type MattersFilter = {
  readonly search?: string;
  readonly status?: MatterStatus;
  readonly practiceArea?: string;
  readonly attorney?: string;
  /** `YYYY-MM-DD`, both inclusive. */
  readonly openedFrom?: string;
  readonly openedUntil?: string;
};
export type MatterStatus = 'open' | 'pending' | 'closed';
export type MattersPage = { readonly matters: readonly Matter[]; readonly next?: string; readonly total?: number };

/** Blank texts are ''. Dates are `YYYY-MM-DD`. */
export type Matter = {
  readonly id: string;
  readonly number: string;
  readonly description: string;
  readonly status: MatterStatus;
  readonly openedOn: string;
  readonly closedOn: string;
  readonly client?: Named;
  readonly attorney?: Named;
  readonly practiceArea?: Named;
};

/** Of a company the name is the last name. City and state are those of its primary address, or else of its first. */
export type MatterPerson = {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly dateOfBirth: string;
  readonly city: string;
  readonly state: string;
};
