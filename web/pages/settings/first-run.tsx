import { Button, Group, List, Stack, Tabs, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked } from "../../components/asked.tsx";
import { Mark } from "../../components/mark.tsx";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { TwoFactor } from "../accounts/two-factor.tsx";
import { ImportFlow } from "../timetable/import-flow.tsx";
import { AreaForm, type Area } from "./area-form.tsx";
import { DemoChoice } from "./demo-choice.tsx";
import { ModeWindow } from "./mode-window.tsx";
import { TelegramConnection } from "./telegram-connection.tsx";
import { ZoomConnection } from "./zoom-connection.tsx";

const steps = ["account", "school", "workbook", "zoom", "telegram", "told", "mode"] as const;
type Step = (typeof steps)[number];
type State = Awaited<ReturnType<(typeof api)["settings"]["firstRun"]["call"]>>;

/** How many groups are named; the others are counted. */
const named = 12;

/** The first day of a school, step by step; each is read from what is there, so it can be left and taken up again. */
export function FirstRun() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const state = useQuery(api.settings.firstRun.queryOptions());
  const list = useQuery(api.settings.read.queryOptions());
  const me = useQuery(api.accounts.me.queryOptions());
  const { data: isDemo } = useQuery(api.school.status.queryOptions({ select: ({ demo }) => demo }));
  if (isDemo === true) {
    return (
      <Stack>
        <Title order={1}>{t("start.title")}</Title>
        <Text maw={720}>{t("start.demo.inside")}</Text>
      </Stack>
    );
  }
  return (
    <Stack>
      <Title order={1}>{t("start.title")}</Title>
      {me.data?.role === "owner" && state.data?.courses === 0 ? (
        <DemoChoice toSchool={() => change({ step: "school" })} />
      ) : null}
      <Text maw={720}>{me.data?.role === "operator" ? t("start.ownerOnly") : t("start.intro")}</Text>
      <Asked query={me}>
        {({ role, twoFactor }) => (
          <Asked query={state}>
            {(found) => (
              <Asked query={list}>
                {(areas) => {
                  const done = doneOf(found, twoFactor);
                  const chosen = steps.find((step) => step === address["step"]) ?? firstOpen(done);
                  const next = steps[steps.indexOf(chosen) + 1];
                  return (
                    <>
                      <Text fw={600}>
                        {t("start.progress", { count: steps.filter((step) => done[step]).length, all: steps.length })}
                      </Text>
                      <Tabs
                        value={chosen}
                        onChange={(step) => change({ step: step ?? undefined })}
                        keepMounted={false}
                        variant="outline"
                      >
                        <Tabs.List mb="md">
                          {steps.map((step) => (
                            <Tabs.Tab
                              key={step}
                              value={step}
                              rightSection={
                                <Mark tone={done[step] ? "good" : "quiet"}>
                                  {t(done[step] ? "start.done" : "start.todo")}
                                </Mark>
                              }
                            >
                              {t(`start.step.${step}`)}
                            </Tabs.Tab>
                          ))}
                        </Tabs.List>
                        <Tabs.Panel value={chosen}>
                          <Stack gap="lg">
                            <Content
                              step={chosen}
                              state={found}
                              areas={areas}
                              twoFactor={twoFactor}
                              mayChange={role === "owner"}
                            />
                            <Group>
                              {next === undefined ? null : (
                                <Button variant="light" onClick={() => change({ step: next })}>
                                  {t("start.next")}
                                </Button>
                              )}
                              {role === "owner" ? <Finish isDone={found.isDone} isLast={next === undefined} /> : null}
                            </Group>
                          </Stack>
                        </Tabs.Panel>
                      </Tabs>
                    </>
                  );
                }}
              </Asked>
            )}
          </Asked>
        )}
      </Asked>
    </Stack>
  );
}

function doneOf(state: State, twoFactor: boolean): Readonly<Record<Step, boolean>> {
  return {
    account: twoFactor,
    school: state.school,
    workbook: state.courses > 0,
    zoom: state.zoom,
    telegram: state.telegram,
    told: state.adminChat,
    mode: state.isDone,
  };
}

/** Where somebody who comes back goes on; the second step of signing in is offered once, and never in the way. */
function firstOpen(done: Readonly<Record<Step, boolean>>): Step {
  if (!done.school) return "account";
  return steps.find((step) => step !== "account" && !done[step]) ?? "mode";
}

function Content({
  step,
  state,
  areas,
  twoFactor,
  mayChange,
}: {
  readonly step: Step;
  readonly state: State;
  readonly areas: readonly Area[];
  readonly twoFactor: boolean;
  readonly mayChange: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const area = (name: Area["area"]) => areas.find((one) => one.area === name);
  const [school, telegram, zoom, admin] = [area("school"), area("telegram"), area("zoom"), area("admin")];
  switch (step) {
    case "account":
      return <TwoFactor isOn={twoFactor} />;
    case "school":
      return school === undefined ? null : <AreaForm area={school} mayChange={mayChange} />;
    case "workbook":
      return (
        <Stack>
          {state.courses > 0 ? <Text fw={600}>{t("start.courses", { count: state.courses })}</Text> : null}
          <ImportFlow />
        </Stack>
      );
    case "zoom":
      return zoom === undefined ? null : <ZoomConnection area={zoom} mayChange={mayChange} />;
    case "telegram":
      return (
        <>
          {telegram === undefined ? null : <TelegramConnection area={telegram} mayChange={mayChange} />}
          {state.telegram ? <JoinedGroups /> : null}
        </>
      );
    case "told":
      return admin === undefined ? null : <AreaForm area={admin} mayChange={mayChange} />;
    case "mode":
      return <ModeStep mode={state.mode} />;
  }
}

/** The groups, as they are joined: the page is told of each. */
function JoinedGroups() {
  const { t } = useTranslation();
  const groups = useQuery(api.roster.groups.queryOptions());
  return (
    <section aria-labelledby="joined">
      <Title order={2} size="h4" id="joined" mb="xs">
        {t("start.groups")}
      </Title>
      <Asked query={groups}>
        {(all) =>
          all.length === 0 ? (
            <Text>{t("start.noGroups")}</Text>
          ) : (
            <List>
              {all.slice(0, named).map(({ id, title, health }) => (
                <List.Item key={id}>
                  {title} · {t(`roster.health.${health}`)}
                </List.Item>
              ))}
              {all.length > named ? (
                <List.Item>{t("start.moreGroups", { count: all.length - named })}</List.Item>
              ) : null}
            </List>
          )
        }
      </Asked>
    </section>
  );
}

function ModeStep({ mode }: { readonly mode: State["mode"] }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Stack align="start">
      <Text maw={720}>{t("start.mode")}</Text>
      <Text>{t("start.nowMode", { mode: t(`frame.mode.short.${mode}`) })}</Text>
      <Button variant="default" onClick={() => setIsOpen(true)}>
        {t("start.chooseMode")}
      </Button>
      {isOpen ? <ModeWindow close={() => setIsOpen(false)} /> : null}
    </Stack>
  );
}

function Finish({ isDone, isLast }: { readonly isDone: boolean; readonly isLast: boolean }) {
  const { t } = useTranslation();
  const anew = useAnew(api.settings.key());
  const finish = useMutation(
    api.settings.finishFirstRun.mutationOptions({
      async onSuccess() {
        await anew();
        notify(t("start.finished"));
      },
    }),
  );
  if (isDone) return null;
  return (
    <Button
      variant={isLast ? "filled" : "default"}
      loading={finish.isPending}
      onClick={() => finish.mutate({ isDone: true })}
    >
      {t("start.finish")}
    </Button>
  );
}
