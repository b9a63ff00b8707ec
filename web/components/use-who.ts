import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** Who did something, as people call them: by the actor's name, where it has one, or by what kind of actor it is. */
export function useWho(): (by: string, name: string | null) => string {
  const { t } = useTranslation();
  return useMemo(
    () => (by, name) => {
      if (name !== null) return name;
      if (by === "cli" || by === "retention" || by === "erased") return t(`audit.${by}`);
      if (by.startsWith("user:")) return t("audit.removedAccount");
      const [, id] = /^telegram:(\d+)$/.exec(by) ?? [];
      return id === undefined ? by : t("audit.telegram", { id });
    },
    [t],
  );
}
