import type { MemberView } from '@concord/core';
import { connectionLooks } from '../settings/connection-look.ts';
import rows from '../settings/rows.module.css';
import { Since } from '../shell/since.tsx';
import { StateTag } from '../shell/state-tag.tsx';
import styles from './firm.module.css';

/** A member and each of their accounts, with what is wrong where something is. */
export function MemberRow({ member: { name, email, isOwner, connections } }: { readonly member: MemberView }) {
  return (
    <li className={styles.member}>
      <div>
        <h3 className={rows.title}>{name}</h3>
        <p className={rows.small}>
          {email}
          {isOwner && ' · account owner'}
        </p>
      </div>
      {connections.length === 0 ? (
        <p className={rows.text}>Has no account connected yet.</p>
      ) : (
        <ul className={styles.connections} aria-label={`Accounts of ${name}`}>
          {connections.map((connection) => (
            <Account key={connection.id} connection={connection} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Account({ connection }: { readonly connection: MemberView['connections'][number] }) {
  const { label, account, state, sentence, since } = connection;
  const look = connectionLooks[state];
  return (
    <li>
      <div className={rows.head}>
        <span>
          <strong>{label}</strong> {account}
        </span>
        <StateTag label={look.label} tone={look.tone} />
      </div>
      {state !== 'active' && <p className={rows.text}>{sentence}</p>}
      {since !== undefined && state !== 'active' && (
        <p className={rows.small}>
          <Since at={since} />
        </p>
      )}
    </li>
  );
}
