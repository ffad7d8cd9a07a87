import type { ConnectionView } from '@concord/core';
import { Button, Group, TextInput } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useRef } from 'react';
import { CopyButton } from '../shell/copy-button.tsx';
import styles from './admin-panel.module.css';

type AdminLetterProps = { readonly label: string; readonly admin: NonNullable<ConnectionView['admin']> };

/** The link for an administrator and a ready mail: to copy, or to write with one's own mail program. */
export function AdminLetter({ label, admin }: AdminLetterProps) {
  const link = useRef<HTMLInputElement>(null);
  const whole = `${admin.subject}\n\n${admin.body}`;
  return (
    <div className={styles.letter}>
      <p>
        Send this link to whoever administers {label} in your organization. It asks them to approve Concord; they see
        nothing of yours. When they have, this page goes on by itself, and you get a mail.
      </p>
      <div className={styles.link}>
        <TextInput
          ref={link}
          className={styles.address ?? ''}
          label="Link for your administrator"
          value={admin.url}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton text={admin.url} label="Copy the link" source={link} />
      </div>
      <Group gap="xs">
        <Button
          component="a"
          variant="default"
          size="sm"
          leftSection={<IconMail size={16} stroke={1.7} aria-hidden />}
          href={mailto(admin)}
        >
          Write the mail
        </Button>
        <CopyButton text={whole} label="Copy the mail" />
      </Group>
      <details>
        <summary>Read the mail</summary>
        <pre>{whole}</pre>
      </details>
    </div>
  );
}

/** Lines end in CRLF there (RFC 6068). To whom, the person knows. */
function mailto({ subject, body }: AdminLetterProps['admin']): string {
  const lines = body.replaceAll(/\r?\n/g, '\r\n');
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(lines)}`;
}
