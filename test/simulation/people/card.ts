/** A card as any cloud shows it, in words of our own: written for the judge, and sharing nothing with the engine. */
export type Card = {
  /** Stays with the card, whatever else the cloud calls it. */
  readonly id: string;
  readonly isCompany: boolean;
  /** Messenger handles; each person of a story carries one that nobody else has. */
  readonly tags: readonly string[];
  /** But for spelling: see `plainText`. */
  readonly texts: Readonly<Record<TextName, string>>;
  readonly lists: Readonly<Record<ListName, readonly Entry[]>>;
  /** What Concord does not keep in step and has to leave as it is. */
  readonly extras: Readonly<Record<string, string>>;
};
/** `value`: but for spelling, see `plainEntry`. `slot` is empty where a cloud has no such notion for that list. */
export type Entry = { readonly value: string; readonly slot: string; readonly primary: boolean };

export const textNames = ['prefix', 'firstName', 'middleName', 'lastName', 'company', 'jobTitle', 'birthday'] as const;
export type TextName = (typeof textNames)[number];
export const listNames = ['emails', 'phones', 'addresses', 'sites'] as const;
export type ListName = (typeof listNames)[number];

/** A card as somebody types it, spelling and all, before any cloud has it. */
export type Draft = Pick<Card, 'isCompany' | 'tags' | 'texts' | 'lists'>;

/** Views of one version are one object, so each is read once. */
export function readOnce<View extends object>(read: (view: View) => Card): (view: View) => Card {
  const known = new WeakMap<View, Card>();
  return (view) => {
    const card = known.get(view) ?? read(view);
    known.set(view, card);
    return card;
  };
}
