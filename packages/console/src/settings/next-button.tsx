import type { ConnectionView } from '@concord/core';
import { Button, type ButtonProps } from '@mantine/core';
import { authorizePath } from '../routing/routes.ts';

type NextButtonProps = ButtonProps & { readonly connection: ConnectionView; readonly returnTo: string };

/** The one thing to press to bring a connection on, when there is one. Quieter while an administrator is the one to move. */
export function NextButton({ connection: { label, next, state }, returnTo, ...rest }: NextButtonProps) {
  if (!next) return null;
  const about = next.label.includes(label) ? {} : { 'aria-label': `${next.label}: ${label}` };
  return (
    <Button
      {...rest}
      variant={state === 'needsAdmin' ? 'default' : 'filled'}
      component="a"
      href={authorizePath(next.url, returnTo)}
      {...about}
    >
      {next.label}
    </Button>
  );
}
