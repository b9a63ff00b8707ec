import { Alert, createTheme, type CSSVariablesResolver } from "@mantine/core";

/** The page's look: the system's own letters, one colour dark enough to be read on white. */
export const theme = createTheme({
  primaryColor: "indigo",
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  respectReducedMotion: true,
  defaultRadius: "md",
  fontFamily: "system-ui, sans-serif",
  components: {
    // Its colour stands in its frame and ground; words in that colour are too pale on that ground.
    Alert: Alert.extend({ styles: { title: { color: "var(--mantine-color-text)" } } }),
  },
});

/** Quiet words and errors stay readable: Mantine's own have less contrast than WCAG 2 asks for (4.5:1). */
export const readableGrey: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": colors.gray[7],
    "--mantine-color-placeholder": colors.gray[7],
    "--mantine-color-error": colors.red[9],
  },
  dark: {
    "--mantine-color-dimmed": colors.gray[4],
    "--mantine-color-placeholder": colors.gray[4],
    "--mantine-color-error": colors.red[3],
  },
});
