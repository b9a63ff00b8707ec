import { Anchor, List, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Window } from "../../components/window.tsx";

/** Who was neither heard nor seen for 48 hours, and whether the bot may write to them. */
export function Silent({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const list = useQuery(api.rankings.silent.queryOptions());
  return (
    <Window isOpen close={close} title={t("roster.silent.title")}>
      <Stack>
        <Text>{t("roster.silent.intro")}</Text>
        <Asked query={list}>
          {({ count, students }) =>
            count === 0 ? (
              <Text>{t("roster.silent.none")}</Text>
            ) : (
              <>
                {count > students.length ? (
                  <Text>{t("roster.silent.cut", { count: students.length, total: count })}</Text>
                ) : null}
                <List spacing="xs">
                  {students.map((one) => (
                    <List.Item key={one.studentId}>
                      <Anchor
                        underline="always"
                        renderRoot={(props) => <Link to="/students/$id" params={{ id: one.studentId }} {...props} />}
                      >
                        {one.name}
                      </Anchor>{" "}
                      ({one.groupTitle}) · {t(`roster.silent.${one.reach}`)}
                    </List.Item>
                  ))}
                </List>
              </>
            )
          }
        </Asked>
      </Stack>
    </Window>
  );
}
