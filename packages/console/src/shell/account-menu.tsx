import { Popover, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useSignOut } from '../api/session.ts';
import { navigate } from '../routing/location.ts';
import styles from './account-menu.module.css';
import { ActionButton } from './action-button.tsx';

type AccountMenuProps = { readonly member: { readonly name: string; readonly email: string }; readonly firm: string };

export function AccountMenu({ member, firm }: AccountMenuProps) {
  const signOut = useSignOut();
  const leave = () => signOut.mutate(undefined, { onSuccess: () => navigate('/', { replace: true }) });
  return (
    <Popover position="bottom-end" width={260} withinPortal={false} shadow="md">
      <Popover.Target>
        <UnstyledButton className={styles.button}>
          <span aria-hidden>{initialsOf(member.name)}</span>
          <VisuallyHidden>Your account: {member.name}</VisuallyHidden>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={styles.panel ?? ''}>
        <div className={styles.who}>
          <strong>{member.name}</strong>
          <span>{member.email}</span>
          <span>{firm}</span>
        </div>
        <ActionButton fullWidth variant="default" size="sm" isBusy={signOut.isPending} onClick={leave}>
          Sign out
        </ActionButton>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The first letters of the first and last word, as people see letters (an emoji or an accent is one). */
function initialsOf(name: string): string {
  const words = name.split(/\s+/u).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...new Intl.Segmenter('en').segment(word ?? '')][0]?.segment ?? '').join('');
}
