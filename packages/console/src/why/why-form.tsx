import { TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { navigate } from '../routing/location.ts';
import { whyPath } from '../routing/routes.ts';
import { ActionButton } from '../shell/action-button.tsx';
import styles from './why.module.css';

/** What is asked stands in the address of the page, so that an answer can be passed on to a colleague. */
export function WhyForm({ query }: { readonly query: string }) {
  const [text, setText] = useState(query);
  const [fault, setFault] = useState<string>();
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') setFault('Type a name, an e-mail address, a phone number, a title or an id first.');
    else navigate(whyPath(text.trim()));
  };
  return (
    <form className={styles.form} role="search" noValidate onSubmit={ask}>
      <TextInput
        className={styles.box ?? ''}
        label="What is it about?"
        description="Of a contact a name, an e‑mail address or a phone number; of an event its title or its date (2026-04-15); or the id of either in Clio, Microsoft 365 or Google."
        type="search"
        value={text}
        error={fault}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setFault(undefined);
        }}
      />
      <ActionButton type="submit">Ask why</ActionButton>
    </form>
  );
}
