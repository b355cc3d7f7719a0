// SPDX-License-Identifier: Apache-2.0
// Who sits here. Pure.
import type { Role, SessionState } from "../api/sharing_types";

// asking: not known yet. out: the sign-in page. in: the screens, also in a demonstration, where nobody signs in.
export type PeoplePhase = "asking" | "out" | "in";

export interface People {
  phase: PeoplePhase;
  session: SessionState | null;
  // Signed in once and no longer: the sign-in page says why it is here again.
  ended: boolean;
  // The server asks for the password again.
  confirming: boolean;
  unreachable: boolean;
}

export const kPeopleStart: People = { phase: "asking", session: null, ended: false, confirming: false, unreachable: false };

export type PeopleAction =
  | { type: "session"; session: SessionState }
  | { type: "session_unreachable" }
  | { type: "session_ended" }
  | { type: "session_wanted"; wanted: boolean }
  | { type: "confirming"; open: boolean };

export function reduce_people(state: People, action: PeopleAction): People {
  switch (action.type) {
    case "session": {
      const open = action.session.signed_in || action.session.demo;
      return { ...state, session: action.session, phase: open ? "in" : "out", unreachable: false, ended: open ? false : state.ended };
    }
    case "session_unreachable":
      return { ...state, unreachable: true };
    case "session_ended":
      if (state.phase !== "in") return state;
      return { ...state, phase: "out", ended: true, confirming: false, session: { ...offered(state.session), signed_in: false, demo: false } };
    // In a demonstration one may sign in as somebody, or go back to being nobody.
    case "session_wanted":
      return state.session?.demo === true && !state.session.signed_in ? { ...state, phase: action.wanted ? "out" : "in" } : state;
    case "confirming":
      return state.confirming === action.open ? state : { ...state, confirming: action.open };
  }
}

// How one may sign in outlives the session.
function offered(session: SessionState | null): Partial<SessionState> {
  return { ...(session?.ways ? { ways: session.ways } : {}), ...(session?.oidc ? { oidc: session.oidc } : {}) };
}

export const may = (people: People, permission: string): boolean => people.session?.permissions?.includes(permission) === true;

export const seat_name = (session: SessionState): string => session.display_name ?? session.account ?? "";

const kWhoMay: Record<string, readonly Role[]> = {
  stop: ["watch_officer", "release_officer", "legal_adviser", "administrator"],
  approve_resume: ["release_officer", "legal_adviser"],
  draft_agreement: ["release_officer", "legal_adviser"],
  adopt_agreement: ["release_officer", "legal_adviser"],
  hold_assurances: ["release_officer", "legal_adviser"],
  assess: ["legal_adviser"],
};
export const who_may = (permission: string): readonly Role[] => kWhoMay[permission] ?? [];
