import { say } from "#lib/bilingual.ts";

import { address, secret, setting, text } from "./setting.ts";

/** Settings of the zoom. */
export const zoomSettings = {
  zoomAccountId: setting({
    name: "ZOOM_ACCOUNT_ID",
    schema: text,
    default: undefined,
    about: say("Compte Zoom (application Server-to-Server OAuth).", "Zoom account (Server-to-Server OAuth app)."),
  }),
  zoomClientId: setting({
    name: "ZOOM_CLIENT_ID",
    schema: text,
    default: undefined,
    about: say("Identifiant de l'application Zoom.", "Client id of the Zoom app."),
  }),
  zoomClientSecret: setting({
    name: "ZOOM_CLIENT_SECRET",
    schema: secret,
    default: undefined,
    secret: true,
    about: say("Secret de l'application Zoom.", "Client secret of the Zoom app."),
  }),
  zoomApiBase: setting({
    name: "ZOOM_API_BASE",
    schema: address,
    default: "https://api.zoom.us/v2",
    about: say("Adresse de l'API de Zoom.", "Address of Zoom's API."),
  }),
  zoomOauthBase: setting({
    name: "ZOOM_OAUTH_BASE",
    schema: address,
    default: "https://zoom.us",
    about: say("Adresse des jetons de Zoom.", "Address of Zoom's tokens."),
  }),
} as const;
