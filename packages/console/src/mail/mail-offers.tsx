import type { MailOfferView } from '@concord/core';
import { Button } from '@mantine/core';
import { IconMailPlus } from '@tabler/icons-react';
import { authorizePath, mailPath } from '../routing/routes.ts';
import rows from '../settings/rows.module.css';
import { Card } from '../shell/card.tsx';

type MailOffersProps = { readonly offers: readonly MailOfferView[]; readonly isFirst: boolean };

/** Mailboxes that can be connected: the provider's own page asks whether to agree. */
export function MailOffers({ offers, isFirst }: MailOffersProps) {
  return (
    <Card title={isFirst ? 'Connect your mailbox' : 'Connect another mailbox'} flush>
      <ul className={rows.rows}>
        {offers.map(({ provider, label, authorizeUrl }) => (
          <li key={provider} className={rows.row}>
            <span className={rows.icon} aria-hidden>
              <IconMailPlus size={22} stroke={1.5} />
            </span>
            <div className={rows.body}>
              <h3 className={rows.title}>{label}</h3>
              <p className={rows.text}>Asks for the permission to read mail and to send it, and for nothing else.</p>
            </div>
            <Button
              component="a"
              variant={isFirst ? 'filled' : 'default'}
              href={authorizePath(authorizeUrl, mailPath)}
            >{`Connect ${label}`}</Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
