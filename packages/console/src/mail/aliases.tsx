import type { MailboxView } from '@concord/core';
import { useSaveAliases } from '../api/mail.ts';
import { announce } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import { ListInput } from '../shell/list-input.tsx';
import { SaveState } from '../watches/draft-state.tsx';
import styles from './mail.module.css';
import { readAliases } from './settings/read-lists.ts';

/** Under which addresses this mailbox gets and sends mail: as its provider tells, and as the person knows. */
export function Aliases({ box: { connection, label, aliases } }: { readonly box: MailboxView }) {
  const saving = useSaveAliases(connection.id);
  const own = (saving.isPending ? saving.variables : undefined) ?? aliases.own;
  const save = (next: readonly string[]): void =>
    saving.mutate(next, { onSuccess: () => announce('Your aliases are saved.') });
  return (
    <details className={styles.older}>
      <summary>Aliases: your other addresses</summary>
      <div className={styles.days}>
        <p className={styles.line}>
          You, and never a contact, are behind these. {label} tells of{' '}
          {aliases.told.length === 0
            ? 'no other address'
            : aliases.told.map((address, index) => (
                <span key={address}>
                  {index > 0 && ', '}
                  <bdi>{address}</bdi>
                </span>
              ))}
          . Add those that it does not know: an old address that is forwarded, a shared mailbox, a domain’s other name.
        </p>
        <ListInput
          label="Your aliases"
          placeholder="name@example.com"
          add="Add these aliases"
          of="Your aliases"
          items={own}
          read={(text) => readAliases(text, own, aliases.told)}
          onChange={save}
        />
        <SaveState isPending={saving.isPending} isSaved={saving.isSuccess} />
        {saving.error && <Failure error={saving.error} />}
      </div>
    </details>
  );
}
