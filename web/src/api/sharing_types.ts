// SPDX-License-Identifier: Apache-2.0
// The contract's nouns of people and sharing, as the screens call them.
import type * as schema from "./schema";

export type { Agreement, AssuranceUpdate, Clause, Feed, Partner, Purpose, Recall, Role, Stop, StopOrder, TrackSharing, TrackView, View } from "./schema";

// The contract's session, and what a newer server may add to it.
export type SessionState = schema.Session & { display_name?: string; expires_at?: string; oidc?: { name: string } };

export type SharingNow = schema.Sharing;
export type Reach = NonNullable<schema.Stop["reach"]>;
export type ResumeAnswer = schema.Resumed;
export type Assessment = schema.NewAssessment;
export type Assurance = schema.RequiredAssurance;
export type Held = Assurance["held"][number]["state"];
export type AgreementState = schema.Agreement["state"];
export type DraftCheck = schema.AgreementCheck;
export type Mistake = DraftCheck["mistakes"][number];
