import { Anchor, List, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { useDay } from "../../components/use-day.ts";

/** What came to be while a run went on, with the way there. */
export function Touched({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const touched = useQuery(api.scenarios.touched.queryOptions({ input: { id } }));
  const day = useDay({ weekday: "short", day: "numeric", month: "short" });
  return (
    <Asked query={touched}>
      {({ sessions, meetings, messages, rankings }) =>
        sessions.total + meetings.total + messages.total + rankings.total === 0 ? (
          <Text size="sm">{t("scenarios.touched.nothing")}</Text>
        ) : (
          <List size="sm" spacing={4} aria-label={t("scenarios.touched.title")}>
            {[["sessions", sessions] as const, ["meetings", meetings] as const].map(([what, { total, first }]) =>
              total === 0 ? null : (
                <List.Item key={what}>
                  {t(`scenarios.touched.${what}`, { count: total })}{" "}
                  {[...new Set(first)].map((date) => (
                    <Anchor
                      key={date}
                      me="xs"
                      size="sm"
                      underline="always"
                      renderRoot={(props) => <Link to="/week" search={{ from: date } as never} {...props} />}
                    >
                      {day(date)}
                    </Anchor>
                  ))}
                </List.Item>
              ),
            )}
            {messages.total === 0 ? null : (
              <List.Item>
                {t("scenarios.touched.messages", { count: messages.total })}{" "}
                {messages.first.map(({ number, group }) => (
                  <Anchor
                    key={number}
                    me="xs"
                    size="sm"
                    underline="always"
                    renderRoot={(props) => (
                      <Link to="/messages/$number" params={{ number: String(number) }} {...props} />
                    )}
                  >
                    {group ?? t("messages.one.title", { number })}
                  </Anchor>
                ))}
                {messages.total > messages.first.length
                  ? t("frame.confirm.others", { count: messages.total - messages.first.length })
                  : null}
              </List.Item>
            )}
            {rankings.total === 0 ? null : (
              <List.Item>
                {t("scenarios.touched.rankings", { count: rankings.total })}{" "}
                {rankings.first.map(({ groupId, title, period }, index) => (
                  <Anchor
                    key={`${groupId} ${period} ${index}`}
                    me="xs"
                    size="sm"
                    underline="always"
                    renderRoot={(props) => (
                      <Link
                        to="/rankings"
                        search={{ tab: "published", period, ...(groupId === null ? {} : { group: groupId }) } as never}
                        {...props}
                      />
                    )}
                  >
                    {title ?? t("scenarios.touched.school")}
                  </Anchor>
                ))}
                {rankings.total > rankings.first.length
                  ? t("frame.confirm.others", { count: rankings.total - rankings.first.length })
                  : null}
              </List.Item>
            )}
          </List>
        )
      }
    </Asked>
  );
}
