import { Button, Popover, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useSignOut } from '../api/session.ts';
import { linkTo, navigate } from '../routing/location.ts';
import { firmPath, settingsPath } from '../routing/routes.ts';
import styles from './account-menu.module.css';
import { ActionButton } from './action-button.tsx';

type AccountMenuProps = {
  readonly member: { readonly name: string; readonly email: string; readonly isOwner: boolean };
  readonly firm: string;
};

export function AccountMenu({ member, firm }: AccountMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const signOut = useSignOut();
  const leave = () => signOut.mutate(undefined, { onSuccess: () => navigate('/', { replace: true }) });
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      returnFocus
      position="bottom-end"
      width={260}
      withinPortal={false}
      shadow="md"
    >
      <Popover.Target>
        <UnstyledButton className={styles.button} onClick={() => setOpen(!isOpen)}>
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
        <MenuLink path={settingsPath} label="My Settings" onFollow={() => setOpen(false)} />
        {member.isOwner && <MenuLink path={firmPath} label="Your firm" onFollow={() => setOpen(false)} />}
        <ActionButton fullWidth variant="default" size="sm" isBusy={signOut.isPending} onClick={leave}>
          Sign out
        </ActionButton>
      </Popover.Dropdown>
    </Popover>
  );
}

type MenuLinkProps = { readonly path: string; readonly label: string; readonly onFollow: () => void };

/** The menu closes: the page under it is another one. */
function MenuLink({ path, label, onFollow }: MenuLinkProps) {
  const { href, onClick } = linkTo(path);
  return (
    <Button
      component="a"
      fullWidth
      mb="xs"
      variant="default"
      size="sm"
      href={href}
      onClick={(event) => {
        onClick(event);
        onFollow();
      }}
    >
      {label}
    </Button>
  );
}

/** The first letters of the first and last word, as people see letters (an emoji or an accent is one). */
function initialsOf(name: string): string {
  const words = name.split(/\s+/u).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...new Intl.Segmenter('en').segment(word ?? '')][0]?.segment ?? '').join('');
}
