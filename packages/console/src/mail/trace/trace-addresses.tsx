import type { MailTraceView } from '@concord/core';
import { linkTo } from '../../routing/location.ts';
import { timelinePath } from '../../routing/routes.ts';
import { toPlainText } from '../../words/plain-text.ts';
import styles from './trace.module.css';

const roles = { from: 'From', to: 'To', cc: 'Cc', bcc: 'Bcc' } as const;

/** Every address of the message, and what it was taken for. */
export function TraceAddresses({ addresses }: Pick<MailTraceView, 'addresses'>) {
  return (
    <div>
      <h3>Who is in it</h3>
      <table className={styles.addresses}>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Address</th>
            <th scope="col">Taken for</th>
          </tr>
        </thead>
        <tbody>
          {addresses.map(({ address, as, sentence, contact }) => (
            <tr key={`${as} ${address}`}>
              <td>{roles[as]}</td>
              <th scope="row">
                <bdi>{toPlainText(address)}</bdi>
              </th>
              <td>
                {contact === undefined ? <bdi>{sentence}</bdi> : <a {...linkTo(timelinePath(contact))}>{sentence}</a>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
