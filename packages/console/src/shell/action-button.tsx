import { Button, type ButtonProps, Loader } from '@mantine/core';
import type { ComponentProps } from 'react';

type ActionButtonProps = Omit<ButtonProps, 'loading' | 'disabled'> &
  Pick<ComponentProps<'button'>, 'type' | 'aria-label'> & {
    /** What was asked for is under way: shows it and takes no second click. */
    readonly isBusy?: boolean;
    /** Something else is under way. */
    readonly isBlocked?: boolean;
    readonly onClick?: () => unknown;
    readonly 'data-autofocus'?: boolean;
  };

/** A button that asks for a change. While busy it is not `disabled`: that would throw the keyboard's focus away. */
export function ActionButton({ isBusy = false, isBlocked = false, onClick, children, ...rest }: ActionButtonProps) {
  const isWaiting = isBusy || isBlocked;
  return (
    <Button
      {...rest}
      aria-disabled={isWaiting || undefined}
      aria-busy={isBusy || undefined}
      leftSection={isBusy ? <Loader size="1em" color="currentcolor" aria-hidden /> : undefined}
      onClick={(event) => {
        if (isWaiting) event.preventDefault();
        else onClick?.();
      }}
    >
      {children}
    </Button>
  );
}
