import { ActionIcon, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';

const schemes = {
  auto: { label: 'Colours follow your system. Change to light.', Icon: IconDeviceDesktop, next: 'light' },
  light: { label: 'Light colours. Change to dark.', Icon: IconSun, next: 'dark' },
  dark: { label: 'Dark colours. Change to follow your system.', Icon: IconMoon, next: 'auto' },
} as const;

/** Goes round: as the system says, light, dark. The choice stays in this browser. */
export function ColourToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { label, Icon, next } = schemes[colorScheme];
  return (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon
        variant="subtle"
        color="gray"
        c="dimmed"
        size="lg"
        aria-label={label}
        onClick={() => setColorScheme(next)}
      >
        <Icon size={20} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
