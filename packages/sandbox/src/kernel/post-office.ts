/** A message on its way between mailboxes, as its sender wrote it. */
export type PostedMail = {
  /** RFC 5322, without angle brackets; absent: it has none. */
  readonly messageId?: string;
  readonly from: PostedAddress;
  readonly to: readonly PostedAddress[];
  readonly cc: readonly PostedAddress[];
  /** Whoever stands here gets it, and no header says so. */
  readonly bcc: readonly PostedAddress[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Of its `Date` header, in milliseconds; it may be far off. */
  readonly sentAt: number;
  /** Further headers, by name: `In-Reply-To`, `Sensitivity`, `List-Id`. */
  readonly headers: Readonly<Record<string, string>>;
};
export type PostedAddress = { readonly address: string; readonly name: string };

/** Where a cloud takes mail in for the mailboxes that it has. */
export type PostDoor = {
  readonly has: (address: string) => boolean;
  readonly deliver: (address: string, mail: PostedMail) => void;
};

/** Brings mail from one cloud's mailboxes to another's; what is for nobody here is kept, for people and tests to see. */
export type PostOffice = {
  readonly join: (door: PostDoor) => void;
  readonly send: (mail: PostedMail) => void;
  /** What went to addresses that no mailbox here has, the oldest first. */
  readonly leftTheSandbox: () => readonly { readonly address: string; readonly mail: PostedMail }[];
};

export function createPostOffice(): PostOffice {
  const doors: PostDoor[] = [];
  const gone: { readonly address: string; readonly mail: PostedMail }[] = [];
  return {
    join: (door) => void doors.push(door),
    send: (mail) => {
      const everybody = [...mail.to, ...mail.cc, ...mail.bcc].map(({ address }) => address.toLowerCase());
      for (const address of new Set(everybody)) {
        const at = doors.filter((door) => door.has(address));
        for (const door of at) door.deliver(address, mail);
        if (at.length === 0) gone.push({ address, mail });
      }
    },
    leftTheSandbox: () => gone,
  };
}
