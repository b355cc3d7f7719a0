// SPDX-License-Identifier: Apache-2.0
// Starts the page: first who sits here, then the screens.
import { render } from "preact";
import { desk } from "./desk";
import { people } from "./people";
import { session } from "./session";
import "./styles.css";
import "./sharing.css";
import "./law.css";
import { Page } from "./ui/page";

const root = document.getElementById("app");
if (root) {
  session.restore_palette();
  people.start(() => { session.start(); desk.start(); });
  render(<Page />, root);
}
