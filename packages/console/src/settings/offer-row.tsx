import type { OfferView, SyncView } from '@concord/core';
import { Button } from '@mantine/core';
import { IconAddressBook } from '@tabler/icons-react';
import { linkTo } from '../routing/location.ts';
import { setUpPath, syncPath } from '../routing/routes.ts';
import { StateDot } from '../shell/state-dot.tsx';
import { Freshness } from './freshness.tsx';
import rows from './rows.module.css';
import type { SignedIn } from './settings-page.tsx';

/** A sync that can be set up, or the ones that were. */
export function OfferRow({ offer, session }: { readonly offer: OfferView; readonly session: SignedIn }) {
  const connections = session.connections.filter((connection) => connection.provider === offer.provider);
  const ids = new Set(connections.map((connection) => connection.id));
  const isOfOffer = (sync: SyncView) => ids.has(sync.right.connection) || sync.right.label === offer.label;
  const syncs = session.syncs.filter((sync) => sync.itemType === offer.itemType && isOfOffer(sync));
  const title = `Contacts: Clio and ${offer.label}`;
  if (syncs.length > 0) return syncs.map((sync) => <SyncRow key={sync.id} title={title} sync={sync} />);
  const isConnected = connections.some((connection) => connection.state === 'active');
  return (
    <li className={rows.row}>
      <Icon />
      <div className={rows.body}>
        <h3 className={rows.title}>{title}</h3>
        <p className={rows.text}>
          {isConnected
            ? `${offer.label} is connected. Choose what to sync with ${offer.collection}.`
            : `Keep your Clio contacts and ${offer.collection} the same.`}
        </p>
      </div>
      <Button
        component="a"
        variant={isConnected ? 'default' : 'filled'}
        aria-label={`${isConnected ? 'Configure' : 'Set up sync'}: ${title}`}
        {...linkTo(setUpPath(offer.provider, offer.itemType))}
      >
        {isConnected ? 'Configure' : 'Set up sync'}
      </Button>
    </li>
  );
}

function SyncRow({ title, sync }: { readonly title: string; readonly sync: SyncView }) {
  return (
    <li className={rows.row}>
      <Icon />
      <div className={rows.body}>
        <div className={rows.head}>
          <h3 className={rows.title}>{title}</h3>
          <StateDot state={sync.state} />
        </div>
        <p className={rows.text}>{sync.sentence}</p>
        <p className={rows.small}>
          {sync.right.account}
          {sync.state === 'live' && sync.freshness && (
            <>
              {' · '}
              <Freshness freshness={sync.freshness} />
            </>
          )}
        </p>
      </div>
      <Button component="a" variant="default" aria-label={`Configure: ${title}`} {...linkTo(syncPath(sync.id))}>
        Configure
      </Button>
    </li>
  );
}

function Icon() {
  return (
    <span className={rows.icon} aria-hidden>
      <IconAddressBook size={22} stroke={1.5} />
    </span>
  );
}
