// SPDX-License-Identifier: Apache-2.0
// The screens of the rail. One that is not ready is shown, and says so.
import type { Screen } from "../state/app_state";

export interface ScreenEntry { screen: Screen; key: string; name: string; icon: string; ready: boolean }
export const kScreens: readonly ScreenEntry[] = [
  { screen: 1, key: "1", name: "Picture", icon: "picture", ready: true },
  { screen: 2, key: "2", name: "Leads & cases", icon: "leads", ready: true },
  { screen: 3, key: "3", name: "Sharing", icon: "sharing", ready: true },
  { screen: 4, key: "4", name: "Incidents & evidence", icon: "incidents", ready: true },
  { screen: 5, key: "5", name: "Oversight", icon: "oversight", ready: true },
  { screen: 6, key: "6", name: "Law", icon: "law", ready: true },
];
