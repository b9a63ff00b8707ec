import { Anchor, Group, Stack, Tabs, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked } from "../../components/asked.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { StudentActions } from "./student-actions.tsx";
import { StudentHistory } from "./student-history.tsx";
import { StudentPoints } from "./student-points.tsx";
import { StudentPresence } from "./student-presence.tsx";
import { StudentWho } from "./student-who.tsx";

const tabs = ["who", "presence", "points", "history"] as const;

/** One student: who they are, where they were, what gave them points, and what was decided about them. */
export function Student() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/shell/students/$id" });
  const mayChange = useMayChange();
  const [address, change] = useAddress();
  const one = useQuery(api.roster.student.queryOptions({ input: { id } }));
  return (
    <Stack>
      <Anchor size="sm" renderRoot={(props) => <Link to="/students" {...props} />}>
        {t("roster.student.back")}
      </Anchor>
      <Asked query={one}>
        {(student) => (
          <>
            <Group justify="space-between">
              <Title order={1}>{student.name}</Title>
              {mayChange ? <StudentActions student={student} /> : null}
            </Group>
            <Text>
              {student.groups
                .filter((group) => group.leftAt === null)
                .map((group) => t("roster.student.pointsIn", { group: group.title, count: group.points }))
                .join(" · ")}
            </Text>
            <Tabs value={address["tab"] ?? "who"} onChange={(tab) => change({ tab: tab ?? undefined })}>
              <Tabs.List>
                {tabs.map((tab) => (
                  <Tabs.Tab key={tab} value={tab}>
                    {t(`roster.tab.${tab}`)}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Tabs.Panel value="who" pt="md">
                <StudentWho student={student} />
              </Tabs.Panel>
              <Tabs.Panel value="presence" pt="md" keepMounted={false}>
                <StudentPresence id={student.id} />
              </Tabs.Panel>
              <Tabs.Panel value="points" pt="md" keepMounted={false}>
                <StudentPoints student={student} />
              </Tabs.Panel>
              <Tabs.Panel value="history" pt="md" keepMounted={false}>
                <StudentHistory id={student.id} />
              </Tabs.Panel>
            </Tabs>
          </>
        )}
      </Asked>
    </Stack>
  );
}
