import type { ConnectionView } from '@concord/core';
import { mailPath, settingsPath } from '../routing/routes.ts';

type Named = Pick<ConnectionView, 'provider' | 'label' | 'account'>;

function LeftOfSyncs({ provider, label, account }: Named) {
  return (
    <>
      <li>
        At once, Concord stops using {account || label} and destroys its permission.{' '}
        {provider === 'clio'
          ? 'Clio is one side of every sync, so all of your syncs stop.'
          : `Syncs that use ${label} stop.`}
      </li>
      <li>Nothing is deleted: what is on both sides stays as it is.</li>
      <li>
        What belongs together stays remembered. To go on later, connect the <strong>same account</strong> again; after a
        preview nothing is doubled.
      </li>
    </>
  );
}

function ForgottenSyncs({ account, label }: Named) {
  return (
    <>
      <li>{account || label} is disconnected, and what is on both sides stays as it is.</li>
      <li>
        Concord forgets what belongs together, all previews, and the history of what it changed. Nothing brings that
        back.
      </li>
      <li>
        A later sync begins as if it were the first: only what is plainly the same on both sides is linked by itself.
      </li>
    </>
  );
}

function LeftOfMail({ account, label }: Named) {
  return (
    <>
      <li>
        At once, Concord stops looking at the mail of {account || label} and destroys its permission. Nobody can send
        from it here any more.
      </li>
      <li>Nothing is deleted: your mailbox stays as it is, and so do the engagements that are there.</li>
      <li>
        When you connect the <strong>same account</strong> again, the past 24 hours are looked through by themselves. A
        longer time shows as a gap, which one click fills.
      </li>
    </>
  );
}

function ForgottenMail({ account, label }: Named) {
  return (
    <>
      <li>{account || label} is disconnected, and your mailbox stays as it is.</li>
      <li>
        Concord forgets how far it had looked, your aliases and what it counted. A later connection begins as if it were
        the first: with the past 24 hours, and without gaps.
      </li>
      <li>
        Engagements that lie in no other mailbox of your firm go from the timelines for good. What was filed in Clio
        stays there.
      </li>
    </>
  );
}

/** What leaving an account means, and what forgetting everything about it means on top. */
export const disconnectWords = {
  sync: {
    Left: LeftOfSyncs,
    Forgotten: ForgottenSyncs,
    forgets: 'Also destroys what Concord remembers of its syncs.',
    returnTo: settingsPath,
  },
  mail: {
    Left: LeftOfMail,
    Forgotten: ForgottenMail,
    forgets: 'Also destroys what Concord remembers of this mailbox.',
    returnTo: mailPath,
  },
} as const;
