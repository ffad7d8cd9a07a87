import type { World } from '../../kernel/world.ts';

/** A mail that Exchange would have sent because of what happened to an event. Nothing leaves the sandbox. */
export type OutlookMail = {
  readonly at: number;
  readonly kind: 'invitation' | 'update' | 'cancellation' | 'response';
  /** Whose event write it was: an app's, or the person's own. */
  readonly by: 'app' | 'person';
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** Immutable id of the event or the series. */
  readonly eventId: string;
  /** Day of the one instance that it is about. */
  readonly date?: string;
  readonly why: string;
};

export type MailTrap = {
  readonly put: (mail: Omit<OutlookMail, 'at'>) => void;
  /** Oldest first; of everybody, or of one sender. */
  readonly list: (from?: string) => readonly OutlookMail[];
  readonly clear: () => void;
};

export function createMailTrap(world: World): MailTrap {
  const mails = world.store.collection<OutlookMail>('microsoft.mails');
  let number = mails.size();
  return {
    put: (mail) => {
      number += 1;
      mails.set(String(number), { at: world.now(), ...mail });
    },
    list: (from) => [...mails.values()].filter((mail) => from === undefined || mail.from === from),
    clear: () => {
      for (const [id] of mails.entries()) mails.delete(id);
    },
  };
}
